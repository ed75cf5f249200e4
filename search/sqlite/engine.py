"""The embedded engine: no server, one host, several processes."""

import math
import threading
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search.document import FINGERPRINT, ResourceDocument
from search.places.geometry import distance_km
from search.port import EngineStatus, NothingToRollBack
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
from search.sqlite import bits, building, schema
from search.sqlite.bits import Bits
from search.sqlite.facets import Facets
from search.sqlite.folding import Folding
from search.sqlite.frame import Frame
from search.sqlite.generation import Generations
from search.sqlite.labels import labels_matching
from search.sqlite.map import map_answer
from search.sqlite.matching import Matches, TextIndex
from search.sqlite.ranking import Marks, Ranking, Wanted
from search.sqlite.reader import Reader
from search.sqlite.rows import DOC_COLUMNS, document_of
from search.sqlite.writing import Writer
from search.text.saved import SavedStems
from search.text.vocabulary import Vocabulary

SNAPSHOT_AFTER = 5_000
"""Changes after which the columns are written again, so that a process starts fast."""

LISTING_SORTS = {"plus-loin": "tranches", "moins-de-mots": "groupes"}
"""Listings with an order of their own, whatever the sort asked for but that by number."""


LISTINGS_OF_WORDS = ("meme-besoin", "moins-de-mots")
"""Empty without words."""


