"""A file of a known format: given, recognised, tried, applied, taken back; the next one in two clicks."""

import csv
import io
import json

from importers.native import template_csv
from tests.fiches import LEA, NOW
from tests.unit.importers.files.test_archives import SERVICES, STRUCTURES
from tests.web.imports.conftest import Desk


def native(*rows: dict[str, str]) -> bytes:
    """Return a file of the template's columns."""
    header = next(csv.reader(io.StringIO(template_csv().decode("utf-8-sig")), delimiter=";"))
    text = io.StringIO()
    writer = csv.DictWriter(text, header, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def service(number: int, **said: str) -> dict[str, str]:
    return {
        "identifiant": f"P-{number}",
        "titre_du_service": f"Auto-école {number}",
        "structure": "Relais du Quai",
        "description": "Cours de conduite.",
        "besoins": "mobilite-permis",
        "telephone": "04 90 00 00 00",
        "adresse": "3 place de la République",
        "code_postal": "13200",
        "commune": "Arles",
    } | said


def test_a_known_file_is_tried_applied_told_and_taken_back(desk: Desk) -> None:
    path = desk.tried(native(service(1), service(2), {"identifiant": "P-3", "description": "Sans titre."}))
    page = desk.text(f"{path}/essai")
    assert "Créer 2 fiches" in page and "lignes, toutes comptées" in page and "Titre du service manquant" in page
    refused = desk.client.get(f"{path}/refusees.csv")
    assert refused.status_code == 200 and "P-3" in refused.get_data(as_text=True)
    assert desk.apply(path).headers["Location"] == path
    report = desk.text(path)
    assert "Import appliqué" in report and "Télécharger les lignes refusées" in report
    asked = desk.post(f"{path}/annuler").headers["Location"]
    desk.work()
    undone = desk.text(asked)
    assert "2 fiches remises comme avant" in undone and "L’annulation est demandée" not in undone
    assert "annulé" in desk.text("/imports")


def test_what_somebody_confirmed_since_is_left_and_listed(desk: Desk) -> None:
    path = desk.tried(native(service(1), service(2)))
    desk.apply(path)
    with desk.site.database.read() as uow:
        fiches = uow.resources.iterate(after_id=0, limit=1000)
    (number,) = [each.id for each in fiches if each.content.title == "Auto-école 2"]
    desk.site.resources.verify(number, author=LEA, now=NOW)
    desk.post(f"{path}/annuler")
    desk.work()
    page = desk.text(path)
    assert "1 fiche remise comme avant, 1 laissée en l’état" in page
    assert "Auto-école 2</a> : confirmée depuis" in page and "Auto-école 1</a>" not in page


def test_the_next_file_of_a_source_is_tried_as_soon_as_it_is_given(desk: Desk) -> None:
    desk.apply(desk.tried(native(service(1), service(2))))
    assert "Partenaires" in desk.text("/imports/nouveau")
    source = desk.text("/imports").split('href="/imports/sources/')[1].split('"')[0]
    changed = native(service(1), service(2, telephone="04 90 11 11 11"), service(3))
    where = desk.send(changed, path=f"/imports/sources/{source}/deposer")
    assert where.endswith("/essai")
    assert "Essai en cours" in desk.text(where)
    desk.work()
    page = desk.text(where)
    assert "Créer 1 fiche, en modifier 1" in page
    assert "04 90 11 11 11" in page
    assert desk.apply(where.removesuffix("/essai")).status_code == 303
    assert '<dt class="">1</dt><dd class="">fiche inchangée' in desk.text(where.removesuffix("/essai"))
    listed = desk.text(f"/imports/sources/{source}")
    assert [word in listed for word in (" créée<", " créées<", " refusée<")] == [True] * 3
    assert '1<span class="unit"> fiche<' in page


def test_services_and_their_structures_are_given_as_two_files(desk: Desk) -> None:
    files = [
        (io.BytesIO(json.dumps(each).encode()), name)
        for name, each in (("services.json", SERVICES), ("structures.json", STRUCTURES))
    ]
    answer = desk.client.post("/imports/nouveau", data={"fichier": files})
    assert answer.status_code == 303
    where = answer.headers["Location"]
    assert "services+structures.zip" in desk.text(where)
    assert desk.post(where, source="nouvelle", nom="Dora", institution="cd13").status_code == 303
    desk.work()
    page = desk.text(where.replace("/source", "/essai"))
    assert "Maison du quartier" in page and "Créer 3 fiches" in page
    empty = [(io.BytesIO(b"a;b\n1;2\n"), "a.csv"), (io.BytesIO(b""), "b.csv")]
    assert desk.client.post("/imports/nouveau", data={"fichier": empty}).status_code == 422
    many = [(io.BytesIO(b"a;b\n1;2\n"), f"{rank}.csv") for rank in range(21)]
    assert desk.client.post("/imports/nouveau", data={"fichier": many}).status_code == 422
    apart = [(io.BytesIO(b"a;b\n1;2\n"), "a.csv"), (io.BytesIO(b"c;d\n1;2\n"), "a.csv")]
    where = desk.client.post("/imports/nouveau", data={"fichier": apart}).headers["Location"]
    assert "rien ne dit comment les réunir" in desk.text(where)
