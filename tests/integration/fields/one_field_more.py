"""Run in a copy of the project whose fiche has two fields more: each must be everywhere, nothing else being written."""

import csv
import io
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from directory.services.fiches.checks import ContentError, check
from directory.services.fiches.tidying import Tidier
from directory.services.imports.service import ImportService, NewImport
from directory.store.database import Database
from directory.store.schema import upgrade
from directory.store.tables import metadata
from fiche.content import FIELDS, Content
from importers.native import NATIVE, template_columns, template_csv
from tests.fiches import GAZETTEER, LEA, NOW, TAXONOMY, fiche
from tests.site import Site, make_site


def said(**fields: object) -> Content:
    return fiche("Refuge", **fields)  # type: ignore[arg-type]  # fields that this copy alone has


def run(folder: Path) -> None:
    database = Database(f"sqlite:///{folder / 'base.sqlite3'}")
    upgrade(database)
    is_tidied_and_checked()
    site = make_site(database, folder, contents=[said(animals="Chiens", other_languages=("ar", "en"))])
    is_kept(site)
    is_answered_documented_and_in_the_history(site)
    is_imported(site)
    database.close()


def is_tidied_and_checked() -> None:
    content = Tidier(TAXONOMY, GAZETTEER).tidy(said(animals="  Chiens\r\nChats ", other_languages=("en", "ar", "en")))
    assert (content.animals, content.other_languages) == ("Chiens\nChats", ("ar", "en"))  # type: ignore[attr-defined]
    errors = check(said(animals="x" * 51, other_languages=("klingon",)), TAXONOMY, GAZETTEER)
    assert ContentError("animals", "trop-long", limits={"maximum": 50}) in errors
    assert ContentError("other_languages", "valeur-inconnue", "klingon") in errors


def is_kept(site: Site) -> None:
    with site.database.read() as uow:
        assert compare_metadata(MigrationContext.configure(uow.connection), metadata) == []
    content = site.resources.get(1).content
    assert (content.animals, content.other_languages) == ("Chiens", ("ar", "en"))  # type: ignore[attr-defined]
    assert site.resources.content_at(1, 1) == content


def is_answered_documented_and_in_the_history(site: Site) -> None:
    answer = site.client.get("/api/v1/ressources/1").get_json()
    assert (answer["animaux"], answer["autres_langues"]) == ("Chiens", ["ar", "en"])
    (version,) = site.client.get("/api/v1/ressources/1/versions").get_json()["versions"]
    assert version["modifications"]["animaux"] == {"libelle": "Animaux acceptés", "avant": "", "apres": "Chiens"}
    schemas = site.client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    for name in ("DetailedFiche", "MovedFiche"):
        assert schemas[name]["properties"]["animaux"]["description"] == "Animaux acceptés"
        assert schemas[name]["properties"]["autres_langues"]["type"] == "array"
    assert site.client.get("/api/v1/referentiel").get_json()["listes"]["autres_langues"]


def is_imported(site: Site) -> None:
    columns = {column.name: column for column in template_columns()}
    assert (columns["animaux"].help, columns["animaux"].example) == ("Lesquels peuvent entrer.", "Chiens guides")
    assert columns["autres_langues"].several
    rows = list(csv.DictReader(io.StringIO(template_csv().decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["animaux"] == "Chiens guides"
    file = io.StringIO()
    writer = csv.DictWriter(file, ["titre_du_service", "structure", "description", "animaux", "autres_langues"])
    writer.writeheader()
    writer.writerow({
        "titre_du_service": "Pension", "structure": "Refuge", "description": "Garde les animaux.",
        "animaux": "Chats", "autres_langues": "Arabe|klingon",
    })  # fmt: skip
    service = ImportService(site.database, site.resources, GAZETTEER, now=lambda: NOW)
    batch = service.receive(NewImport("pension.csv", file.getvalue().encode(), NATIVE), author=LEA)
    report = service.dry_run(batch)
    assert any("Autres langues" in group.text for group in report.groups)
    service.apply(batch)
    content = site.resources.get(2).content
    assert (content.animals, content.other_languages) == ("Chats", ("ar",))  # type: ignore[attr-defined]


if __name__ == "__main__":
    assert {"animals", "other_languages"} <= set(FIELDS)
    run(Path(sys.argv[1]))
