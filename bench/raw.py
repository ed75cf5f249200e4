"""The engine alone, in a process of its own, asked exactly what the product asks it."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from werkzeug.datastructures import MultiDict

from bench.questions import MAP, SUGGESTIONS, Asked
from directory.schemas.requests import MapSchema, TypedSchema, TypedText
from directory.schemas.search import read_question
from directory.schemas.wire import Reading, StrictSchema, load_query, reading_with
from directory.services.find import Finder
from directory.services.places import Places
from directory.services.question import MapQuestion
from directory.services.suggest import Suggester
from directory.services.vocabularies import VocabularyReader
from directory.store.session import Database
from search.places.commune_geocoder import GazetteerGeocoder
from search.places.gazetteer import default_gazetteer
from search.query import Box, MapAnswer, SearchAnswer, SearchQuery, Suggestions
from search.sqlite.engine import SqliteEngine

_SOME = 1
"""A total that is not zero: a question that finds nothing would be read more widely."""

Call = Callable[[], int]
"""Asks the engine once and returns the total of the answer."""


@dataclass(frozen=True, slots=True)
class Timing:
    """``processor``: seconds of processor, which others on the machine lengthen less than ``seconds``."""

    seconds: float
    processor: float
    total: int


class _Recorder(SqliteEngine):
    """Keeps what it was asked instead of answering: words and places are then read before the clock starts."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.call: Call = lambda: 0

    def search(self, query: SearchQuery) -> SearchAnswer:
        ask = super().search
        self.call = lambda: ask(query).total
        return SearchAnswer(_SOME, (), (), {})

    def points(self, query: SearchQuery, box: Box, zoom: int) -> MapAnswer:
        ask = super().points
        self.call = lambda: ask(query, box, zoom).total
        return MapAnswer(_SOME, (), ())

    def suggest(self, text: str, limit: int) -> Suggestions:
        ask = super().suggest
        self.call = lambda: _count(ask(text, limit))
        return Suggestions((), ())


def _count(found: Suggestions) -> int:
    return len(found.structures) + len(found.services)


class _Product:
    """The services of the product over a recorder: from a query string to what the engine is asked."""

    def __init__(self, folder: Path) -> None:
        self._engine = _Recorder(folder / "index")
        database = Database(f"sqlite:///{folder}/directory.db")
        gazetteer = default_gazetteer()
        self._places = Places(gazetteer, GazetteerGeocoder(gazetteer))
        self._words = VocabularyReader(database)
        self._finder = Finder(database, self._engine, self._places, self._words, now=_now)
        self._suggester = Suggester(self._engine, self._places, self._words)

    def call_of(self, asked: Asked) -> Call:
        reading = Reading(self._words.current(), self._places, _now())
        args = MultiDict(list(asked.params))
        if asked.path == SUGGESTIONS:
            typed = _loaded(TypedSchema(), args, reading)
            assert isinstance(typed, TypedText)
            self._suggester.suggest(typed.text, typed.limit)
        elif asked.path == MAP:
            question = _loaded(MapSchema(), args, reading)
            assert isinstance(question, MapQuestion)
            self._finder.on_map(question)
        else:
            self._finder.find(read_question(args, reading))
        return self._engine.call


def _loaded(schema: StrictSchema, args: "MultiDict[str, str]", reading: Reading) -> object:
    with reading_with(reading):
        return load_query(schema, args)


def _now() -> datetime:
    return datetime.now(UTC)


def _serve(folder: str, pipe: Connection) -> None:
    product = _Product(Path(folder))
    while isinstance(asked := pipe.recv(), Asked):
        call = product.call_of(asked)
        started, spent = time.perf_counter(), time.process_time()
        total = call()
        pipe.send(Timing(time.perf_counter() - started, time.process_time() - spent, total))
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
