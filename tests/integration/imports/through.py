"""A file taken through the services of the screens, by somebody who confirms whatever is proposed."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event

from directory.domain.actors import SYSTEM, Actor, ActorKind, Duty
from directory.domain.changes import Author, Document, Json
from directory.domain.imports import Batch
from directory.domain.institution import Institution
from directory.services.accounts.callers import Caller
from directory.services.fiches.editing import ResourceService
from directory.services.imports.bundle import ImportTerms, make_desk, make_import_jobs
from directory.services.imports.choosing import proposed_columns
from directory.services.imports.desk import ImportDesk, Importer, stamp
from directory.services.imports.keeping import kept_items
from directory.services.imports.looks import FileLook
from directory.services.imports.service import ImportService
from directory.services.imports.sources import NewSource
from directory.services.taxonomy.editing import seed
from directory.services.work.jobs import JobService
from directory.store.database import Database
from fiche.content import Content
from importers.columns.building import OF_STRUCTURE
from importers.kept import KeptRow
from search.places.gazetteer import Gazetteer
from tests.fiches import TAXONOMY

ADMINISTRATOR = Actor(ActorKind.ACCOUNT, account=1, institution="cd13", duties=frozenset((Duty.ADMINISTRATOR,)))
IMPORTER = Importer(ADMINISTRATOR, Author(None, "essai"), Caller(SYSTEM, "commande"))


class Through:
    """A base without fiches, and its desk of imports."""

    def __init__(self, database: Database, gazetteer: Gazetteer, now: Callable[[], datetime]) -> None:
        seed(database, TAXONOMY)
        with database.write() as uow:
            uow.institutions.save(Institution("cd13", "Département", "signataire"))
        self.database, self.now = database, now
        self.resources = ResourceService(database, gazetteer)
        self.desk: ImportDesk = make_desk(database, self.resources, gazetteer, ImportTerms((), 10, 1_000_000), now=now)
        imports = ImportService(database, self.resources, gazetteer, now=now)
        self.handlers = make_import_jobs(database, self.resources, gazetteer, imports, now=now).handlers()
        self.jobs = JobService(database)

    def work(self) -> None:
        """Do all that was asked for behind the pages."""
        stop = Event()
        while (job := self.jobs.claim(list(self.handlers), owner="essai", lease_s=900, now=self.now())) is not None:
            self.handlers[job.kind](job, lambda: None)
            self.jobs.finish(job.id, owner="essai", now=self.now())
            assert not stop.is_set()

    def tried(self, content: bytes, name: str, *, source_id: int | None = None) -> Batch:
        """Give a file, confirm what is proposed of it, and try it."""
        batch = self.desk.deposit(IMPORTER, name, io.BytesIO(content), source_id=source_id)
        self.work()
        batch = self.desk.get(ADMINISTRATOR, batch.id)
        look = self.desk.look(batch)
        assert look is not None and look.unreadable is None, name
        if source_id is None:
            batch = self.desk.belongs_to_new(IMPORTER, batch.id, NewSource(name, "cd13", "", look.taken))
            assert batch.source_id is not None
            source = self.desk.source(ADMINISTRATOR, batch.source_id)
            if not source.format:
                self.desk.choose_all(IMPORTER, batch.id, source, confirmed(look, name))
        self.work()
        return self.desk.get(ADMINISTRATOR, batch.id)

    def apply(self, batch: Batch) -> Batch:
        self.desk.apply(IMPORTER, batch.id, seen=stamp(batch))
        self.work()
        return self.desk.get(ADMINISTRATOR, batch.id)

    def undo(self, batch: Batch) -> Batch:
        self.desk.undo(IMPORTER, batch.id)
        self.work()
        return self.desk.get(ADMINISTRATOR, batch.id)

    def published(self) -> list[tuple[int, Content]]:
        with self.database.read() as uow:
            last = uow.resources.next_id()
            found = uow.resources.by_ids(list(range(1, last)))
        return [(each.id, each.content) for each in found if each.content.is_published]

    def rows(self, batch: Batch) -> Iterator[KeptRow]:
        with self.database.read() as uow:
            found = uow.conversions.of_batch(batch.id)
        assert found is not None
        header = found.head["header"]
        names = [str(each) for each in header] if isinstance(header, list) else []
        yield from (each for each in kept_items(self.database, batch.id, names) if isinstance(each, KeptRow))


def confirmed(look: FileLook, name: str) -> Document:
    """Return the answers of somebody who takes what the pages propose, and names what no column does."""
    columns: dict[str, Json] = {**proposed_columns(look, {})}
    targets = set(columns.values())
    structure = "" if "structure" in targets else name
    title = "" if "titre_du_service" in targets else OF_STRUCTURE
    return {"columns": columns, "title": title, "structure": structure, "fixed": {}, "values": {}}
