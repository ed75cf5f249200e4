"""The snapshot of a quarter, reckoned from one read of the base."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from directory.domain.outcomes import Outcome, months_to
from directory.domain.steering.counts import BY_NEED, NO_OFFICE, PARTS, Metric
from directory.domain.steering.periods import MONTHS_IN_A_QUARTER, Quarter
from directory.domain.steering.shown import FEWEST, shown_part
from directory.domain.taxonomy import Taxonomy
from directory.services.steering.coverage import Covering, far_communes
from directory.services.steering.outcomes import Answered, outcome_cells
from directory.services.steering.snapshot import Bits, Cell, InstitutionFacts, Snapshot, bits_of
from directory.services.steering.territories import Territories
from directory.store.steering.facts import A_DAY, FicheFacts, PlaceFacts
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import Reception
from search.places.clock import day_begins, local_day
from search.places.commune import department_of

LATE_DAYS = (30, 60, 90)
PRECISE = frozenset({"adresse", "rue", "main"})
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
        self._fiches = list(uow.facts.fiches(day))
        self._accounts = list(uow.facts.accounts())
        self._row = {fiche.id: row for row, fiche in enumerate(self._fiches)}
        self._places: dict[int, list[PlaceFacts]] = defaultdict(list)
        for place in uow.facts.places():
            self._places[self._row[place.resource_id]].append(place)
        self._home = [
            next((place.commune for place in self._places.get(row, ()) if place.commune), "")
            for row in range(len(self._fiches))
        ]
        self._departments = ground.departments or self._main_department()
        self._covering = Covering(ground.territories, self._departments)

    def snapshot(self, now: datetime) -> Snapshot:
        members = self._members()
        count = len(self._fiches)
        sets = {name: bits_of(rows, count) for name, rows in sorted(members.items())}
        events, days = self._events()
        return Snapshot(
            self._day,
            now,
            np.array([fiche.id for fiche in self._fiches], dtype=np.int64),
            sets,
            {name: np.array(rows, dtype=np.int32) for name, rows in events.items()},
            {name: np.array(rows, dtype=np.int32) for name, rows in days.items()},
            tuple(self._cells()),
            tuple(outcome_cells(self._answered(sets))),
            tuple(self._institutions()),
            self._far(members),
            self._covering.populations,
            self._departments,
        )

    def _main_department(self) -> tuple[str, ...]:
        held = Counter(
            department_of(code) for row, code in enumerate(self._home) if code and self._fiches[row].is_published
        )
        return (max(held, key=lambda code: (held[code], code)),) if held else ()

    def _members(self) -> dict[str, list[int]]:
        members: defaultdict[str, list[int]] = defaultdict(list)
        for row, fiche in enumerate(self._fiches):
            members[f"institution:{fiche.institution}"].append(row)
            for code in dict.fromkeys(fiche.families):
                self._add_family(members, code, row)
            on_site = _is_on_site(fiche)
            here, around = set(), set()
            for place in self._places.get(row, ()):
                department = department_of(place.commune) if place.commune else ""
                members[f"departement:{department}"].append(row)
                here.add(self._ground.territories.of_commune(place.commune))
                around |= {f"dep:{department}"} if department else set()
            if on_site:
                for code in around:
                    members[f"lieu:{code}"].append(row)
            for code in here - {""}:
                # Where a fiche has a place is asked of all; where it receives people, of those on site.
                members[f"situe:{code}"].append(row)
                if on_site:
                    members[f"lieu:{code}"].append(row)
            for code in self._covering.covered(fiche.service_areas):
                if not on_site or code not in here | around:
                    members[f"couvre:{code}"].append(row)
            if fiche.is_published:
                for name in self._published(row, fiche, on_site=on_site):
                    members[name].append(row)
        for number, code in self._uow.facts.needs():
            self._add_need(members, code, self._row[number])
        return members

    def _published(self, row: int, fiche: FicheFacts, *, on_site: bool) -> Iterator[str]:
        yield "publiees"
        late = (self._day - fiche.due_on).days if fiche.due_on is not None else 0
        if fiche.verified_at is None:
            yield "jamais"
        if fiche.verified_at is not None and late <= 0:
            yield "a-jour"
        else:
            yield "a-verifier"
        yield from (f"retard-{days}" for days in LATE_DAYS if late > days)
        yield from (f"manque:{key}" for key in fiche.missing)
        if not fiche.missing:
            yield "completes"
        if on_site:
            yield "sur-place"
            if any(place.precision in PRECISE for place in self._places.get(row, ())):
                yield "situees"

    def _add_family(self, members: defaultdict[str, list[int]], code: str, row: int) -> None:
        family = self._ground.taxonomy.current_family(code)
        if family is not None:
            members[f"famille:{family.code}"].append(row)
            members[f"volet:{family.part}"].append(row)

    def _add_need(self, members: defaultdict[str, list[int]], code: str, row: int) -> None:
        need = self._ground.taxonomy.current_need(code)
        if need is not None:
            members[f"besoin:{need.code}"].append(row)
            self._add_family(members, need.family, row)

    def _is_of_the_quarter(self, at: datetime, row: int) -> bool:
        return self._quarter.first_day <= local_day(at, self._home[row]) <= self._quarter.last_day

    def _events(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """Return what happened in the quarter, each day being that of the place of the fiche."""
        events: defaultdict[str, list[int]] = defaultdict(list)
        days: defaultdict[str, list[int]] = defaultdict(list)
        first, last = _around(self._quarter)
        self._acted: set[int] = set()
        changed: set[int] = set()
        for save in self._uow.facts.saves(first, last):
            row = self._row[save.resource_id]
            if not self._is_of_the_quarter(save.at, row):
                continue
            self._acted |= {save.account} if save.account is not None else set()
            if save.number == 1:
                events["creees"].append(row)
            else:
                changed.add(row)
            if save.archives:
                events["archivees"].append(row)
        events["modifiees"] = sorted(changed)
        for number, at, account in self._uow.facts.confirmations(first, last):
            row = self._row[number]
            if self._is_of_the_quarter(at, row):
                events["confirmees"].append(row)
                self._acted |= {account} if account is not None else set()
        for report in self._uow.facts.reports():
            row = self._row[report.resource_id]
            opened = local_day(report.at, self._home[row])
            if self._quarter.first_day <= opened <= self._quarter.last_day:
                events["signalements-recus"].append(row)
            closed = None if report.answered_at is None else local_day(report.answered_at, self._home[row])
            if closed is not None and self._quarter.first_day <= closed <= self._quarter.last_day:
                events["signalements-traites"].append(row)
                days["signalements-traites"].append((closed - opened).days)
            if opened <= self._day and (closed is None or closed > self._day):
                events["signalements-ouverts"].append(row)
                days["signalements-ouverts"].append((self._day - opened).days)
        return dict(events), dict(days)

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
        for number, outcome, times in self._uow.facts.outcomes(months_to(self._quarter.last_day, MONTHS_IN_A_QUARTER)):
            given[self._standing(number)][outcome] += times
        needs = {name.partition(":")[2]: bits for name, bits in sets.items() if name.startswith("besoin:")}
        for number, outcomes in sorted(given.items()):
            row = self._row[number]
            asked = frozenset(code for code, bits in needs.items() if bits[row]) or frozenset({""})
            yield Answered(number, asked, self._ground.territories.of_commune(self._home[row]), outcomes)

    def _standing(self, number: int) -> int:
        """Return the fiche that stands for one: the last into which it was merged."""
        while (into := self._fiches[self._row[number]].merged_into) is not None:
            number = into
        return number

    def _far(self, members: Mapping[str, Iterable[int]]) -> dict[str, tuple[str, ...]]:
        published = set(members.get("sur-place", ()))
        found = {}
        for need in self._ground.taxonomy.needs.values():
            if need.retired or need.replaced_by:
                continue
            rows = published.intersection(members.get(f"besoin:{need.code}", ()))
            points = {
                (place.latitude, place.longitude)
                for row in rows
                for place in self._places.get(row, ())
                if place.latitude is not None and place.longitude is not None
            }
            found[need.code] = far_communes(self._covering.communes, sorted(points))
        return found


def _parted(metric: Metric) -> tuple[Metric, ...]:
    """Return what a metric is a part of."""
    return (Metric.SEARCHES, *PARTS)[: PARTS.index(metric) + 1] if metric in PARTS else ()


def _is_on_site(fiche: FicheFacts) -> bool:
    """Say whether people go there: what ``Content.is_remote_only`` denies."""
    return not fiche.receptions or Reception.ON_SITE.value in fiche.receptions


def _around(quarter: Quarter) -> tuple[datetime, datetime]:
    """Return instants between which lie all the days of a quarter, wherever they are."""
    return day_begins(quarter.first_day - A_DAY), day_begins(quarter.last_day + 2 * A_DAY)
