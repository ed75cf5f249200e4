"""The semantics written plainly over a list: slow, obvious, and what every engine is compared with."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.criteria import FACETS, SILENT_FACETS, UNKNOWN, Classification, Criterion, judge
from search.document import FINGERPRINT, ResourceDocument
from search.listing import (
    Naming,
    Spot,
    document_in_box,
    is_competent,
    listing_of,
    nearest_chord2,
    spot_named,
    spot_of,
)
from search.places.geometry import distance_km, geotile
from search.port import EngineStatus, NothingToRollBack
from search.query import (
    BY_NUMBER,
    CLUSTER_ZOOM,
    FINE_ZOOM,
    LISTING_PREVIEW,
    LISTINGS,
    MAIN,
    MAP_POINTS,
    MOINS_DE_MOTS_UNDER,
    PLUS_LOIN_UNDER,
    Box,
    Hit,
    ListingAnswer,
    MapAnswer,
    MapPoint,
    SearchAnswer,
    SearchQuery,
    Suggestions,
)
from search.score import (
    COMPLETE,
    NAMED_DISTANCE,
    distance_points,
    find_group,
    freshness_points,
    further_band,
    naming_of,
    word_points,
    wording_of,
)
from search.suggest import matching_labels
from search.text.saved import SavedStems
from search.text.vocabulary import Vocabulary
from search.tiles import clusters_of, tile_box


@dataclass(frozen=True, slots=True)
class _Found:
    """One document judged against one query."""

    document: ResourceDocument
    listing: str
    score: int
    chord: float | None
    groups_matched: int

    def hit(self) -> Hit:
        km = None if self.chord is None else distance_km(self.chord)
        return Hit(self.document.id, self.score, km, self.groups_matched, self.listing)


class ReferenceEngine:
    """Implements ``SearchEngine`` over a dictionary."""

    def __init__(self) -> None:
        self._documents: dict[int, ResourceDocument] = {}
        self._cursor = 0
        self._writes = 0

    def search(self, query: SearchQuery) -> SearchAnswer:
        if query.plan is not None and query.plan.identifier is not None:
            return self._by_identifier(query)
        found = self._found(query)
        listings = {key: [item for item in found if item.listing == key] for key in (MAIN, *LISTINGS)}
        listed = sorted(listings[query.listing], key=_order(query, query.listing))
        previews: tuple[ListingAnswer, ...] = ()
        if query.listing == MAIN and query.page == 1 and query.preview:
            previews = tuple(_previews(query, listings))
        return SearchAnswer(
            total=len(listed),
            hits=_page(query, listed),
            listings=previews,
            facets=self._facets(query) if query.facets else {},
        )

    def _valid(self, query: SearchQuery) -> Iterable[ResourceDocument]:
        minute = query.minute
        return (d for d in self._documents.values() if d.valid_from <= minute < d.valid_to)

    def _found(self, query: SearchQuery) -> list[_Found]:
        judged = (_judged(query, document) for document in self._valid(query))
        return [item for item in judged if item is not None]

    def _identified(self, query: SearchQuery) -> list[_Found]:
        """Return the fiches with the number typed, whatever else is asked."""
        assert query.plan is not None and query.plan.identifier is not None
        value = query.plan.identifier.value
        found = []
        for document in self._valid(query):
            if value in document.identifiers and query.listing == MAIN:
                chord = nearest_chord2(document, query.around)
                found.append(_Found(document, MAIN, _bands(query, document, chord, Naming.NONE), chord, 0))
        return found

    def _by_identifier(self, query: SearchQuery) -> SearchAnswer:
        listed = sorted(self._identified(query), key=_order(query, MAIN))
        return SearchAnswer(total=len(listed), hits=_page(query, listed), listings=(), facets={})

    def _facets(self, query: SearchQuery) -> dict[str, dict[str, int]]:
        documents = list(self._valid(query))
        facets: dict[str, dict[str, int]] = {}
        for name, kind in FACETS.items():
            values = {value for document in documents for value in getattr(document, kind.field)}
            if name in SILENT_FACETS:
                values.add(UNKNOWN)
            facets[name] = self._counts(documents, query, {value: kind((value,)) for value in values})
        families = {family for document in documents for family in document.families}
        facets["famille"] = self._counts(documents, query, {f: Classification(families=(f,)) for f in families})
        facets["besoin"] = self._counts(
            documents,
            query,
            {need: Classification(needs=((need, family),)) for need, family in query.need_families.items()},
        )
        return facets

    @staticmethod
    def _counts(
        documents: Sequence[ResourceDocument], query: SearchQuery, choices: dict[str, Criterion]
    ) -> dict[str, int]:
        counts: dict[str, int] = {}
        for value, criterion in choices.items():
            chosen = query.choosing(criterion)
            total = sum(
                1
                for item in (_judged(chosen, document) for document in documents)
                if item is not None and item.listing == query.listing
            )
            if total:
                counts[value] = total
        return counts

    def saved_stems(self, ids: Collection[int]) -> Mapping[int, SavedStems]:
        return {}

    def suggest(self, text: str, limit: int) -> Suggestions:
        documents = self._documents.values()
        return Suggestions(
            structures=matching_labels((d.structure_label for d in documents), text, limit),
            services=matching_labels((d.service_label for d in documents), text, limit),
        )

    def points(self, query: SearchQuery, box: Box, zoom: int) -> MapAnswer:
        if query.plan is not None and query.plan.identifier is not None:
            listed = [item.document.id for item in self._identified(query)]
        else:
            listed = [item.document.id for item in self._found(query) if item.listing == query.listing]
        everywhere = [
            MapPoint(identifier, place.latitude, place.longitude)
            for identifier in sorted(listed)
            for place in self._documents[identifier].places
            if place.latitude is not None and place.longitude is not None
        ]
        points = [point for point in everywhere if box.holds(point.latitude, point.longitude)]
        total = len({point.id for point in points})
        if len(points) <= MAP_POINTS:
            return MapAnswer(total, tuple(points), ())
        level = zoom + CLUSTER_ZOOM
        (_, west, north), (_, east, south) = tile_box(box, level)
        whole = []
        for point in everywhere:
            _, x, y = geotile(point.latitude, point.longitude, level)
            if west <= x <= east and north <= y <= south:
                whole.append(point)
        return MapAnswer(total, (), clusters_of(_tiles(whole, level), _tiles(whole, level + FINE_ZOOM)))

    def mark(self) -> int:
        return self._writes

    def vocabulary(self) -> Vocabulary:
        return Vocabulary(Counter(word for d in self._documents.values() for word in d.words))

    def put(self, documents: Sequence[ResourceDocument], *, cursor: int | None, since: int | None = None) -> None:
        self._writes += 1
        for document in documents:
            held = self._documents.get(document.id)
            if held is None or held.seq < document.seq:
                self._documents[document.id] = document
        self._cursor = self._cursor if cursor is None else cursor

    def remove(self, gone: Mapping[int, int], *, cursor: int, since: int | None = None) -> None:
        self._writes += 1
        for identifier in gone:
            self._documents.pop(identifier, None)
        self._cursor = cursor

    def rebuild(self, documents: Iterable[ResourceDocument], *, cursor: int) -> None:
        self._writes += 1
        self._documents = {document.id: document for document in documents}
        self._cursor = cursor

    def roll_back(self) -> None:
        raise NothingToRollBack

    def forget_other_versions(self) -> Sequence[str]:
        return ()

    def documents(self) -> Iterator[ResourceDocument]:
        return iter(sorted(self._documents.values(), key=lambda document: document.id))

    def status(self) -> EngineStatus:
        return EngineStatus("reference", FINGERPRINT, len(self._documents), self._cursor, "memory")

    def share(self) -> bool:
        return True


def _judged(query: SearchQuery, document: ResourceDocument) -> _Found | None:
    """Judge one document; None when it is in no listing."""
    plan = query.plan
    found = [find_group(group, document) for group in plan.groups] if plan is not None else []
    naming = naming_of(plan, document, query.around)
    chord = nearest_chord2(document, query.around)
    spot = spot_named(spot_of(document, query.around, chord), naming)
    if spot is Spot.REMOTE and query.remote_counts_as_here:
        spot = Spot.HERE
    judgement = judge(query.criteria, document)
    listing = listing_of(wording_of(plan, found), judgement, spot, in_box=document_in_box(document, query))
    if listing is None:
        return None
    score, matched = _bands(query, document, chord, naming), 0
    if plan is not None:
        score += word_points(plan, document, found, naming)
        matched = sum(1 for group, each in zip(plan.groups, found, strict=True) if each.points and not group.weak)
    return _Found(document, listing, score, chord, matched)


def _bands(query: SearchQuery, document: ResourceDocument, chord: float | None, naming: Naming) -> int:
    distance = distance_points(chord) * (1 if naming is Naming.NONE else NAMED_DISTANCE)
    score = distance + freshness_points(document.verified_at, int(query.instant.timestamp()))
    return score + (COMPLETE if document.complete else 0)


def _order(query: SearchQuery, listing: str) -> Callable[[_Found], tuple[float | int | str, ...]]:
    """Return the sort key of a listing; every order ends by the identifier."""
    if query.sort == BY_NUMBER:
        return lambda item: (item.document.id,)
    if listing == "moins-de-mots":
        return lambda item: (-item.groups_matched, -item.score, item.document.id)
    if listing == "plus-loin":
        return lambda item: (further_band(item.chord), -item.score, item.document.id)
    if query.sort == "distance":
        return lambda item: (math.inf if item.chord is None else item.chord, item.document.id)
    if query.sort == "fraicheur":
        return lambda item: (-item.document.verified_at, -item.document.modified_at, item.document.id)
    if query.sort == "nom":
        return lambda item: (item.document.title_key, item.document.id)
    return lambda item: (-item.score, item.document.id)


def _page(query: SearchQuery, listed: Sequence[_Found]) -> tuple[Hit, ...]:
    following = [item for item in listed if item.document.id > query.after]
    start = (query.page - 1) * query.size
    return tuple(item.hit() for item in following[start : start + query.size])


def _previews(query: SearchQuery, listings: dict[str, list[_Found]]) -> Iterable[ListingAnswer]:
    """Yield the other listings that page 1 carries, in the order they are shown."""
    main = len(listings[MAIN])
    lacking = MOINS_DE_MOTS_UNDER - main - len(listings["meme-besoin"])
    for key in LISTINGS:
        items, preview = listings[key], LISTING_PREVIEW
        if key == "plus-loin" and main >= PLUS_LOIN_UNDER:
            assert query.around is not None or not items
            items = [item for item in items if query.around and is_competent(item.document, query.around)]
        if key == "moins-de-mots":
            items, preview = (items if lacking > 0 else []), lacking
        if items:
            shown = sorted(items, key=_order(query, key))[:preview]
            yield ListingAnswer(key, len(items), tuple(item.hit() for item in shown))


def _tiles(points: Iterable[MapPoint], zoom: int) -> dict[tuple[int, int, int], int]:
    """Count the fiches of each tile: one with two places in a tile counts once."""
    return Counter(tile for _, tile in {(p.id, geotile(p.latitude, p.longitude, zoom)) for p in points})
