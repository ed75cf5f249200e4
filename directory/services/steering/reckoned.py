"""A period and what is asked of it: the snapshots of its quarters, narrowed to some fiches."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from directory.domain.outcomes import Tally, tally_of
from directory.domain.steering.counts import Metric
from directory.domain.steering.periods import Period
from directory.domain.steering.shown import NONE, Shown, total
from directory.services.steering.snapshot import Bits, Snapshot

PUBLISHED = "publiees"
DIMENSIONS: Mapping[str, str] = {
    "institution": "institution", "territoire": "situe", "besoin": "besoin", "famille": "famille", "volet": "volet",
    "departement": "departement",
}  # fmt: skip
"""Parameter of an address to the sets it narrows to."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which fiches: values by a name of ``DIMENSIONS``; an empty institution means nobody owns them."""

    narrowed: Mapping[str, str] = field(default_factory=dict)

    @property
    def territory(self) -> str:
        return self.narrowed.get("territoire", "")

    @property
    def need(self) -> str:
        return self.narrowed.get("besoin", "")

    def of(self, snapshot: Snapshot) -> Bits:
        found = np.ones(len(snapshot.ids), dtype=np.bool_)
        for name, value in self.narrowed.items():
            found &= snapshot.of(f"{DIMENSIONS[name]}:{value}")
        return found

    def without(self, name: str) -> "Scope":
        return Scope({each: value for each, value in self.narrowed.items() if each != name})


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of sending people. ``fiches``: numbers, each once; ``hidden``: cells of which nothing may be told."""

    tally: Tally
    fiches: list[int]
    hidden: int


class Reckoned:
    """A period as it is kept. ``snapshots``: of those of its quarters that are, in order; one at least.

    A state is that of the last quarter; what happened and what was used are those of all.
    """

    def __init__(self, period: Period, snapshots: tuple[Snapshot, ...], scope: Scope = EVERYTHING) -> None:
        self.period = period
        self.snapshots = snapshots
        self.scope = scope

    @property
    def last(self) -> Snapshot:
        return self.snapshots[-1]

    def within(self, scope: Scope) -> "Reckoned":
        return Reckoned(self.period, self.snapshots, scope)

    @cached_property
    def _inside(self) -> Bits:
        return self.scope.of(self.last)

    def stock(self, *names: str) -> Bits:
        """Return the published fiches that bear all the names, at the end of the period."""
        found = self._inside & self.last.of(PUBLISHED)
        for name in names:
            found = found & self.last.of(name)
        return found

    def happened(self, name: str, *, least_days: int = 0) -> list[int]:
        """Return the numbers of the fiches to which something happened, as often as it did.

        least_days   only what took, or lasts for, more than so many days.
        """
        found: list[int] = []
        for snapshot in self.snapshots:
            rows = snapshot.happened(name)
            if least_days:
                rows = rows[snapshot.days[name] > least_days] if len(rows) else rows
            found += [int(number) for number in snapshot.ids[rows[self.scope.of(snapshot)[rows]]]]
        return found

    def open_reports(self, *, least_days: int = 0) -> list[int]:
        """Return the fiches of the reports that are open at the end of the period."""
        return Reckoned(self.period, (self.last,), self.scope).happened("signalements-ouverts", least_days=least_days)

    def days_to_close(self) -> list[int]:
        found: list[int] = []
        for snapshot in self.snapshots:
            rows = snapshot.happened("signalements-traites")
            if len(rows):
                found += map(int, snapshot.days["signalements-traites"][self.scope.of(snapshot)[rows]])
        return sorted(found)

    @cached_property
    def _used(self) -> dict[Metric, dict[tuple[str, str], Shown]]:
        """The cells of each metric, by need and territory, those of all quarters added as they are shown."""
        found: dict[Metric, dict[tuple[str, str], Shown]] = {}
        for snapshot in self.snapshots:
            for cell in snapshot.cells:
                kept = found.setdefault(cell.metric, {})
                key = (cell.need, cell.territory)
                kept[key] = kept.get(key, NONE) + cell.shown
        return found

    def used(self, metric: Metric, *, need: str | None = None, territory: str | None = None) -> Shown:
        """Return the sum of the cells of a metric, as they are shown: of all, of a need or of a territory alone.

        Without a need or a territory, that of the scope is taken.
        """
        cells = self._used.get(metric, {})
        what = need if need is not None else (self.scope.need or None)
        where = territory if territory is not None else (self.scope.territory or None)
        if what is not None and where is not None:
            return cells.get((what, where), NONE)
        return total(each for (asked, at), each in cells.items() if what in (None, asked) and where in (None, at))

    def searched(self, part: Metric) -> Shown:
        """Return the searches of the cells in which a part of them is shown: what its share is of."""
        found = NONE
        for snapshot in self.snapshots:
            hidden = {
                (each.need, each.territory) for each in snapshot.cells if each.metric is part and each.shown.hidden
            }
            found += total(
                each.shown
                for each in snapshot.cells
                if each.metric is Metric.SEARCHES
                and (each.need, each.territory) not in hidden
                and self._is_asked(each.need, each.territory)
            )
        return found

    def answered(self, *, need: str | None = None, territory: str | None = None) -> "Answers":
        """Return what came of sending people, of the cells that may be told: of all, of a need or of a territory."""
        cells = [
            each
            for snapshot in self.snapshots
            for each in snapshot.outcomes
            if self._is_asked(each.need, each.territory)
            and need in (None, each.need)
            and territory in (None, each.territory)
        ]
        told = [each for each in cells if each.given]
        return Answers(
            tally_of([one for each in told for one in each.given]),
            sorted({number for each in told for number in each.fiches}),
            len(cells) - len(told),
        )

    def _is_asked(self, need: str, territory: str) -> bool:
        return self.scope.need in ("", need) and self.scope.territory in ("", territory)

    def used_by_need(self, metric: Metric) -> dict[str, Shown]:
        """Return the same, of each need."""
        found: dict[str, Shown] = {}
        for (need, territory), each in self._used.get(metric, {}).items():
            if self.scope.territory in ("", territory):
                found[need] = found.get(need, NONE) + each
        return found

    def breakdown(self, name: str) -> dict[str, int]:
        """Return how many published fiches each value of a dimension has: "institution", "besoin"…"""
        prefix, inside = f"{DIMENSIONS[name]}:", self.stock()
        counts = {
            key.removeprefix(prefix): int(np.count_nonzero(inside & self.last.of(key)))
            for key in self.last.sets
            if key.startswith(prefix)
        }
        return {key: count for key, count in counts.items() if count}


def times(numbers: Iterable[int]) -> dict[int, int]:
    """Return how often each fiche comes, by number."""
    return dict(sorted(Counter(numbers).items()))
