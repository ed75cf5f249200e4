"""Search on an Elasticsearch cluster."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.document import ResourceDocument
from search.elastic.building import Building
from search.elastic.clauses import NOTHING, Verdict, all_yes, every, possible_at_best, verdict_of
from search.elastic.client import Address, Breaker, Clients, Reads, translated
from search.elastic.facets import TO_CHECK, FacetCounts
from search.elastic.indices import Indices
from search.elastic.map import map_answer
from search.elastic.mapping import Json, places_of
from search.elastic.names import Names
from search.elastic.spots import Spots, spot_of, spots_of
from search.elastic.suggestions import suggestions
from search.elastic.switching import Pause, Switching
from search.elastic.words import BEFORE_POINTS, bands, matched, points, spots_named, wording
from search.elastic.words_known import KnownWords
from search.places.geometry import chord2, distance_km, unit_vector
from search.port import EngineStatus
from search.query import (
    BY_NUMBER,
    LISTING_PREVIEW,
    LISTINGS,
    MAIN,
    MOINS_DE_MOTS_UNDER,
    PLUS_LOIN_UNDER,
    Box,
    Hit,
    ListingAnswer,
    MapAnswer,
    SearchAnswer,
    SearchQuery,
    Suggestions,
)
from search.text.saved import SavedStems
from search.text.vocabulary import Vocabulary

FIRST_TRIP = ("meme-besoin", "a-verifier", "a-distance", "plus-loin", "sans-lieu")
SCORED = ("plus-loin", "moins-de-mots")
"""Listings with an order of their own, whatever the sort asked for but that by number: their score holds it."""
BY_ID: Json = {"id": "asc"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the clauses of one query are made from."""

    query: SearchQuery
    spots: Spots
    verdicts: Mapping[type, Verdict]
    valid: Json

    @classmethod
    def of(cls, query: SearchQuery) -> "_Asked":
        minute = query.minute
        valid = every({"range": {"valid_from": {"lte": minute}}}, {"range": {"valid_to": {"gt": minute}}})
        spots = spots_named(spots_of(query.around), query)
        return cls(query, spots, {type(c): verdict_of(c) for c in query.criteria}, valid)

    def words(self, listing: str) -> Json:
        return wording(self.query.plan, listing)

    def judged(self, listing: str) -> Json:
        verdicts = list(self.verdicts.values())
        criteria = possible_at_best(verdicts) if listing == TO_CHECK else all_yes(verdicts)
        place = spot_of(listing, self.spots, self.query, remote_is_here=self.query.remote_counts_as_here)
        return every(criteria, place)

    def exists(self, listing: str) -> bool:
        """Tell whether a listing can hold anything at all; saves a search when it cannot."""
        place = spot_of(listing, self.spots, self.query, remote_is_here=self.query.remote_counts_as_here)
        if self.words(listing) is NOTHING or place is NOTHING:
            return False
        return listing != TO_CHECK or possible_at_best(list(self.verdicts.values())) is not NOTHING

    def sort(self, listing: str) -> list[Any]:
        if self.query.sort == BY_NUMBER:
            return [BY_ID]
        sort = "pertinence" if listing in SCORED else self.query.sort
        around = self.query.around
        if sort == "distance":
            if around is None or around.centre is None:
                return [BY_ID]
            point = {"lat": around.centre.latitude, "lon": around.centre.longitude}
            by_distance = {"order": "asc", "unit": "km", "mode": "min", "distance_type": "arc", "places.point": point}
            return [{"_geo_distance": by_distance}, BY_ID]
        if sort == "fraicheur":
            return [{"verified_at": "desc"}, {"modified_at": "desc"}, BY_ID]
        if sort == "nom":
            return [{"title_key": "asc"}, BY_ID]
        return [{"_score": "desc"}, BY_ID]

    def body(self, listing: str, *, start: int, size: int, narrowed: Json | None = None) -> Json:
        """Return the search of one listing; ``narrowed`` restricts it further."""
        scoring = points(self.query)
        if listing == "moins-de-mots":
            scoring += matched(self.query.plan)
        if listing == "plus-loin":
            scoring += bands(self.query)
        filters = [self.valid, self.words(listing), self.judged(listing), *([narrowed] if narrowed else [])]
        return {
            "query": {"bool": {"filter": filters, "should": scoring, "minimum_should_match": 0}},
            "sort": self.sort(listing),
            "track_scores": True,
            "track_total_hits": True,
            "from": start,
            "size": size,
            "_source": ["id", "places"],
            **({"search_after": [self.query.after]} if self.query.after and listing == self.query.listing else {}),
        }

    def hits(self, listing: str, answer: Mapping[str, Any]) -> tuple[Hit, ...]:
        return tuple(self._hit(listing, found) for found in answer["hits"]["hits"])

    def _hit(self, listing: str, found: Mapping[str, Any]) -> Hit:
        source = found["_source"]
        groups = sum(1 for name in found.get("matched_queries", ()) if name.startswith("group-"))
        score, chord = int(found["_score"] or 0), self._chord(source)
        if listing in SCORED:
            score %= BEFORE_POINTS
        return Hit(source["id"], score, None if chord is None else distance_km(chord), groups, listing)

    def _chord(self, source: Mapping[str, Any]) -> float | None:
        around = self.query.around
        if around is None or around.centre is None:
            return None
        centre = unit_vector(around.centre.latitude, around.centre.longitude)
        chords = [
            chord2(unit_vector(place.latitude, place.longitude), centre)
            for place in places_of(dict(source))
            if place.latitude is not None and place.longitude is not None
        ]
        return min(chords, default=None)


