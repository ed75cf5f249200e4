"""What counts as what: a search, a sheet, a fiche de liaison, each in its cells of need and territory."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.domain.resource import Resource
from directory.domain.steering.counts import Metric
from directory.services.search.question import AskedPlace, Question
from directory.services.search.results import ResultPage
from directory.services.steering.counting import Counters
from directory.services.steering.territories import Territories
from directory.services.taxonomy.vocabularies import Vocabularies
from search.query import MAIN

SAME_NEED = "meme-besoin"
_LATER = ("tri", "groupe", "bbox")
"""Parameters of who looks again at what was found."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search counts. ``cells``: (need, territory); ``commune``: where it was asked, which decides the day."""

    metrics: tuple[Metric, ...]
    cells: tuple[tuple[str, str], ...]
    commune: str


class Noting:
    """Turns what was done into counts."""

    def __init__(self, counters: Counters, territories: Territories) -> None:
        self._counters = counters
        self._territories = territories

    def searched(self, page: ResultPage) -> Searched | None:
        """Return what a whole first page of results counts, by need chosen, else understood, else none."""
        question = page.question
        if not _is_asked_first(question):
            return None
        asked = question.needs or tuple(each.value for each in page.needs)
        needs = {_current(code, page.words) for code in asked} or {""}
        place = question.place
        territory = self._territories.of_area(place.code) if place is not None else ""
        commune = place.commune.code if place is not None and place.commune is not None else ""
        metrics = [Metric.SEARCHES]
        if page.total == 0 and not any(each.key == SAME_NEED and each.total for each in page.listings):
            metrics.append(Metric.UNANSWERED)
            if not any(each.total for each in page.listings):
                metrics.append(Metric.NOTHING)
        return Searched(tuple(metrics), tuple((need, territory) for need in needs), commune)

    def count(self, searched: Searched) -> None:
        """Count a search, each time that it is answered."""
        for metric in searched.metrics:
            self._counters.note(metric, searched.cells, commune=searched.commune)

    def handed(
        self, metric: Metric, fiches: Iterable[Resource], words: Vocabularies, place: AskedPlace | None = None
    ) -> None:
        """Count a sheet, a link opened or a fiche de liaison: once in each need and territory of its fiches.

        place   where it was asked for; the place of each fiche when nothing says.
        """
        asked = self._territories.of_area(place.code) if place is not None else ""
        cells: set[tuple[str, str]] = set()
        for fiche in fiches:
            places = fiche.content.places
            territory = asked or (self._territories.of_commune(places[0].commune_code) if places else "")
            needs = {_current(code, words) for code in fiche.content.needs} or {""}
            cells |= {(need, territory) for need in needs}
        self._counters.note(metric, sorted(cells))

    def handed_to_office(self, office_id: int) -> None:
        """Count a fiche de liaison made for an antenne."""
        self._counters.note_for_office(office_id)


def _is_asked_first(question: Question) -> bool:
    is_whole = question.listing == MAIN and question.page == 1 and question.box is None
    return is_whole and not any(name in question.asked for name in _LATER)


def _current(code: str, words: Vocabularies) -> str:
    need = words.taxonomy.current_need(code)
    return need.code if need is not None else ""
