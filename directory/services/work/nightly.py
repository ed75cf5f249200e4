"""What a worker does once a day for accounts, fiches, reports and figures."""

from collections.abc import Callable
from datetime import datetime

from directory.domain.freshness import Steps
from directory.services.accounts.keeping import Keeping
from directory.services.freshness.ladder import Ladder
from directory.services.imports.old_files import FileKeeping
from directory.services.offices.reminding import OfficeReminders
from directory.services.reports.ladder import ReportLadder
from directory.services.steering.keeping import CountKeeping
from directory.services.steering.quarters import QuarterKeeping, Quarters
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.store.database import Database


def nightly_work(
    database: Database,
    jobs: JobService,
    quarters: Quarters,
    *,
    steps: Steps,
    sends: bool,
    now: Callable[[], datetime],
) -> tuple[DailyWork, ...]:
    """Return the work of each day. ``sends``: whether mails leave."""
    return (
        Keeping(database, jobs, now=now),
        Ladder(database, jobs, steps=steps, sends=sends, now=now),
        ReportLadder(database, jobs, sends=sends, now=now),
        FileKeeping(database, jobs, now=now),
        CountKeeping(database, jobs, now=now),
        OfficeReminders(database, jobs, sends=sends, now=now),
        QuarterKeeping(database, jobs, quarters, now=now),
    )
