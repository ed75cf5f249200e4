"""Suggestions while typing: needs, structures, services, communes."""

from dataclasses import dataclass

from directory.domain.taxonomy import Need
from directory.services.search.places import Places, PlaceSuggestion
from directory.services.taxonomy.vocabularies import Vocabularies, VocabularyReader
from search.places.commune import Commune
from search.port import SearchEngine
from search.query import Suggestions
from search.suggest import suggestion_words


@dataclass(frozen=True, slots=True)
class Suggested:
    """Each kind at most as long as asked, best first."""

    needs: tuple[Need, ...]
    structures: tuple[str, ...]
    services: tuple[str, ...]
    communes: tuple[PlaceSuggestion, ...]


class Suggester:
    def __init__(self, engine: SearchEngine, places: Places, words: VocabularyReader) -> None:
        self._engine = engine
        self._places = places
        self._words = words

    def suggest(self, text: str, limit: int) -> Suggested:
        """Return what ``text`` may be the beginning of. Raises SearchUnavailable."""
        labels: Suggestions = self._engine.suggest(text, limit)
        places = self._places.gazetteer.suggest(text, limit, self._places.territory)
        return Suggested(
            needs_like(text, self._words.current(), limit),
            labels.structures,
            labels.services,
            tuple(PlaceSuggestion(place.label, place) for place in places if isinstance(place, Commune)),
        )


def needs_like(text: str, words: Vocabularies, limit: int) -> tuple[Need, ...]:
    """Return the needs that an expression names: those that begin with the text, then those that hold its words."""
    whole, beginning = suggestion_words(text)
    if not beginning:
        return ()
    start = f" {' '.join((*whole, beginning))}"
    begun = f" {beginning}"
    ranked: dict[str, int] = {}
    for expression, code in words.need_index:
        # Most expressions hold no such word: one look leaves them.
        if begun not in expression or not all(f" {word} " in expression for word in whole):
            continue
        rank = 0 if expression.startswith(start) else 1
        ranked[code] = min(rank, ranked.get(code, rank))
    needs = sorted((words.taxonomy.needs[code] for code in ranked), key=lambda need: (ranked[need.code], need.rank))
    return tuple(needs[:limit])
