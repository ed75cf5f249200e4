"""The use cases of one running application, made once by ``directory.app``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.services.accounts.bundle import Accounts
from directory.services.demonstration import Demonstration
from directory.services.duplicates.bundle import Duplicates
from directory.services.exports.behind import ExportWork
from directory.services.exports.exporting import Exports
from directory.services.fiches.communes import CommuneFollowing
from directory.services.fiches.entries import Entries
from directory.services.fiches.first_steps import FirstSteps
from directory.services.fiches.forgetting import ContactForgetting
from directory.services.fiches.movements import Movements
from directory.services.fiches.page import Fiches
from directory.services.fiches.structures import KnownStructures
from directory.services.fiches.together import SharedEditing
from directory.services.fiches.transferring import Transfers
from directory.services.fiches.writing import Writing
from directory.services.follows.following import Follows
from directory.services.freshness.links import ConfirmLinks
from directory.services.freshness.unanswered import Unanswered
from directory.services.health import Health
from directory.services.imports.answering import WaitingRows
from directory.services.imports.desk import ImportDesk
from directory.services.imports.jobs import ImportJobs
from directory.services.imports.service import ImportService
from directory.services.index.indexing import Indexer
from directory.services.index.showing import Showing
from directory.services.reports.bundle import Reports
from directory.services.search.find import Finder
from directory.services.search.kept_answers import KeptAnswers
from directory.services.search.places import Places
from directory.services.search.suggest import Suggester
from directory.services.sheets.bundle import Handing
from directory.services.steering.bundle import Steering
from directory.services.steering.committee import ReportDrawing
from directory.services.taxonomy.arranging import Arranging
from directory.services.taxonomy.classifying import Classifying
from directory.services.taxonomy.regrouping import Regrouping
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.services.taxonomy.wording import Wording
from directory.services.todo.service import Todo
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.services.work.queues import Queues
from directory.store.database import Database

OPERATIONS = "directory-operations"
"""Key of the ``Operations`` of an application, among its extensions."""


@dataclass(frozen=True, slots=True)
class Services:
    """What pages and API may ask for. ``now``: aware UTC, the only clock."""

    finder: Finder
    answers: KeptAnswers
    fiches: Fiches
    writing: Writing
    contacts: ContactForgetting
    movements: Movements
    duplicates: Duplicates
    exports: Exports
    transfers: Transfers
    reports: Reports
    classifying: Classifying
    arranging: Arranging
    regrouping: Regrouping
    wording: Wording
    showing: Showing
    entries: Entries
    structures: KnownStructures
    together: SharedEditing
    first_steps: FirstSteps
    suggester: Suggester
    places: Places
    words: VocabularyReader
    health: Health
    accounts: Accounts
    queues: Queues
    todo: Todo
    confirm_links: ConfirmLinks
    unanswered: Unanswered
    steering: Steering
    imports: ImportDesk
    waiting_rows: WaitingRows
    handing: Handing
    follows: Follows
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Operations:
    """What commands and the worker may ask for.

    owner     the name of this process in leases.
    errands   what the worker does between two things.
    """

    accounts: Accounts
    communes: CommuneFollowing
    database: Database
    demonstration: Demonstration
    health: Health
    import_jobs: ImportJobs
    imports: ImportService
    exports: ExportWork
    indexer: Indexer
    jobs: JobService
    daily: tuple[DailyWork, ...]
    report_drawing: ReportDrawing
    now: Callable[[], datetime]
    owner: str
    errands: tuple[Callable[[], int], ...] = ()
