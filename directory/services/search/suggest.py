"""Suggestions while typing: needs, structures, services, communes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.domain.taxonomy import Need
from directory.services.search.places import Places, PlaceSuggestion
from directory.services.taxonomy.vocabularies import Vocabularies, VocabularyReader
from directory.store.database import Database
from search.places.commune import Commune
from search.port import SearchEngine
from search.query import Point, Suggestions
from search.suggest import label_key, suggestion_words

MOST_COMPARED = 200
"""Structures whose distance is asked, the first by name: the engine gives them all the same way."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Each kind at most as long as asked, best first."""

    needs: tuple[Need, ...]
    structures: tuple[str, ...]
    services: tuple[str, ...]
    communes: tuple[PlaceSuggestion, ...]


class Suggester:
    def __init__(self, engine: SearchEngine, places: Places, words: VocabularyReader, database: Database) -> None:
        self._engine = engine
        self._places = places
        self._words = words
        self._database = database

    def suggest(self, text: str, limit: int, near: str = "") -> Suggested:
        """Return what ``text`` may be the beginning of. Raises SearchUnavailable.

        near   the place typed beside it: structures come by their distance to it, when it names one.
        """
        spot = self._places.spot_of(near) if near else None
        labels: Suggestions = self._engine.suggest(text, limit if spot is None else max(limit, MOST_COMPARED))
        structures = labels.structures if spot is None else self._nearest_first(labels.structures, text, spot)
        places = self._places.gazetteer.suggest(text, limit, self._places.territory)
        return Suggested(
            needs_like(text, self._words.current(), limit),
            structures[:limit],
            labels.services[:limit],
            tuple(PlaceSuggestion(place.label, place) for place in places if isinstance(place, Commune)),
        )

    def _nearest_first(self, names: tuple[str, ...], text: str, spot: Point) -> tuple[str, ...]:
        with self._database.read() as uow:
            distances = uow.structures.distances(names, spot.latitude, spot.longitude)
        return by_distance(names, text, distances)


def by_distance(names: Sequence[str], text: str, distances: Mapping[str, float]) -> tuple[str, ...]:
    """Return names that begin with the text, then the others, each kind by whole kilometres, then as they came.

    distances   km; a name that has none comes after those that have one.
    """
    start = label_key(text)

    def rank(name: str) -> tuple[bool, float]:
        return not label_key(name).startswith(start), round(distances.get(name, math.inf), 0)

    return tuple(sorted(names, key=rank))


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