class ElasticEngine:
    """Implements ``SearchEngine`` on the indices of one prefix.

    refresh           how long a large write may stay out of the searches, as Elasticsearch writes it.
    words_max_age_s   how old the known words may be.
    pause             waits, between two tries at what another node may know better.
    """

    def __init__(
        self,
        clients: Clients,
        *,
        prefix: str,
        refresh: str = "1s",
        words_max_age_s: float = 30.0,
        breaker: Breaker | None = None,
        pause: Pause = time.sleep,
    ) -> None:
        self.prefix = prefix
        names = Names(prefix)
        self._live = names.live
        self._reads = Reads(clients.read, breaker)
        self._indices = Indices(clients, self._reads, names)
        self._switching = Switching(clients.manage, names, pause=pause)
        self._building = Building(clients.manage, names, self._switching, refresh=refresh)
        self._words = KnownWords(self._reads, names.live, max_age_s=words_max_age_s)

    @classmethod
    def at(cls, address: Address, *, prefix: str) -> "ElasticEngine":
        """Return an engine on a cluster; nothing is asked of it yet."""
        return cls(Clients.of(address), prefix=prefix)

    def search(self, query: SearchQuery) -> SearchAnswer:
        if query.plan is not None and query.plan.identifier is not None:
            return self._by_identifier(query)
        asked = _Asked.of(query)
        bodies = {query.listing: asked.body(query.listing, start=(query.page - 1) * query.size, size=query.size)}
        facets = FacetCounts(query, asked.spots, asked.verdicts, asked.valid, asked.words(query.listing))
        if query.facets:
            bodies |= facets.searches()
        previewed = query.listing == MAIN and query.page == 1 and query.preview
        if previewed:
            for listing in FIRST_TRIP:
                if asked.exists(listing):
                    narrowed = asked.spots.competent if listing == "plus-loin" else None
                    bodies[listing] = asked.body(listing, start=0, size=LISTING_PREVIEW, narrowed=narrowed)
        answers = self._send(bodies)
        total = _total(answers[query.listing])
        if previewed:
            same_need = _total(answers["meme-besoin"]) if "meme-besoin" in answers else 0
            answers |= self._send(self._second_trip(asked, total, same_need))
        return SearchAnswer(
            total=total,
            hits=asked.hits(query.listing, answers[query.listing]),
            listings=_previews(asked, answers) if previewed else (),
            facets=facets.read(answers) if query.facets else {},
        )

    @staticmethod
    def _second_trip(asked: _Asked, total: int, same_need: int) -> dict[str, Json]:
        """Return what is asked only when the main list is short."""
        bodies = {}
        if total < PLUS_LOIN_UNDER and asked.exists("plus-loin"):
            bodies["plus-loin"] = asked.body("plus-loin", start=0, size=LISTING_PREVIEW)
        lacking = MOINS_DE_MOTS_UNDER - total - same_need
        if lacking > 0 and asked.exists("moins-de-mots"):
            bodies["moins-de-mots"] = asked.body("moins-de-mots", start=0, size=lacking)
        return bodies

    def _send(self, bodies: Mapping[str, Json]) -> dict[str, Any]:
        answers = self._reads.together(self._live, list(bodies.values()))
        return dict(zip(bodies, answers, strict=True))

    def _by_identifier(self, query: SearchQuery) -> SearchAnswer:
        if query.listing != MAIN:
            return SearchAnswer(0, (), (), {})
        asked = _Asked.of(query)
        body = asked.body(MAIN, start=(query.page - 1) * query.size, size=query.size)
        body["query"]["bool"]["filter"] = [identified(asked)]
        answer = self._send({MAIN: body})[MAIN]
        return SearchAnswer(_total(answer), asked.hits(MAIN, answer), (), {})

    def saved_stems(self, ids: Collection[int]) -> Mapping[int, SavedStems]:
        return {}

    def suggest(self, text: str, limit: int) -> Suggestions:
        return suggestions(self._reads, self._live, text, limit)

    def points(self, query: SearchQuery, box: Box, zoom: int) -> MapAnswer:
        asked = _Asked.of(query)
        if query.plan is not None and query.plan.identifier is not None:
            listed = identified(asked) if query.listing == MAIN else NOTHING
        else:
            listed = every(asked.valid, asked.words(query.listing), asked.judged(query.listing))
        return map_answer(self._reads, self._live, listed, box, zoom)

    def mark(self) -> None:
        return None

    def vocabulary(self) -> Vocabulary:
        return self._words.vocabulary()

    def put(self, documents: Sequence[ResourceDocument], *, cursor: int | None, since: int | None = None) -> None:
        self._indices.put(documents, cursor, since)
        self._words.forget()

    def remove(self, gone: Mapping[int, int], *, cursor: int, since: int | None = None) -> None:
        self._indices.remove(gone, cursor, since)
        self._words.forget()

    def rebuild(self, documents: Iterable[ResourceDocument], *, cursor: int) -> None:
        self._building.rebuild(documents, cursor)
        self._words.forget()

    def roll_back(self) -> None:
        with translated():
            self._switching.back()
        self._words.forget()

    def forget_other_versions(self) -> list[str]:
        """Delete the indices of other versions of the product, once none of them runs; return their names."""
        return self._indices.forget_others()

    def documents(self) -> Iterator[ResourceDocument]:
        return self._indices.documents()

    def status(self) -> EngineStatus:
        return self._indices.status()

    def share(self) -> bool:
        return False


def identified(asked: _Asked) -> Json:
    """Return the fiches with the number typed, whatever else is asked."""
    assert asked.query.plan is not None and asked.query.plan.identifier is not None
    return every(asked.valid, {"term": {"identifiers": asked.query.plan.identifier.value}})


def _total(answer: Mapping[str, Any]) -> int:
    return int(answer["hits"]["total"]["value"])


def _previews(asked: _Asked, answers: Mapping[str, Any]) -> tuple[ListingAnswer, ...]:
    return tuple(
        ListingAnswer(key, total, asked.hits(key, answers[key]))
        for key in LISTINGS
        if key in answers and (total := _total(answers[key]))
    )
