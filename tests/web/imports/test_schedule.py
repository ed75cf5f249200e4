"""The file of each night: where it is, what is applied alone, what waits for somebody, a failure told once."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.imports import BatchState
from directory.services.bundle import OPERATIONS
from directory.services.imports.nightly import NightlyImports, NightTerms
from directory.services.imports.preparing import Preparing
from directory.services.imports.remote import Fetched, Fetcher, Unfetched
from directory.services.imports.schedule import BadSchedule, Schedule, Where, checked, schedule_from
from directory.services.imports.vanished import Vanishing
from directory.store.database import Database
from tests.fiches import GAZETTEER
from tests.site import Site
from tests.web.imports.conftest import Desk
from tests.web.imports.test_known_format import native, service


class Given(Fetcher):
    """Gives what a test says that the network gives."""

    def __init__(self) -> None:
        super().__init__(most_bytes=1)
        self.answer: Fetched | Unfetched | None = None
        self.asked: list[tuple[str, str]] = []

    def fetch(self, address: str, etag: str = "") -> Fetched | None:
        self.asked.append((address, etag))
        if isinstance(self.answer, Unfetched):
            raise self.answer
        return self.answer


class Night:
    def __init__(self, site: Site, database: Database, root: Path) -> None:
        ops = site.app.extensions[OPERATIONS]
        self.database, self.fetcher, self.days = database, Given(), 0
        self.now, self.jobs = ops.now, ops.jobs
        self.work = NightlyImports(
            database, ops.jobs, GAZETTEER, ops.imports, Preparing(database, GAZETTEER, now=ops.now),
            Vanishing(database, site.resources, now=ops.now), NightTerms(root, 1_000_000, 10, sends=True),
            now=lambda: ops.now() + timedelta(days=self.days), fetcher=self.fetcher,
        )  # fmt: skip

    def falls(self, alive: Callable[[], None] = lambda: None) -> None:
        self.days += 1
        assert self.work.ask_daily() == 1
        at = self.now() + timedelta(days=self.days)
        job = self.jobs.claim([self.work.kind], owner="essai", lease_s=60, now=at)
        assert job is not None
        self.work.run(job, alive)
        self.jobs.finish(job.id, owner="essai", now=at)

    def states(self) -> list[BatchState]:
        with self.database.read() as uow:
            return [each.state for each in uow.batches.of_source(1, limit=9)]

    def mails(self) -> list[Message]:
        with self.database.read() as uow:
            return [each for each in uow.messages.latest(limit=50) if each.kind is MessageKind.IMPORT_WAITS]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "imports"
    (folder / "relais").mkdir(parents=True)
    return folder


@pytest.fixture
def night(site: Site, sqlite_database: Database, root: Path) -> Night:
    return Night(site, sqlite_database, root)


def put(root: Path, content: bytes, name: str = "liste.csv", *, at: int = 1) -> None:
    path = root / "relais" / name
    path.write_bytes(content)
    os.utime(path, (at, at))


def scheduled(office: Desk, night: Night, said: Schedule) -> None:
    """Have a source of twenty fiches, and its next files where ``said``."""
    office.apply(office.tried(native(*(service(number) for number in range(1, 21)))))
    office.post("/imports/sources/1/programmation", ou="adresse", adresse="https://exemple.fr/liste.csv")
    with night.database.write() as uow:
        source = uow.import_sources.get(1)
        assert source is not None and source.schedule["account"]
        # The site of the tests has no folder of imports: the night of the tests has one.
        kept = {**source.schedule, "where": said.where.value, "place": said.place}
        uow.import_sources.save(replace(source, schedule=kept))


def test_a_file_that_changes_little_is_applied_alone_once(office: Desk, night: Night, root: Path) -> None:
    scheduled(office, night, Schedule(Where.FOLDER, "relais"))
    rows = [service(number) for number in range(1, 20)]
    put(root, native(*rows, service(20, telephone="04 90 11 11 11")))
    night.falls()
    night.falls()
    assert night.states() == [BatchState.APPLIED, BatchState.APPLIED] and not night.mails()
    put(root, b"", ".cache", at=3)
    put(root, native(*rows, service(20, telephone="04 90 11 11 12")), "suivant.csv", at=2)
    night.falls()
    assert night.states()[0] is BatchState.APPLIED and len(night.states()) == 3


def test_what_changes_much_or_loses_fiches_waits_and_is_told(office: Desk, night: Night, root: Path) -> None:
    scheduled(office, night, Schedule(Where.FOLDER, "relais"))
    put(root, native(*(service(number, telephone="04 90 11 11 11") for number in range(1, 21))))
    night.falls()
    assert night.states()[0] is BatchState.PREVIEWED and len(night.mails()) == 1
    assert "change 20 des 20 fiches" in night.mails()[0].facts["reason"]
    put(root, native(*(service(number) for number in range(1, 20))), "moins.csv", at=2)
    night.falls()
    assert night.states()[0] is BatchState.PREVIEWED and "disparu" in night.mails()[0].facts["reason"]
    put(root, b"%PDF-1.7 rien", "faux.csv", at=3)
    night.falls()
    assert night.states()[0] is BatchState.UNREADABLE and len(night.mails()) == 3


def test_a_column_that_somebody_found_again_is_read_so_every_night_after(
    office: Desk, night: Night, root: Path
) -> None:
    scheduled(office, night, Schedule(Where.FOLDER, "relais"))
    rows = [service(number) for number in range(1, 20)]
    for rank, last in enumerate(("11", "12")):
        content = native(*rows, service(20, telephone=f"04 90 11 11 {last}"))
        put(root, content.replace(b";telephone;", b";numero a appeler;"), f"{rank}.csv", at=rank + 1)
        night.falls()
        if rank == 0:
            assert night.states()[0] is BatchState.UNREADABLE
            office.post("/imports/2/essai", **{"colonne-0": "autre", "colonne-0-autre": "numero a appeler"})
            office.work()
            office.apply("/imports/2")
    assert night.states() == [BatchState.APPLIED] * 3 and len(night.mails()) == 1


def test_a_failure_is_told_once_until_it_is_over(office: Desk, night: Night) -> None:
    scheduled(office, night, Schedule(Where.ADDRESS, "https://exemple.fr/liste.csv"))
    night.fetcher.answer = Unfetched("Le serveur n’a pas répondu jusqu’au bout.")
    night.falls()
    night.falls()
    assert len(night.mails()) == 1 and "répondu" in office.text("/imports/sources/1")
    night.fetcher.answer = Fetched(native(*(service(number) for number in range(1, 21))), "liste.csv", '"un"')
    night.falls()
    night.falls()
    assert night.fetcher.asked[-1] == ("https://exemple.fr/liste.csv", '"un"')
    assert night.states() == [BatchState.APPLIED, BatchState.APPLIED]
    night.fetcher.answer = Unfetched("Le serveur a répondu 500 au lieu du fichier.")
    night.falls()
    assert len(night.mails()) == 2


def test_only_administrators_say_where_the_files_are(desk: Desk, office: Desk, sqlite_database: Database) -> None:
    desk.tried(native(service(1)))
    assert "Chaque nuit" not in desk.text("/imports/sources/1")
    assert desk.post("/imports/sources/1/programmation", ou="adresse", adresse="https://a.fr/").status_code == 403
    assert "Chaque nuit" in office.text("/imports/sources/1")
    for said in ({"ou": "adresse", "adresse": "http://a.fr"}, {"ou": "dossier", "dossier": "../.."}):
        assert office.post("/imports/sources/1/programmation", **said).status_code == 422
    answer = office.post("/imports/sources/1/programmation", ou="adresse", adresse="https://exemple.fr/liste.csv")
    assert answer.status_code == 303
    assert "https://exemple.fr/liste.csv" in office.text("/imports/sources/1")
    with sqlite_database.read() as uow:
        assert schedule_from(uow.import_sources.get(1).schedule).where is Where.ADDRESS
    office.post("/imports/sources/1/programmation", ou="")
    with sqlite_database.read() as uow:
        assert uow.import_sources.get(1).schedule == {}


def test_a_folder_stays_inside_that_of_the_imports(root: Path) -> None:
    (root / "dehors").symlink_to(root.parent)
    (root / "boucle").symlink_to(root / "boucle")
    for place in ("", "..", "../..", "/etc", "dehors", "absent", "a\0b", "a" * 300, "a" * 501, "boucle"):
        with pytest.raises(BadSchedule):
            checked(Schedule(Where.FOLDER, place), root)
    with pytest.raises(BadSchedule):
        checked(Schedule(Where.FOLDER, "relais"), None)
    assert checked(Schedule(Where.FOLDER, "relais"), root).place == "relais"


def test_a_night_cut_short_while_it_wrote_is_gone_on_with(office: Desk, night: Night, root: Path) -> None:
    scheduled(office, night, Schedule(Where.FOLDER, "relais"))
    put(root, native(*(service(number) for number in range(1, 20)), service(20, telephone="04 90 11 11 11")))

    def lost() -> None:
        states = night.states()
        if states[0] is BatchState.APPLYING:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        night.falls(lost)
    assert night.states() == [BatchState.APPLYING, BatchState.APPLIED]
    night.falls()
    assert night.states() == [BatchState.APPLIED, BatchState.APPLIED] and not night.mails()


def test_a_folder_that_cannot_be_read_is_told_and_stops_no_night(office: Desk, night: Night, root: Path) -> None:
    scheduled(office, night, Schedule(Where.FOLDER, "relais"))
    (root / "relais" / "lien").symlink_to("a" * 300)
    night.falls()
    assert "ne peut pas être lu" in night.mails()[0].facts["reason"]
