"""The engine alone, in a process of its own, asked exactly what the product asks it.

As in the measurements that chose it (a page of 20 with distances, excerpts, total and facets), its time is that of the
whole search: reading the words typed, the page of 20 with its groups, facets and distances, its fiches, and excerpts
where the words stand. The time of its fiches, read from SQL, is given apart too. Checking the parameters, reasons,
opening hours, JSON and HTTP are what the product adds.
"""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from werkzeug.datastructures import MultiDict

from bench.questions import MAP, SUGGESTIONS, Asked
from directory.domain.lines import BEGINNING_CHARS, DESCRIPTION
from directory.schemas.requests import MapSchema, TypedSchema, TypedText
from directory.schemas.search import read_question
from directory.schemas.wire import RequestContext, StrictSchema, load_query, read_within
from directory.services.search.find import Finder
from directory.services.search.places import Places
from directory.services.search.question import MapQuestion, Question
from directory.services.search.suggest import Suggester
from directory.services.search.territory import TerritoryReader
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Database
from directory.store.lines import ReadLine
from search.places.commune_geocoder import GazetteerGeocoder
from search.places.gazetteer import default_gazetteer
from search.query import Box, MapAnswer, SearchAnswer, SearchQuery, Suggestions
from search.sqlite.engine import SqliteEngine
from search.text.highlight import Highlighter
from search.wider import search_wider

_SOME = 1
"""A total that is not zero: a question that finds nothing would be read more widely."""

Call = Callable[[], SearchAnswer | MapAnswer | Suggestions]
"""Asks the engine once."""


@dataclass(frozen=True, slots=True)
class Timing:
    """One question asked once.

    processor   seconds of processor, which others on the machine lengthen less than ``seconds``.
    fiches      seconds of ``seconds`` taken by the fiches of the page.
    """

    seconds: float
    processor: float
    fiches: float
    total: int


class _Recorder(SqliteEngine):
    """Keeps what it was asked instead of answering: words and places are then read before the clock starts."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asking = False
        self.call: Call = lambda: Suggestions((), ())

    def search(self, query: SearchQuery) -> SearchAnswer:
        if self.asking:
            return super().search(query)
        self.call = lambda: search_wider(self, query)[1]
        return SearchAnswer(_SOME, (), (), {})

    def points(self, query: SearchQuery, box: Box, zoom: int) -> MapAnswer:
        ask = super().points
        self.call = lambda: ask(query, box, zoom)
        return MapAnswer(_SOME, (), ())

    def suggest(self, text: str, limit: int) -> Suggestions:
        ask = super().suggest
        self.call = lambda: ask(text, limit)
        return Suggestions((), ())


def _count(answer: SearchAnswer | MapAnswer | Suggestions) -> int:
    if isinstance(answer, Suggestions):
        return len(answer.structures) + len(answer.services)
    return answer.total


class _Watch:
    """Adds up the time of what is measured, and leaves out what is done in between."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0

    def __enter__(self) -> None:
        self._started, self._spent = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._started
        self.processor += time.process_time() - self._spent


class _Product:
    """The services of the product over a recorder: from a query string to what the engine is asked."""

    def __init__(self, folder: Path) -> None:
        self._engine = _Recorder(folder / "index")
        database = Database(f"sqlite:///{folder}/directory.db")
        gazetteer = default_gazetteer()
        self._database = database
        self._places = Places(gazetteer, GazetteerGeocoder(gazetteer), TerritoryReader(database, gazetteer, ()))
        self._words = VocabularyReader(database)
        self._finder = Finder(database, self._engine, self._places, self._words, now=_now)
        self._suggester = Suggester(self._engine, self._places, self._words, database)

    def time(self, asked: Asked) -> Timing:
        """Ask once, what the engine is asked being prepared before."""
        call, question = self._call_of(asked)
        words, watch, reading = self._words.current(), _Watch(), _Watch()
        plan = None
        with watch:
            if question is not None:
                plan = self._finder.read(question, words, _now())
            self._engine.asking = True
            answer = call()
            self._engine.asking = False
        if isinstance(answer, SearchAnswer):
            hits = [*answer.hits, *(hit for listing in answer.listings for hit in listing.hits)]
            with reading, watch:
                lines = self._read([hit.id for hit in hits], with_texts=plan is not None)
            with watch:
                highlighter = Highlighter(plan if plan is not None else ())
                for line in lines:
                    if line.texts is not None:
                        highlighter.excerpt(line.texts[DESCRIPTION], BEGINNING_CHARS)
        return Timing(watch.seconds, watch.processor, reading.seconds, _count(answer))

    def _read(self, ids: Sequence[int], *, with_texts: bool) -> Sequence[ReadLine]:
        with self._database.read() as uow:
            return list(uow.lines.published(ids, with_texts=with_texts))

    def _call_of(self, asked: Asked) -> tuple[Call, Question | None]:
        """Return the call, and the question whose words are read first."""
        reading = RequestContext(self._words.current(), self._places, _now())
        args = MultiDict(list(asked.params))
        if asked.path == SUGGESTIONS:
            typed = _loaded(TypedSchema(), args, reading)
            assert isinstance(typed, TypedText)
            self._suggester.suggest(typed.text, typed.limit)
            return self._engine.call, None
        if asked.path == MAP:
            on_map = _loaded(MapSchema(), args, reading)
            assert isinstance(on_map, MapQuestion)
            self._finder.on_map(on_map)
            return self._engine.call, on_map.question
        question = read_question(args, reading)
        self._finder.find(question)
        return self._engine.call, question


def _loaded(schema: StrictSchema, args: "MultiDict[str, str]", reading: RequestContext) -> object:
    with read_within(reading):
        return load_query(schema, args)


def _now() -> datetime:
    return datetime.now(UTC)


def _serve(folder: str, pipe: Connection) -> None:
    product = _Product(Path(folder))
    while isinstance(asked := pipe.recv(), Asked):
        pipe.send(product.time(asked))
    pipe.close()


class RawEngine:
    """A process with the index of a base open; use as a context."""

    def __init__(self, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(str(folder), theirs), daemon=True)

    def __enter__(self) -> "RawEngine":
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.send(None)
        self._process.join()

    def ask(self, asked: Asked) -> Timing:
        self._pipe.send(asked)
        found = self._pipe.recv()
        assert isinstance(found, Timing)
        return found
