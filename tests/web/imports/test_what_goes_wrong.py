"""Bad files, columns gone, fiches of others, fiches that moved, a stop in the middle: each told, nothing lost."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AuditFilter
from directory.domain.actors import Profile
from directory.domain.imports import BatchState
from directory.domain.reports.proposal import Proposal, ProposalState
from directory.http.request import SERVICES
from directory.services.bundle import OPERATIONS
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.desk import ImportDesk
from directory.services.imports.receiving import AT_ONCE_BYTES
from directory.store.database import Database
from directory.web.imports.words import TOO_LATE
from fiche.content import Content
from fiche.parts import Structure
from tests.accounts import Team
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import Site
from tests.web.imports.conftest import Desk
from tests.web.imports.test_known_format import native, service
from tests.web.writing.conftest import signed_in


@pytest.mark.parametrize(
    "content, said",
    [
        (b"%PDF-1.7 ...", "un fichier PDF"),
        (b"<!doctype html><html><body>Connexion</body></html>", "une page web"),
        (b"   \n  \n", "Le fichier est vide"),
        (b"id;nom\n", "aucune ligne sous les titres"),
        (b"\x00\x01\x02\x03" * 500, "Ce fichier"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(desk: Desk, content: bytes, said: str) -> None:
    where = desk.send(content)
    assert where.endswith("/lecture")
    page = desk.text(where)
    assert "Ce fichier ne peut pas être lu" in page and said in page
    listed = desk.text("/imports")
    assert "à reprendre" in listed and "à poursuivre" not in listed
    number = where.removesuffix("/lecture")
    assert "Étape fermée" in desk.text(f"{number}/essai")
    assert desk.post(f"{number}/appliquer", vu="").status_code == 200
    assert desk.post(f"{number}/annuler").headers["Location"] == "/imports?fait=abandonne"
    assert desk.client.get(number).status_code == 404


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


MANY = b"a;b\n" + b"1;2\n" * 2_600_000


@pytest.mark.parametrize(
    "content", [zipped("liste.csv", MANY), zipped("liste.xlsx", zipped("xl/workbook.xml", MANY))], ids=["table", "book"]
)
def test_few_bytes_that_hold_many_are_left_to_the_worker(desk: Desk, content: bytes) -> None:
    assert len(content) < AT_ONCE_BYTES
    where = desk.send(content, "liste.zip").rsplit("/", 1)[0]
    number = int(where.rsplit("/", 1)[1])
    with desk.site.database.read() as uow:
        batch = uow.batches.get(number)
    assert batch is not None and not batch.look
    assert desk.client.get(where, follow_redirects=True).status_code == 200


def test_no_file_an_empty_one_and_one_too_large_are_refused(desk: Desk) -> None:
    assert desk.post("/imports/nouveau").status_code == 422
    empty = desk.client.post("/imports/nouveau", data={"fichier": (io.BytesIO(b""), "vide.csv")})
    assert empty.status_code == 422 and "Le fichier est vide" in empty.get_data(as_text=True)
    desk.site.app.config["MAX_CONTENT_LENGTH"] = 1000
    large = desk.client.post("/imports/nouveau", data={"fichier": (io.BytesIO(b"a;b\n" * 1000), "gros.csv")})
    assert large.status_code == 413
    assert "Aucun import pour l’instant" in desk.text("/imports")


def test_a_source_needs_a_name_and_an_institution_of_ones_own(desk: Desk) -> None:
    where = desk.send(native(service(1)))
    for said in (
        {"source": "nouvelle", "nom": " ", "institution": "cd13"},
        {"source": "nouvelle", "nom": "Relais", "institution": "pole-emploi"},
        {"source": "nouvelle", "nom": "Relais", "institution": ""},
        {"source": "99"},
        {"source": ""},
        {"source": "autre", "autre": ""},
    ):
        assert desk.post(where, **said).status_code == 422, said


def test_what_others_keep_is_proposed_and_never_written(desk: Desk, sqlite_database: Database) -> None:
    path = desk.tried(native(service(1), service(2)))
    desk.apply(path)
    with sqlite_database.read() as uow:
        number = uow.records.by_keys("modele", ["P-1"])["P-1"].resource_id
    moved = desk.site.resources.get(number)
    given = replace(moved.content, institution="pole-emploi")
    desk.site.resources.revise(number, given, author=LEA, origin=FORM, expected_version=moved.version, now=NOW)
    again = native(service(1, telephone="04 90 55 55 55"), service(2), service(3, institution="pole-emploi"))
    where = desk.send(again, path="/imports/sources/1/deposer")
    desk.work()
    page = desk.text(where)
    assert "fiche proposée" in page and "Fiche d’une institution pour laquelle vous n’importez pas" in page
    desk.apply(where.removesuffix("/essai"))
    assert desk.site.resources.get(number).content.phone == "04 90 00 00 00"
    with sqlite_database.read() as uow:
        proposals = uow.proposals.of(number)
    assert [each.changes["phone"][1] for each in proposals] == ["04 90 55 55 55"]
    refuse(sqlite_database, proposals[0])
    for phone, count in (("04 90 55 55 55", 1), ("04 90 66 66 66", 2)):
        again = native(service(1, telephone=phone), service(2), service(4))
        where = desk.send(again, path="/imports/sources/1/deposer")
        desk.work()
        # What was refused is not proposed again, however often the file comes.
        assert ("fiche proposée" in desk.text(where)) == (count > 1)
        desk.apply(where.removesuffix("/essai"))
        with sqlite_database.read() as uow:
            assert len(uow.proposals.of(number)) == count


def refuse(database: Database, proposal: Proposal) -> None:
    with database.write() as uow:
        uow.proposals.save(
            replace(proposal, state=ProposalState.DISMISSED, answer="C’est bien ce numéro.", answered_at=NOW)
        )


def test_a_column_that_is_gone_is_asked_about(desk: Desk) -> None:
    desk.apply(desk.tried(native(service(1), service(2))))
    lines = native(service(1), service(2)).decode().splitlines()
    renamed = "\n".join([lines[0].replace("telephone;", "telephones;"), *lines[1:]]).encode()
    where = desk.send(renamed, path="/imports/sources/1/deposer")
    desk.work()
    page = desk.text(where)
    assert "Une colonne a disparu" in page and "telephones" in page
    assert desk.post(where, **{"colonne-0": "aucune"}).status_code == 303
    desk.work()
    page = desk.text(where)
    assert "Noter que rien ne change" in page


def test_fiches_that_moved_since_the_trial_send_back_to_a_new_one(desk: Desk, sqlite_database: Database) -> None:
    path = desk.tried(native(service(1)))
    assert desk.post(f"{path}/appliquer", vu="autre-chose").headers["Location"].endswith("/essai?fait=bouge")
    desk.work()
    page = desk.text(f"{path}/essai?fait=bouge")
    assert "Rien n’a été appliqué" in page and "Créer 1 fiche" in page
    assert desk.apply(path).headers["Location"] == path


def test_a_fiche_that_came_since_the_trial_and_may_be_the_same_sends_back_to_a_new_one(desk: Desk) -> None:
    """Story 25: another source says it meanwhile; what has nothing to do with the file sends nobody back."""

    def comes(content: Content) -> None:
        desk.site.resources.create(content, author=LEA, origin=FORM, now=NOW + timedelta(minutes=1))

    path = desk.tried(native(service(1), service(2)))
    comes(fiche("Tout autre chose", phone="04 65 71 00 99", structure=Structure("Autre")))
    assert desk.apply(path).headers["Location"] == path
    where = desk.send(native(service(1), service(2), service(3)), path="/imports/sources/1/deposer")
    desk.work()
    comes(fiche("Auto-école 3", phone="", structure=Structure("Relais du Quai")))
    assert desk.apply(where.removesuffix("/essai")).headers["Location"].endswith("/essai?fait=bouge")


def test_a_trial_that_failed_is_tried_again_and_nothing_is_applied(desk: Desk) -> None:
    path = desk.tried(native(service(1)))
    assert desk.post(f"{path}/reprendre").headers["Location"] == path
    desk.work()
    assert "Créer 1 fiche" in desk.text(f"{path}/essai")
    desk.post(f"{path}/appliquer", vu="autre-chose")
    desk.fail()
    assert "Relancer" in desk.text(f"{path}/essai")
    assert desk.post(f"{path}/reprendre").status_code == 303
    assert "Relancer" not in desk.text(f"{path}/essai")
    desk.work()
    assert "Créer 1 fiche" in desk.text(f"{path}/essai")
    assert desk.apply(path).headers["Location"] == path


def test_an_application_that_failed_is_asked_again_unless_fiches_moved(desk: Desk, sqlite_database: Database) -> None:
    desk.apply(desk.tried(native(service(1))))
    where = desk.send(native(service(1), service(2)), path="/imports/sources/1/deposer")
    desk.work()
    path = where.removesuffix("/essai")

    def confirmed() -> None:
        seen = desk.text(where).split('name="vu" value="')[1].split('"')[0]
        assert desk.post(f"{path}/appliquer", vu=seen).headers["Location"] == path
        desk.fail(until_dead=True)

    confirmed()
    assert desk.post(f"{path}/reprendre").headers["Location"] == path
    with sqlite_database.read() as uow:
        trail = [each.act for each in uow.audit.matching(AuditFilter(), limit=99)]
    assert trail.count(Act.IMPORT_APPLIED) == 3
    desk.fail(until_dead=True)
    with sqlite_database.read() as uow:
        number = uow.records.by_keys("modele", ["P-1"])["P-1"].resource_id
    found = desk.site.resources.get(number)
    later = desk.site.app.extensions[OPERATIONS].now() + timedelta(seconds=1)
    corrected = replace(found.content, phone="04 90 22 22 22")
    desk.site.resources.revise(number, corrected, author=LEA, origin=FORM, expected_version=found.version, now=later)
    assert desk.post(f"{path}/reprendre").headers["Location"] == f"{where}?fait=bouge"


def test_an_import_is_stopped_gone_on_with_and_told_in_the_trail(desk: Desk, sqlite_database: Database) -> None:
    path = desk.tried(native(service(1), service(2)))
    number = int(path.rsplit("/", 1)[1])
    page = desk.text(f"{path}/essai")
    desk.post(f"{path}/appliquer", vu=page.split('name="vu" value="')[1].split('"')[0])
    assert "<span data-waiting>En attente" in desk.text(path)
    assert desk.client.get(f"{path}/avancement").get_json()["attend"]
    with sqlite_database.write() as uow:
        uow.batches.save_progress(number, state=BatchState.APPLYING, counts={}, checkpoint={"rows": 0})
    assert "Arrêter l’import" in desk.text(path)
    assert desk.client.get(f"{path}/avancement").get_json() == {"fini": False, "attend": False, "fait": 0, "total": 2}
    assert desk.post(f"{path}/arreter").status_code == 303
    desk.work()
    stopped = desk.text(path)
    assert "Poursuivre l’import" in stopped
    # Its file is needed to go on: no day is said on which it goes.
    assert ("gardé tant que cet import" in stopped, "gardé jusqu’au" in stopped) == (True, False)
    assert desk.post(f"{path}/reprendre").status_code == 303
    desk.work()
    assert "Import appliqué" in desk.text(path)
    with sqlite_database.read() as uow:
        trail = {each.act for each in uow.audit.matching(AuditFilter(), limit=9)}
    assert {Act.IMPORT_APPLIED, Act.IMPORT_STOPPED} <= trail


def test_another_institution_sees_nothing_of_it(desk: Desk, office: Desk, site: Site, team: Team) -> None:
    path = desk.tried(native(service(1)))
    other = Desk(site, signed_in(site, team, "zoe", "pole-emploi", Profile.UPDATE))
    for address in (path, f"{path}/essai", f"{path}/fichier", f"{path}/refusees.csv", "/imports/sources/1"):
        assert other.client.get(address).status_code == 404
        assert office.client.get(address).status_code == 200
    assert "Partenaires" not in other.text("/imports")
    desk.apply(path)
    assert "Le fichier reçu, gardé jusqu’au" in desk.text(path).replace("</a>", "")
    assert desk.client.get(f"{path}/fichier").data == native(service(1))
    assert other.client.get(f"{path}/fichier").status_code == 404


class AppliedMeanwhile:
    """The desk of imports, where somebody else applies the one that is about to be tried again."""

    def __init__(self, desk: ImportDesk) -> None:
        self._desk = desk

    def __getattr__(self, name: str) -> object:
        return getattr(self._desk, name)

    def settle(self, *_: object, **options: object) -> None:
        raise BatchNotReady(BatchState.APPLYING)


def test_an_import_applied_while_it_is_tried_again_is_told(desk: Desk, site: Site) -> None:
    path = desk.tried(native(service(1)))
    services = site.app.extensions[SERVICES]
    site.app.extensions[SERVICES] = replace(services, imports=AppliedMeanwhile(services.imports))
    answer = desk.post(f"{path}/essai", options="oui")
    assert (answer.status_code, TOO_LATE in answer.text) == (200, True)
