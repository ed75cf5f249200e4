"""Pages of people signed in, sheets and figures: each a line of its own, on a copy of a base where one may write."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from bench.asking import Times
from bench.bases import Base
from bench.questions import PAGE, Asker, need_near
from bench.site import Site
from bench.writing import VERSIONS, Ground, make_ground
from directory.domain.steering.counts import Metric
from directory.services.steering.bundle import make_steering
from directory.store.database import Database
from search.places.gazetteer import default_gazetteer

DOCUMENTS = 10
"""Sheets and workbooks drawn: each takes many times what a page does."""
TURNS = 4
"""How many more searches are asked than other pages: two medians of different questions are compared."""
COUNTS = 10_000
NIGHTS = 3
"""Quarters reckoned, the first as by a worker that just started: the gazetteer is loaded, as the application does."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one thing takes.

    times      milliseconds on the clock; ``processor`` at the median, of all processes.
    most_ms    what was wished for, on the clock or of processor; None where nothing was.
    """

    label: str
    times: Times
    processor: float
    most_ms: float | None = None


@dataclass(frozen=True, slots=True)
class PageTimes:
    """``signed``: what a session adds to a page of results, milliseconds of processor between medians."""

    size: int
    lines: tuple[Line, ...]
    signed: float


def ask_pages(base: Base, rounds: int, seed: int, versions: int = VERSIONS) -> PageTimes:
    """Ask each page ``rounds`` times, reckon a quarter once, and count in memory.

    versions   how long the history is.
    """
    chance = random.Random(f"pages {seed}")
    asker = Asker(chance, base.language, base.taxonomy, default_gazetteer())
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as made:
        ground = make_ground(base, Path(made) / "base", versions)
        figures = _figures(ground)
        with Site(ground.folder) as site:
            lines = [_asked(site, ground, *each) for each in _pages(ground, chance, rounds)]
            signed = _added_by_a_session(site, ground, asker, rounds)
    return PageTimes(base.size, (*lines, *figures), signed)


def _pages(ground: Ground, chance: random.Random, rounds: int) -> list[tuple[str, Sequence[str], float | None]]:
    def three() -> str:
        return "&".join(f"fiche={number}" for number in chance.sample(ground.fiches, 3))

    return [
        ("À faire", ["/a-faire"] * rounds, None),
        ("form of a fiche", [f"/ressources/{chance.choice(ground.fiches)}/modifier" for _ in range(rounds)], 150.0),
        ("a long history", [f"/ressources/{ground.long}/historique"] * rounds, 200.0),
        ("sheet of three fiches", [f"/feuille?{three()}" for _ in range(rounds)], None),
        ("the same as a PDF", [f"/feuille.pdf?{three()}" for _ in range(min(rounds, DOCUMENTS))], 1_000.0),
        ("figures of steering, kept", ["/pilotage"] * rounds, 300.0),
        ("the same as a workbook", ["/pilotage.xlsx"] * min(rounds, DOCUMENTS), None),
    ]


def _asked(site: Site, ground: Ground, label: str, paths: Sequence[str], most_ms: float | None) -> Line:
    headers = _signed(ground)
    seconds, processor = [], []
    for path in (paths[0], *paths):  # The first loads what the others find loaded.
        spent = site.processor_s()
        answered = site.ask("GET", path, headers)
        processor.append(site.processor_s() - spent)
        if answered.status != 200:
            raise AssertionError(f"{answered.status} for {path}")
        seconds.append(answered.seconds)
    return Line(label, Times.of(seconds), statistics.median(processor[1:]) * 1000, most_ms)


def _figures(ground: Ground) -> list[Line]:
    """Reckon the quarter under way, as each night, and keep it; then count as a process that answers does."""
    database, gazetteer = Database(f"sqlite:///{ground.folder}/directory.db"), default_gazetteer()
    steering = make_steering(database, gazetteer, None, (), now=lambda: datetime.now(UTC))
    reckoned = _timed("a quarter reckoned, as each night", steering.quarters.keep_those_that_move, 3_000.0, NIGHTS)
    cells = [("mobilite-permis", f"com:{commune.code}") for commune in gazetteer.all()[:100]]

    def count() -> None:
        for at in range(COUNTS):
            steering.counters.note(Metric.SEARCHES, (cells[at % len(cells)],), commune="13055")

    counted = _timed("one count", count, 0.2 * COUNTS, 1)
    database.close()
    each = Times(*(ms / COUNTS for ms in (counted.times.first, counted.times.p50, counted.times.p95)))
    return [reckoned, Line(counted.label, each, counted.processor / COUNTS, 0.2)]


def _timed(label: str, work: Callable[[], object], most_ms: float, times: int) -> Line:
    seconds, processor = [], []
    for _ in range(times):
        started, spent = time.perf_counter(), time.process_time()
        work()
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - spent)
    return Line(label, Times.of(seconds), statistics.median(processor) * 1000, most_ms)


def _added_by_a_session(site: Site, ground: Ground, asker: Asker, rounds: int) -> float:
    """Ask pages of results with a session and without, in turn, another question each: one asked again is kept."""
    spent: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(rounds * TURNS):
        for signed in asker.chance.sample((True, False), 2):
            query = urlencode(need_near(asker).params)
            before = site.processor_s()
            site.ask("GET", f"{PAGE}?{query}", _signed(ground) if signed else {"Accept-Encoding": "gzip"})
            spent[signed].append(site.processor_s() - before)
    return (statistics.median(spent[True]) - statistics.median(spent[False])) * 1000


def _signed(ground: Ground) -> dict[str, str]:
    return {"Cookie": f"compte={ground.session}", "Accept-Encoding": "gzip"}
