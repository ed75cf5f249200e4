"""The repositories of one transaction."""

from functools import cached_property

from sqlalchemy import Connection

from directory.store.accounts.accounts import AccountRepository
from directory.store.accounts.audit import AuditRepository
from directory.store.accounts.factors import FactorRepository
from directory.store.accounts.links import LinkRepository
from directory.store.accounts.messages import MessageRepository
from directory.store.accounts.sessions import FailureRepository, SessionRepository
from directory.store.accounts.tokens import TokenRepository
from directory.store.attachments import AttachmentRepository
from directory.store.batches import BatchRepository
from directory.store.changes import ChangeLog
from directory.store.conversions import ConversionRepository
from directory.store.duplicates import DuplicateRepository
from directory.store.entries import EntryRepository
from directory.store.exports import ExportFileRepository
from directory.store.follows import FollowRepository
from directory.store.freshness.dues import DueRepository
from directory.store.freshness.links import ConfirmLinkRepository
from directory.store.freshness.mailboxes import MailboxRepository
from directory.store.freshness.openings import OpeningRepository
from directory.store.import_matches import ImportMatchRepository
from directory.store.import_sources import ImportSourceRepository
from directory.store.institutions import InstitutionRepository
from directory.store.jobs import JobRepository
from directory.store.lines import LineRepository
from directory.store.lookalikes import LookalikeRepository
from directory.store.marks import MarkRepository
from directory.store.merges import MergeRepository
from directory.store.offices import OfficeRepository
from directory.store.once import OnceRepository
from directory.store.outcomes import OutcomeRepository
from directory.store.put_offs import PutOffRepository
from directory.store.records import RecordRepository
from directory.store.reports.proposals import ProposalRepository
from directory.store.reports.reports import ReportRepository
from directory.store.reports.suggestions import SuggestionRepository
from directory.store.resources import ResourceRepository
from directory.store.selections import SelectionRepository
from directory.store.steering.committee import CommitteeRepository
from directory.store.steering.counts import CountRepository
from directory.store.steering.facts import FactRepository
from directory.store.steering.quarters import QuarterRepository
from directory.store.structures import StructureRepository
from directory.store.targets import TargetRepository
from directory.store.taxonomy import TaxonomyRepository
from directory.store.taxonomy_edits import TaxonomyEditRepository
from directory.store.team_notes import TeamNoteRepository
from directory.store.unplaced import UnplacedRepository
from directory.store.uploads import UploadRepository
from directory.store.versions import VersionRepository


class UnitOfWork:
    """The repositories of one transaction. Committed on leaving the ``with`` block, rolled back on an error."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def resources(self) -> ResourceRepository:
        return ResourceRepository(self.connection)

    @cached_property
    def lines(self) -> LineRepository:
        return LineRepository(self.connection, self.resources)

    @cached_property
    def attachments(self) -> AttachmentRepository:
        return AttachmentRepository(self.connection)

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
    def lookalikes(self) -> LookalikeRepository:
        return LookalikeRepository(self.connection)

    @cached_property
    def unplaced(self) -> UnplacedRepository:
        return UnplacedRepository(self.connection)

    @cached_property
    def merges(self) -> MergeRepository:
        return MergeRepository(self.connection)

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
    def exports(self) -> ExportFileRepository:
        return ExportFileRepository(self.connection)

    @cached_property
    def uploads(self) -> UploadRepository:
        return UploadRepository(self.connection)

    @cached_property
    def conversions(self) -> ConversionRepository:
        return ConversionRepository(self.connection)

    @cached_property
    def import_matches(self) -> ImportMatchRepository:
        return ImportMatchRepository(self.connection)

    @cached_property
    def import_sources(self) -> ImportSourceRepository:
        return ImportSourceRepository(self.connection)

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
    def taxonomy_edits(self) -> TaxonomyEditRepository:
        return TaxonomyEditRepository(self.connection)

    @cached_property
    def institutions(self) -> InstitutionRepository:
        return InstitutionRepository(self.connection)

    @cached_property
    def proposals(self) -> ProposalRepository:
        return ProposalRepository(self.connection)

    @cached_property
    def suggestions(self) -> SuggestionRepository:
        return SuggestionRepository(self.connection)

    @cached_property
    def reports(self) -> ReportRepository:
        return ReportRepository(self.connection)

    @cached_property
    def entries(self) -> EntryRepository:
        return EntryRepository(self.connection)

    @cached_property
    def once(self) -> OnceRepository:
        return OnceRepository(self.connection)

    @cached_property
    def dues(self) -> DueRepository:
        return DueRepository(self.connection)

    @cached_property
    def openings(self) -> OpeningRepository:
        return OpeningRepository(self.connection)

    @cached_property
    def counts(self) -> CountRepository:
        return CountRepository(self.connection)

    @cached_property
    def committee(self) -> CommitteeRepository:
        return CommitteeRepository(self.connection)

    @cached_property
    def facts(self) -> FactRepository:
        return FactRepository(self.connection)

    @cached_property
    def quarters(self) -> QuarterRepository:
        return QuarterRepository(self.connection)

    @cached_property
    def confirm_links(self) -> ConfirmLinkRepository:
        return ConfirmLinkRepository(self.connection)

    @cached_property
    def mailboxes(self) -> MailboxRepository:
        return MailboxRepository(self.connection)

    @cached_property
    def put_offs(self) -> PutOffRepository:
        return PutOffRepository(self.connection)

    @cached_property
    def selections(self) -> SelectionRepository:
        return SelectionRepository(self.connection)

    @cached_property
    def follows(self) -> FollowRepository:
        return FollowRepository(self.connection)

    @cached_property
    def offices(self) -> OfficeRepository:
        return OfficeRepository(self.connection)

    @cached_property
    def team_notes(self) -> TeamNoteRepository:
        return TeamNoteRepository(self.connection)

    @cached_property
    def outcomes(self) -> OutcomeRepository:
        return OutcomeRepository(self.connection)

    @cached_property
    def accounts(self) -> AccountRepository:
        return AccountRepository(self.connection)

    @cached_property
    def sessions(self) -> SessionRepository:
        return SessionRepository(self.connection)

    @cached_property
    def failures(self) -> FailureRepository:
        return FailureRepository(self.connection)

    @cached_property
    def factors(self) -> FactorRepository:
        return FactorRepository(self.connection)

    @cached_property
    def links(self) -> LinkRepository:
        return LinkRepository(self.connection)

    @cached_property
    def tokens(self) -> TokenRepository:
        return TokenRepository(self.connection)

    @cached_property
    def audit(self) -> AuditRepository:
        return AuditRepository(self.connection)

    @cached_property
    def messages(self) -> MessageRepository:
        return MessageRepository(self.connection)
