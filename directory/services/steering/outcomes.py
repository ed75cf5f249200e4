"""What came of sending people to services, by need and territory: as it may be told, the rest left out for good."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from directory.domain.outcomes import Outcome, Wait
from directory.domain.steering.shown import FEWEST
from directory.services.steering.snapshot import OutcomeCell
from directory.services.steering.told import needs_told


@dataclass(frozen=True, slots=True)
class Answered:
    """A fiche that was answered of in a quarter. ``needs``: codes; one empty code for none."""

    fiche: int
    needs: frozenset[str]
    territory: str
    given: Mapping[Outcome, int]


def outcome_cells(answered: Iterable[Answered]) -> Iterator[OutcomeCell]:
    """Give the cells of a quarter, by territory and need."""
    by_territory: defaultdict[str, list[Answered]] = defaultdict(list)
    for each in answered:
        by_territory[each.territory].append(each)
    for territory, fiches in sorted(by_territory.items()):
        told = needs_told((each.needs, sum(each.given.values())) for each in fiches)
        for need in sorted(frozenset().union(*(each.needs for each in fiches))):
            if need in told:
                yield _cell(need, territory, [each for each in fiches if need in each.needs])
            else:
                yield OutcomeCell(need, territory, (), ())


def _cell(need: str, territory: str, fiches: Iterable[Answered]) -> OutcomeCell:
    given: Counter[Outcome] = Counter()
    numbers = []
    for each in fiches:
        given.update(each.given)
        numbers.append(each.fiche)
    if sum(times for outcome, times in given.items() if outcome.wait is not Wait.UNSAID) < FEWEST:
        unsaid: Counter[Outcome] = Counter()
        for outcome, times in given.items():
            unsaid[Outcome(outcome.answer)] += times
        given = unsaid
    return OutcomeCell(need, territory, tuple(sorted(given.items(), key=_ranked)), tuple(sorted(numbers)))


def _ranked(given: tuple[Outcome, int]) -> tuple[str, str]:
    return given[0].answer, given[0].wait
