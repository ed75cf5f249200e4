"""Three points to decide, chosen by a fixed rule that the page says."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from directory.domain.steering.counts import Metric
from directory.domain.steering.shown import Shown
from directory.services.steering.coverage import Coverage
from directory.services.steering.reckoned import Reckoned
from directory.services.steering.territories import Territory

MOST_INSTITUTIONS = 3


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The need without a fiche on site where it is most searched.

    territories   where; ``searches``: there. ``people``: inhabitants of them.
    """

    need: str
    territories: tuple[Territory, ...]
    searches: Shown
    people: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """``days``: the longest lateness that somebody is in. ``held``: by the three institutions that have most."""

    days: int
    fiches: int
    before: int | None
    held: int
    institutions: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Reports without an answer for more than ``days``; ``orphans``: on fiches that nobody keeps."""

    days: int
    reports: int
    orphans: int


def unanswered(
    reckoned: Reckoned, needs: tuple[str, ...], territories: tuple[Territory, ...], coverage: Coverage
) -> Unanswered | None:
    """Return the need most searched in the territories where no fiche is on site; the most peopled when none is."""
    found: list[tuple[int, int, int, Unanswered]] = []
    for rank, need in enumerate(needs):
        empty = tuple(each for each in territories if not coverage[need, each.code].here)
        if empty:
            searches = sum((reckoned.used(Metric.SEARCHES, need=need, territory=each.code) for each in empty), Shown())
            people = sum(each.population for each in empty)
            found.append((searches.value, people, -rank, Unanswered(need, empty, searches, people)))
    return max(found, key=lambda each: each[:3])[3] if found else None


def overdue(reckoned: Reckoned, before: Reckoned | None) -> Overdue | None:
    """Return the fiches of the longest lateness, None when nothing is late for a month."""
    for days in (90, 60, 30):
        late = reckoned.stock(f"retard-{days}")
        count = int(np.count_nonzero(late))
        if count:
            held = Counter(
                {
                    name: int(np.count_nonzero(late & reckoned.last.of(name)))
                    for name in reckoned.last.sets
                    if name.startswith("institution:") and name != "institution:"
                }
            )
            most = [number for _, number in held.most_common(MOST_INSTITUTIONS) if number]
            was = None if before is None else int(np.count_nonzero(before.stock(f"retard-{days}")))
            return Overdue(days, count, was, sum(most), len(most))
    return None


def waiting(reckoned: Reckoned) -> Waiting | None:
    """Return the reports that wait for longest, None when none waits for a week."""
    orphans = frozenset(reckoned.last.numbers(reckoned.last.of("institution:")))
    for days in (21, 7):
        found = reckoned.open_reports(least_days=days)
        if found:
            return Waiting(days, len(found), sum(number in orphans for number in found))
    return None
