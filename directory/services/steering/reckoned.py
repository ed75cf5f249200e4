"""A period and what is asked of it: the snapshots of its quarters, narrowed to some fiches."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from directory.domain.steering.counts import Metric
from directory.domain.steering.periods import Period
from directory.domain.steering.shown import Shown, total
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

    def with_(self, **more: str) -> "Scope":
        return Scope({**self.narrowed, **more})


EVERYTHING = Scope()


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

    def used(self, *metrics: Metric, need: str | None = None, territory: str | None = None) -> Shown:
        """Return the sum of the cells of some metrics, as they are shown, of a need or a territory alone."""
        where = territory if territory is not None else (self.scope.territory or None)
        return total(
            cell.shown
            for snapshot in self.snapshots
            for cell in snapshot.cells
            if cell.metric in metrics
            and (need is None or cell.need == need)
            and (where is None or cell.territory == where)
        )

    def used_by_need(self, metric: Metric) -> dict[str, Shown]:
        """Return the same, of each need."""
        found: dict[str, Shown] = {}
        for snapshot in self.snapshots:
            for cell in snapshot.cells:
                if cell.metric is metric and self.scope.territory in ("", cell.territory):
                    found[cell.need] = found.get(cell.need, Shown()) + cell.shown
        return found


def times(numbers: Iterable[int]) -> dict[int, int]:
    """Return how often each fiche comes, by number."""
    return dict(sorted(Counter(numbers).items()))
