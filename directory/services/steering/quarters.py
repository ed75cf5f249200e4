"""The quarters that are kept: reckoned each night, frozen once over, read back for a page."""

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

import structlog

from directory.domain.freshness import add_months
from directory.domain.jobs import Job
from directory.domain.offices import Office
from directory.domain.resource import Resource
from directory.domain.steering.counts import MONTHS_KEPT
from directory.domain.steering.periods import Period, Quarter
from directory.services.steering.reading import Ground, read_snapshot
from directory.services.steering.reckoned import EVERYTHING, Reckoned, Scope
from directory.services.steering.snapshot import Snapshot, pack, unpack
from directory.services.steering.territories import Territories
from directory.services.taxonomy.editing import load_taxonomy
from directory.services.work.collector import sparing_the_collector
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.steering.quarters import KeptQuarter
from search.places.clock import local_day

SETTLED_AFTER = timedelta(days=1)
"""From the last day of a quarter to the one from which nowhere in the country it is still that day."""
MOST_IN_MEMORY = 12

logger = structlog.get_logger()


class NotCountedAgain(Exception):
    """Raised for a quarter that cannot be counted again.

    reason   "inconnu": nothing is kept of it; "en-cours": it still moves by itself; "oublie": its counts are deleted.
    """

    def __init__(self, quarter: Quarter, reason: str) -> None:
        super().__init__(f"{quarter.code}: {reason}")
        self.quarter = quarter
        self.reason = reason


class Quarters:
    """Reckons and reads quarters. ``departments``: those of the figures; empty takes the one with most fiches."""

    def __init__(
        self,
        database: Database,
        territories: Territories,
        departments: Sequence[str] = (),
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self.territories = territories
        self._departments = tuple(departments)
        self._now = now
        self._lock = threading.Lock()
        self._read: dict[str, Snapshot] = {}

    def today(self) -> date:
        return local_day(self._now())

    def now(self) -> datetime:
        return self._now()

    @sparing_the_collector()
    def reckon(self, quarter: Quarter) -> Snapshot:
        """Return a quarter as of now; nothing is kept."""
        with self._database.read() as uow:
            ground = Ground(load_taxonomy(uow), self.territories, self._departments)
            return read_snapshot(uow, quarter, ground, self._now())

    def keep(self, quarter: Quarter) -> None:
        """Reckon a quarter and keep it over what was kept of it."""
        self._keep(quarter, self.reckon(quarter))

    def _keep(self, quarter: Quarter, snapshot: Snapshot) -> None:
        with self._database.write() as uow:
            uow.quarters.put(KeptQuarter(quarter.code, snapshot.day, snapshot.at, pack(snapshot)))

    def count_again(self, quarter: Quarter) -> None:
        """Count again what happened and what was used in a quarter that is over, and keep it.

        Its fiches stay as they were kept: what they were then is read nowhere. Raises NotCountedAgain.
        """
        with self._database.read() as uow:
            kept = uow.quarters.get(quarter)
        if kept is None or not is_frozen(quarter, kept.at):
            raise NotCountedAgain(quarter, "en-cours" if kept is not None else "inconnu")
        if quarter.first_day < Quarter.of(add_months(self.today(), -MONTHS_KEPT)).first_day:
            raise NotCountedAgain(quarter, "oublie")
        snapshot = unpack(kept.content).counted_again(self.reckon(quarter))
        self._keep(quarter, snapshot)

    def keep_those_that_move(self) -> list[str]:
        """Keep the quarter under way, and the one before until it is settled; return their codes."""
        today = self.today()
        now_on, before = Quarter.of(today), Quarter.of(today).after(-1)
        with self._database.read() as uow:
            stamps = uow.quarters.stamps()
        kept = []
        if before.code in stamps and not is_frozen(before, stamps[before.code][1]):
            self.keep(before)
            kept.append(before.code)
        self.keep(now_on)
        return [*kept, now_on.code]

    def codes(self) -> list[str]:
        """Return the codes of the quarters that can be shown, the last one first."""
        with self._database.read() as uow:
            kept = set(uow.quarters.stamps())
        return sorted(kept | {Quarter.of(self.today()).code}, reverse=True)

    def reckoned(self, period: Period, scope: Scope = EVERYTHING) -> Reckoned | None:
        """Return a period as it is kept; None when nothing of it is.

        The quarter under way is reckoned at once where no night has passed yet.
        """
        with self._lock:
            found = [self._snapshot(quarter) for quarter in period.quarters]
        snapshots = tuple(each for each in found if each is not None)
        return Reckoned(period, snapshots, scope) if snapshots else None

    def fiches(self, numbers: Sequence[int]) -> list[Resource]:
        """Return fiches as they are today, in the order of their numbers."""
        with self._database.read() as uow:
            return uow.resources.by_ids(numbers)

    def offices(self, numbers: Sequence[int]) -> dict[int, Office]:
        """Return antennes as they are today, by number; those that are no more are left out."""
        with self._database.read() as uow:
            return {each.id: each for each in uow.offices.by_ids(numbers)}

    def offices_answering(self, chains: Iterable[Sequence[str]]) -> list[Office]:
        """Return the antennes in use that answer for an area of a chain at least, each once, as they are today.

        chains   codes of areas, one chain a département: a base may hold the antennes of the whole country.
        """
        with self._database.read() as uow:
            return list({each.id: each for chain in chains for each in uow.offices.covering(chain)}.values())

    def _snapshot(self, quarter: Quarter) -> Snapshot | None:
        with self._database.read() as uow:
            stamp = uow.quarters.stamps().get(quarter.code)
            known = self._read.get(quarter.code)
            if stamp is None and quarter != Quarter.of(self.today()):
                return None
            if known is not None and (known.at == stamp[1] if stamp is not None else known.day == self.today()):
                return known
            kept = uow.quarters.get(quarter) if stamp is not None else None
        snapshot = unpack(kept.content) if kept is not None else self.reckon(quarter)
        if len(self._read) >= MOST_IN_MEMORY:
            self._read.clear()
        self._read[quarter.code] = snapshot
        return snapshot


def is_frozen(quarter: Quarter, reckoned_at: datetime) -> bool:
    """Say whether a quarter that was reckoned then no longer moves."""
    return local_day(reckoned_at) > quarter.last_day + SETTLED_AFTER


class QuarterKeeping(DailyWork):
    """The figures of each night."""

    kind = "pilotage"

    def __init__(
        self, database: Database, jobs: JobService, quarters: Quarters, *, now: Callable[[], datetime]
    ) -> None:
        super().__init__(database, jobs, now=now)
        self.quarters = quarters

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        alive()
        logger.info("steering.kept", quarters=self.quarters.keep_those_that_move())
