"""The snapshot of a quarter, reckoned from one read of the base."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from directory.domain.outcomes import Outcome, months_to
from directory.domain.steering.counts import BY_NEED, NO_OFFICE, PARTS, Metric
from directory.domain.steering.periods import MONTHS_IN_A_QUARTER, Quarter
from directory.domain.steering.shown import FEWEST, shown_part
from directory.domain.taxonomy import Taxonomy
from directory.services.steering.coverage import Covering, Nearness
from directory.services.steering.outcomes import Answered, outcome_cells
from directory.services.steering.sets import SetsReader
from directory.services.steering.snapshot import Bits, Cell, InstitutionFacts, Rows, Snapshot
from directory.services.steering.territories import Territories
from directory.store.steering.coded import Coded, Numbers
from directory.store.steering.facts import A_DAY
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import day_begins, local_day
from search.places.commune import department_of

SEEN_WITHIN = timedelta(days=90)
FEWEST_ACCOUNTS = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """What does not come from fiches. ``departments``: of the figures; empty takes the one with most fiches."""

    taxonomy: Taxonomy
    territories: Territories
    departments: tuple[str, ...] = ()


def read_snapshot(uow: UnitOfWork, quarter: Quarter, ground: Ground, now: datetime) -> Snapshot:
    """Return a quarter as of now, or as of its last day when it is over."""
    day = min(local_day(now), quarter.last_day)
    reader = _Reader(uow, quarter, ground, day)
    return reader.snapshot(now)


class _Reader:
    def __init__(self, uow: UnitOfWork, quarter: Quarter, ground: Ground, day: date) -> None:
        self._uow = uow
        self._quarter = quarter
        self._ground = ground
        self._day = day
        self._fiches = uow.facts.fiches(day)
        self._accounts = list(uow.facts.accounts())
        self._places = uow.facts.places()
        self._placed = self._fiches.rows_of(self._places.fiches)
        self._homes = self._first_communes()
        self._departments = ground.departments or self._main_department()
        self._covering = Covering(ground.territories, self._departments)
        self._sets = SetsReader(self._fiches, self._places, self._placed, ground.taxonomy, ground.territories)

    def snapshot(self, now: datetime) -> Snapshot:
        sets = self._sets.read(self._uow.facts.needs(), self._covering, self._day)
        events, days = self._events()
        return Snapshot(
            self._day,
            now,
            self._fiches.ids,
            sets,
            events,
            days,
            tuple(self._cells()),
            tuple(outcome_cells(self._answered(sets))),
            tuple(self._institutions()),
            self._far(sets),
            self._covering.populations,
            self._departments,
        )

    def _first_communes(self) -> Coded[str]:
        """Return the commune of each fiche: that of its first place that has one; empty without one."""
        communes = self._places.communes
        named = np.flatnonzero(communes.where(bool))
        rows, firsts = np.unique(self._placed[named], return_index=True)
        codes = np.full(len(self._fiches.ids), len(communes.values), dtype=np.int64)
        codes[rows] = communes.codes[named[firsts]]
        return Coded((*communes.values, ""), codes)

    def _main_department(self) -> tuple[str, ...]:
        departments = self._homes.told(department_of)
        held = np.bincount(departments.codes[self._fiches.is_published], minlength=len(departments.values))
        found = [(int(count), code) for code, count in zip(departments.values, held, strict=True) if code and count]
        return (max(found)[1],) if found else ()

    def _is_of_the_quarter(self, at: datetime, row: int) -> bool:
        return self._quarter.first_day <= local_day(at, self._homes.at(row)) <= self._quarter.last_day

    def _events(self) -> tuple[dict[str, Rows], dict[str, Rows]]:
        """Return what happened in the quarter, each day being that of the place of the fiche."""
        events, self._acted = self._saved()
        given, confirmed = self._confirmed()
        self._acted |= given
        reported, days = self._reported()
        rows = {name: np.sort(each).astype(np.int32) for name, each in (*events.items(), ("confirmees", confirmed))}
        told = {**rows, **reported}
        return {name: each for name, each in told.items() if len(each) or name == "modifiees"}, days

    def _saved(self) -> tuple[dict[str, Numbers], set[int]]:
        """Return what was made, modified and archived, and the accounts that did so."""
        saves = self._uow.facts.saves(*_around(self._quarter), inner=_within(self._quarter))
        rows = self._fiches.rows_of(saves.fiches)
        is_now = np.ones(len(rows), dtype=np.bool_)
        for place, at in enumerate(saves.at):
            if at is not None:
                is_now[place] = self._is_of_the_quarter(at, int(rows[place]))
        is_first = np.array(saves.numbers, dtype=np.int64) == 1
        is_archived = np.array(saves.archives, dtype=np.bool_)
        told = zip(saves.accounts, is_now, strict=True)
        acted = {account for account, is_told in told if is_told and account is not None}
        return {
            "creees": rows[is_now & is_first],
            "modifiees": np.unique(rows[is_now & ~is_first]),
            "archivees": rows[is_now & is_archived],
        }, acted

    def _confirmed(self) -> tuple[set[int], Numbers]:
        """Return the accounts that confirmed a fiche in the quarter, and the fiches, as often as they were."""
        acted: set[int] = set()
        confirmed = []
        for number, at, account in self._uow.facts.confirmations(*_around(self._quarter)):
            row = int(self._fiches.rows_of([number])[0])
            if self._is_of_the_quarter(at, row):
                confirmed.append(row)
                acted |= {account} if account is not None else set()
        return acted, np.array(confirmed, dtype=np.int64)

    def _reported(self) -> tuple[dict[str, Rows], dict[str, Rows]]:
        """Return the fiches of reports that came, were closed or are open, and how many days beside them."""
        events: defaultdict[str, list[int]] = defaultdict(list)
        days: defaultdict[str, list[int]] = defaultdict(list)
        for report in self._uow.facts.reports():
            row = int(self._fiches.rows_of([report.resource_id])[0])
            home = self._homes.at(row)
            opened = local_day(report.at, home)
            if self._quarter.first_day <= opened <= self._quarter.last_day:
                events["signalements-recus"].append(row)
            closed = None if report.answered_at is None else local_day(report.answered_at, home)
            if closed is not None and self._quarter.first_day <= closed <= self._quarter.last_day:
                events["signalements-traites"].append(row)
                days["signalements-traites"].append((closed - opened).days)
            if opened <= self._day and (closed is None or closed > self._day):
                events["signalements-ouverts"].append(row)
                days["signalements-ouverts"].append((self._day - opened).days)
        return (
            {name: np.array(rows, dtype=np.int32) for name, rows in events.items()},
            {name: np.array(rows, dtype=np.int32) for name, rows in days.items()},
        )

    def _institutions(self) -> Iterator[InstitutionFacts]:
        by_code: defaultdict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
        acted: set[str] = set()
        for account in self._accounts:
            if account.id in self._acted:
                acted.add(account.institution)
            if account.is_active:
                came = account.last_seen is not None and self._day - account.last_seen <= SEEN_WITHIN
                by_code[account.institution].append((account.may_update, came, True))
        for code in sorted(by_code):
            people = by_code[code]
            told = len(people) >= FEWEST_ACCOUNTS
            yield InstitutionFacts(
                code,
                any(may for may, _, _ in people),
                code in acted,
                len(people) if told else 0,
                sum(came for _, came, _ in people) if told else 0,
            )

    def _cells(self) -> Iterator[Cell]:
        first, last = self._quarter.first_day, self._quarter.last_day
        totals: Counter[tuple[Metric, str, str, int]] = Counter()
        held = Counter(each.office_id for each in self._accounts if each.is_active)
        for metric, need, territory, office, value in self._uow.counts.between(first, last):
            current = self._ground.taxonomy.current_need(need)
            code = current.code if current is not None else ""
            # An antenne of a few people says too much of each: such antennes are one cell together.
            is_told = metric not in BY_NEED and held[office] >= FEWEST_ACCOUNTS
            totals[metric, code, territory, office if is_told else NO_OFFICE] += value
        for (metric, need, territory, office), value in sorted(totals.items()):
            wholes = (totals[each, need, territory, office] for each in _parted(metric))
            # A whole that is small is hidden already: what a part leaves of it cannot be reckoned.
            yield Cell(metric, need, territory, office, shown_part(value, *(each for each in wholes if each >= FEWEST)))

    def _answered(self, sets: Mapping[str, Bits]) -> Iterator[Answered]:
        """Give the fiches that were answered of in the quarter, one that stands for others with their answers."""
        given: defaultdict[int, Counter[Outcome]] = defaultdict(Counter)
        merged = self._uow.facts.merged()
        for number, outcome, times in self._uow.facts.outcomes(months_to(self._quarter.last_day, MONTHS_IN_A_QUARTER)):
            given[_standing(number, merged)][outcome] += times
        needs = {name.partition(":")[2]: bits for name, bits in sets.items() if name.startswith("besoin:")}
        for number, outcomes in sorted(given.items()):
            row = int(self._fiches.rows_of([number])[0])
            asked = frozenset(code for code, bits in needs.items() if bits[row]) or frozenset({""})
            yield Answered(number, asked, self._ground.territories.of_commune(self._homes.at(row)), outcomes)

    def _far(self, sets: Mapping[str, Bits]) -> dict[str, tuple[str, ...]]:
        """Return the communes far from any fiche on site, by need."""
        nobody = np.zeros(len(self._fiches.ids), dtype=np.bool_)
        near = Nearness(self._covering.communes, self._places.points)
        here = sets.get("sur-place", nobody)
        return {
            need.code: near.far_from((here & sets.get(f"besoin:{need.code}", nobody))[self._placed])
            for need in self._ground.taxonomy.needs.values()
            if not need.retired and not need.replaced_by
        }


def _standing(number: int, merged: Mapping[int, int]) -> int:
    """Return the fiche that stands for one: the last into which it was merged."""
    while number in merged:
        number = merged[number]
    return number


def _parted(metric: Metric) -> tuple[Metric, ...]:
    """Return what a metric is a part of."""
    return (Metric.SEARCHES, *PARTS)[: PARTS.index(metric) + 1] if metric in PARTS else ()


def _around(quarter: Quarter) -> tuple[datetime, datetime]:
    """Return instants between which lie all the days of a quarter, wherever they are."""
    return day_begins(quarter.first_day - A_DAY), day_begins(quarter.last_day + 2 * A_DAY)


def _within(quarter: Quarter) -> tuple[datetime, datetime]:
    """Return instants between which it is a day of the quarter, wherever one is."""
    return day_begins(quarter.first_day + A_DAY), day_begins(quarter.last_day - A_DAY)
