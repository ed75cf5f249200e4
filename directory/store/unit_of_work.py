"""The repositories of one transaction."""

from functools import cached_property

from sqlalchemy import Connection

from directory.store.batches import BatchRepository
from directory.store.changes import ChangeLog
from directory.store.duplicates import DuplicateRepository
from directory.store.institutions import InstitutionRepository
from directory.store.jobs import JobRepository
from directory.store.marks import MarkRepository
from directory.store.records import RecordRepository
from directory.store.resources import ResourceRepository
from directory.store.structures import StructureRepository
from directory.store.targets import TargetRepository
from directory.store.taxonomy import TaxonomyRepository
from directory.store.versions import VersionRepository


class UnitOfWork:
    """The repositories of one transaction. Committed on leaving the ``with`` block, rolled back on an error."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def resources(self) -> ResourceRepository:
        return ResourceRepository(self.connection)

    @cached_property
    def versions(self) -> VersionRepository:
        return VersionRepository(self.connection)

    @cached_property
    def structures(self) -> StructureRepository:
        return StructureRepository(self.connection)

    @cached_property
    def duplicates(self) -> DuplicateRepository:
        return DuplicateRepository(self.connection)

    @cached_property
    def changes(self) -> ChangeLog:
        return ChangeLog(self.connection)

    @cached_property
    def targets(self) -> TargetRepository:
        return TargetRepository(self.connection)

    @cached_property
    def jobs(self) -> JobRepository:
        return JobRepository(self.connection)

    @cached_property
    def batches(self) -> BatchRepository:
        return BatchRepository(self.connection)

    @cached_property
    def records(self) -> RecordRepository:
        return RecordRepository(self.connection)

    @cached_property
    def marks(self) -> MarkRepository:
        return MarkRepository(self.connection)

    @cached_property
    def taxonomy(self) -> TaxonomyRepository:
        return TaxonomyRepository(self.connection)

    @cached_property
    def institutions(self) -> InstitutionRepository:
        return InstitutionRepository(self.connection)
