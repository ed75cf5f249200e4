"""What the committee reads: totals typed by an administrator, and the report, drawn in the background."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import structlog

from directory.domain.documents import Data, DocumentRenderer
from directory.domain.jobs import Job, JobState
from directory.domain.reports.personal import personal_in
from directory.domain.steering.periods import Period, Quarter
from directory.store.database import Database
from directory.store.steering.committee import AskedReport, Total

KIND = "rapport-du-comite"
KEPT = timedelta(days=365)

logger = structlog.get_logger()


class Committee:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def totals(self, period: Period) -> list[Total]:
        """Return what was typed for the quarters of a period."""
        with self._database.read() as uow:
            return uow.committee.totals([each.code for each in period.quarters])

    def keep_totals(self, quarter: Quarter, typed: Mapping[str, tuple[int, str]], account_id: int) -> None:
        """Keep the totals of a quarter, each a value and where it comes from, over those it had."""
        now = self._now()
        rows = [Total(quarter.code, name, value, source, account_id, now) for name, (value, source) in typed.items()]
        with self._database.write() as uow:
            uow.committee.put_totals(quarter.code, rows)

    def is_personal(self, text: str) -> bool:
        """Say whether a text seems to be about a person who is helped."""
        return personal_in(text, year=self._now().year) is not None

    def ask(self, address: str) -> None:
        """Have a report gathered and drawn by the worker."""
        now = self._now()
        with self._database.write() as uow:
            uow.committee.ask(address, now)
            uow.jobs.add(KIND, {"address": address}, key=_key(address, now), due_at=now, now=now)

    def report(self, address: str) -> AskedReport | None:
        with self._database.read() as uow:
            return uow.committee.get(address)

    def has_failed(self, address: str) -> bool:
        """Say whether a report that was asked for is not drawn, and nothing works at it any more."""
        with self._database.read() as uow:
            asked = uow.committee.get(address)
            state = None if asked is None else uow.jobs.state_of(_key(address, asked.at))
            # Read again after its work: what was drawn, or asked for anew, in between is there.
            kept = uow.committee.get(address)
        is_over = state not in (JobState.WAITING, JobState.RUNNING)
        return is_over and kept is not None and kept == asked and kept.content is None


def _key(address: str, at: datetime) -> str:
    """Return the key of the job that draws a report asked for at an instant."""
    return f"{KIND}:{address}:{at.isoformat()}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says. ``picture``: the SVG of its map, empty for none."""

    data: Mapping[str, Data]
    picture: str


Gather: TypeAlias = Callable[[str], Said | None]
"""Address of the page of a report to what it says."""


class ReportDrawing:
    """What the worker does for a report."""

    def __init__(
        self, database: Database, gather: Gather, renderer: DocumentRenderer, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._gather = gather
        self._renderer = renderer
        self._now = now

    def handlers(self) -> Mapping[str, Callable[[Job, Callable[[], None]], None]]:
        return {KIND: self.run}

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        address = str(job.payload["address"])
        said = self._gather(address)
        if said is None:
            return
        alive()
        document = self._renderer.report(said.data, picture=said.picture)
        if document.unprintable:
            logger.warning("document.unprintable", document=KIND, signs=document.unprintable)
        with self._database.write() as uow:
            uow.committee.put(address, document.pdf, self._now())