class SqliteEngine:
    """Implements ``SearchEngine`` on files below ``folder``; one process at a time may write."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._reader = Reader(self._generations)
        self._writing = threading.Lock()
        self._folding = Folding()

    def search(self, query: SearchQuery) -> SearchAnswer:
        with self._reader.view() as view:
            text = TextIndex(view.connection, view.postings)
            if query.plan is not None and query.plan.identifier is not None:
                return self._by_identifier(query, view, text)
            matches = text.match(query.plan, view.columns, query.around)
            frame = Frame(query, view.columns, matches, view.kept)
            ranking = self._ranking(query, view, matches, frame.spots.close)
            answer = _answer(frame.listing(query.listing), query, ranking, frame)
            if not query.facets:
                return answer
            return replace(answer, facets=view.kept.facets(query, Facets(frame, view.kept).count))

    @staticmethod
    def _ranking(query: SearchQuery, view: Reader, matches: Matches, close: Bits | None = None) -> Ranking:
        centre = query.around.centre if query.around is not None else None
        merits = view.kept.merits(view.columns, int(query.instant.timestamp()))
        return Ranking(view.columns, view.connection, matches, merits, centre, close)

    def _identified(self, query: SearchQuery, view: Reader, text: TextIndex) -> Bits:
        assert query.plan is not None and query.plan.identifier is not None
        if query.listing != MAIN:
            return bits.empty(view.columns.words)
        rows = np.array(text.identified(query.plan.identifier.value), dtype=np.int64)
        return bits.from_rows(rows, view.columns.words) & view.kept.valid(view.columns, query.minute)

    def _by_identifier(self, query: SearchQuery, view: Reader, text: TextIndex) -> SearchAnswer:
        listed = self._identified(query, view, text)
        ranking = self._ranking(query, view, Matches(listed, listed, listed))
        return _answer(listed, query, ranking)

    def saved_stems(self, ids: Collection[int]) -> Mapping[int, SavedStems]:
        with self._reader.glance() as view:
            found = view.connection.execute(
                f"select id, marks, title, structure, body from doc where id in ({', '.join('?' * len(ids))})", [*ids]
            )
            return {identifier: SavedStems(*rest) for identifier, *rest in found}

    def suggest(self, text: str, limit: int) -> Suggestions:
        with self._reader.view() as view:
            return Suggestions(
                structures=labels_matching(view.connection, "structure", text, limit),
                services=labels_matching(view.connection, "service", text, limit),
            )

    def points(self, query: SearchQuery, box: Box, zoom: int) -> MapAnswer:
        with self._reader.view() as view:
            text = TextIndex(view.connection, view.postings)
            if query.plan is not None and query.plan.identifier is not None:
                listed = self._identified(query, view, text)
            else:
                matches = text.match(query.plan, view.columns, query.around)
                listed = Frame(query, view.columns, matches, view.kept).listing(query.listing)
            return map_answer(view.columns, listed, box, zoom)

    def mark(self) -> Hashable:
        return self._reader.mark()

    def vocabulary(self) -> Vocabulary:
        with self._reader.view() as view:
            return view.words

    def put(self, documents: Sequence[ResourceDocument], *, cursor: int | None, since: int | None = None) -> None:
        with self._writing, self._generations.writing():
            self._write(lambda writer: writer.put(documents, cursor))

    def remove(self, gone: Mapping[int, int], *, cursor: int, since: int | None = None) -> None:
        with self._writing, self._generations.writing():
            self._write(lambda writer: writer.remove(list(gone), cursor))

    def _write(self, change: Callable[[Writer], None]) -> None:
        pen = self._reader.pen()
        change(Writer(pen))
        if schema.changes_since_snapshot(pen) > max(SNAPSHOT_AFTER, schema.state(pen, "documents") // 10):
            self._reader.take_snapshot()
        self._folding.begin(self._reader.file())

    def rebuild(self, documents: Iterable[ResourceDocument], *, cursor: int) -> None:
        with self._writing, self._generations.writing():
            folder = self._generations.begin()
            building.build(folder, documents, cursor)
            self._generations.publish(folder)

    def roll_back(self) -> None:
        with self._writing, self._generations.writing():
            before = self._generations.before()
            if before is None:
                raise NothingToRollBack
            self._generations.publish(before)

    def forget_other_versions(self) -> Sequence[str]:
        return self._generations.forget_others()

    def documents(self) -> Iterator[ResourceDocument]:
        path = self._generations.current()
        if path is None:
            return
        connection = schema.connect(path / "index.db")
        try:
            connection.execute("begin")
            values = dict(connection.execute("select id, value from pattern"))
            for row in connection.execute(f"select {DOC_COLUMNS} from doc order by id"):
                yield document_of(row, values)
        finally:
            connection.close()

    def share(self) -> bool:
        with self._reader.view() as view:
            view.kept.places(view.columns)
            view.kept.row_codes(view.columns)
        self._reader.let_go()
        return True

    def status(self) -> EngineStatus:
        # Who only writes the index has no use of its columns.
        with self._reader.glance() as view:
            assert view.path is not None
            return EngineStatus(
                "embarqué",
                FINGERPRINT,
                schema.state(view.connection, "documents"),
                schema.state(view.connection, "cursor"),
                view.path.name,
            )


def _answer(listed: Bits, query: SearchQuery, ranking: Ranking, frame: Frame | None = None) -> SearchAnswer:
    """Return the page of a list, with the first lines of the others that page 1 of the main one carries.

    frame   None where there is no other list.
    """
    total = bits.count(listed)
    beside = list(_beside(query, frame, total)) if frame is not None else []
    start = (query.page - 1) * query.size
    most = start + query.size if query.size else 0
    page, *previews = ranking.first(
        [
            Wanted(listed, total, _sort(query, query.listing), most, query.after),
            *(Wanted(other.listed, other.total, _sort(query, other.key), other.preview) for other in beside),
        ]
    )
    firsts = [page.of(slice(start, None)), *previews]
    matched = iter(ranking.groups_matched(np.concatenate([marks.rows for marks in firsts])).tolist())
    hits, *others = (
        _hits(marks, islice(matched, len(marks.rows)), listing)
        for marks, listing in zip(firsts, (query.listing, *(other.key for other in beside)), strict=True)
    )
    listings = tuple(ListingAnswer(other.key, other.total, some) for other, some in zip(beside, others, strict=True))
    return SearchAnswer(total, hits, listings, {})


def _hits(marks: Marks, matched: Iterable[int], listing: str) -> tuple[Hit, ...]:
    """Return the hits of some rows; ``matched``: how many groups each holds."""
    kms: list[float | None] = [None] * len(marks.rows)
    if marks.chords is not None:
        kms = [None if chord == math.inf else distance_km(chord) for chord in marks.chords.tolist()]
    of_listing = [listing] * len(kms)
    return tuple(
        map(Hit._make, zip(marks.identifiers.tolist(), marks.scores.tolist(), kms, matched, of_listing, strict=True))
    )


def _sort(query: SearchQuery, listing: str) -> str:
    return query.sort if query.sort == BY_NUMBER else LISTING_SORTS.get(listing, query.sort)


class Beside(NamedTuple):
    """A list beside the main one: ``preview`` first lines of it are shown."""

    key: str
    listed: Bits
    total: int
    preview: int


def _beside(query: SearchQuery, frame: Frame, main: int) -> Iterable[Beside]:
    """Yield the other listings that page 1 of the main list carries."""
    if query.listing != MAIN or query.page != 1 or not query.preview:
        return
    lacking = MOINS_DE_MOTS_UNDER - main
    for key in LISTINGS:
        if (key == "moins-de-mots" and lacking <= 0) or (key in LISTINGS_OF_WORDS and query.plan is None):
            continue
        listed = frame.listing(key)
        if key == "plus-loin" and main >= PLUS_LOIN_UNDER:
            listed = listed & frame.spots.competent
        total = bits.count(listed)
        if key == "meme-besoin":
            lacking -= total
        if total:
            yield Beside(key, listed, total, lacking if key == "moins-de-mots" else LISTING_PREVIEW)
