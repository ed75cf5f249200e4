"""Every kind of question through HTTP and to the engine alone, turn by turn with two requests that search nothing."""

import json
import os
import random
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.bases import Base
from bench.questions import KINDS, LIST, MAP, PAGE, Asked, Asker, Kind
from bench.raw import RawEngine
from bench.site import AS_SERVED, Memory, Site
from search.places.gazetteer import default_gazetteer

TRIVIAL = "trivial route"
BY_ID = "fiche by id"
KEPT = (LIST, MAP)
"""Routes whose answers are kept."""


class Disagreement(Exception):
    """HTTP and the engine alone do not find the same number of fiches."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds. ``first``: the very first request of its kind, the process just started."""

    first: float
    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        later = sorted(seconds[1:] or seconds)
        return cls(seconds[0] * 1000, quantile(later, 0.5) * 1000, quantile(later, 0.95) * 1000)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which a share of ``ordered`` lies, between neighbours where it must."""
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


@dataclass(frozen=True, slots=True)
class KindTimes:
    """One kind of question.

    page         the same kind asked as a page for people; None for what is no page.
    found        fiches found, the median.
    fiches_ms    of the engine alone, the median time that the fiches of the page take.
    processor    milliseconds of processor at the median, user and system: of the engine alone, of all the processes
                 that answer HTTP, and of these for a page; 0 for what is no page.
    again_ms     of these, for a question asked a moment ago, whose answer is kept; None for what is not kept.
    """

    code: str
    label: str
    is_geographic: bool
    raw: Times
    http: Times
    page: Times | None
    found: float
    fiches_ms: float
    processor: tuple[float, float, float]
    again_ms: float | None

    @property
    def added_ms(self) -> float:
        """What HTTP adds to the engine alone."""
        return self.http.p50 - self.raw.p50


@dataclass(frozen=True, slots=True)
class Answers:
    """All the measures of one base. ``load``: processes that wanted a processor, before and after."""

    size: int
    rounds: int
    kinds: tuple[KindTimes, ...]
    trivial: Times
    by_id: Times
    memory: Memory
    load: tuple[float, float]


@dataclass(slots=True)
class _Seconds:
    raw: list[float] = field(default_factory=list)
    http: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    found: list[int] = field(default_factory=list)
    fiches: list[float] = field(default_factory=list)
    raw_processor: list[float] = field(default_factory=list)
    http_processor: list[float] = field(default_factory=list)
    page_processor: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)


def ask_everything(base: Base, rounds: int, seed: int) -> Answers:
    """Ask each kind ``rounds`` times, kinds in a new order each round."""
    chance = random.Random(f"questions {seed}")
    asker = Asker(chance, base.language, base.taxonomy, default_gazetteer())
    times: dict[str, _Seconds] = defaultdict(_Seconds)
    trivial: list[float] = []
    by_id: list[float] = []
    load_before = os.getloadavg()[0]
    with RawEngine(base.folder) as raw, Site(base.folder) as site, Site(base.folder, environ=AS_SERVED) as keeping:
        for _ in range(rounds):
            for kind in chance.sample(KINDS, len(KINDS)):
                _ask(kind, asker, raw, site, times[kind.code])
                _ask_again(kind.ask(asker), keeping, times[kind.code])
                trivial.append(site.get(Asked("/sante/vivant", ()))[0])
                by_id.append(site.get(Asked(f"{LIST}/{chance.choice(base.published)}", ()))[0])
        (memory,) = site.memory_mb()
    return Answers(
        base.size,
        rounds,
        tuple(_kind_times(kind, times[kind.code]) for kind in KINDS),
        Times.of(trivial),
        Times.of(by_id),
        memory,
        (load_before, os.getloadavg()[0]),
    )


def memory_without_fiches(empty: Base, full: Base, rounds: int, seed: int) -> Memory:
    """Return the memory of a worker on an empty base, asked what one on ``full`` is asked."""
    asker = Asker(random.Random(f"questions {seed}"), full.language, full.taxonomy, default_gazetteer())
    with RawEngine(empty.folder) as raw, Site(empty.folder) as site:
        for _ in range(min(rounds, 5)):
            for kind in KINDS:
                _ask(kind, asker, raw, site, _Seconds())
        (memory,) = site.memory_mb()
    return memory


def _ask(kind: Kind, asker: Asker, raw: RawEngine, site: Site, times: _Seconds) -> None:
    asked = kind.ask(asker)
    alone = raw.ask(asked)
    spent = site.processor_s()
    seconds, body = site.get(asked)
    times.http_processor.append(site.processor_s() - spent)
    times.http.append(seconds)
    times.raw.append(alone.seconds)
    times.raw_processor.append(alone.processor)
    times.found.append(alone.total)
    times.fiches.append(alone.fiches)
    answer = json.loads(body)
    if answer.get("total", alone.total) != alone.total:
        raise Disagreement(f"{kind.code} {asked.params}: {answer['total']} through HTTP, {alone.total} in the engine")
    if asked.path == LIST:
        # Another question of the kind: the words of the first are already in the worker's memory.
        spent = site.processor_s()
        times.page.append(site.get(Asked(PAGE, kind.ask(asker).params))[0])
        times.page_processor.append(site.processor_s() - spent)


def _ask_again(asked: Asked, keeping: Site, times: _Seconds) -> None:
    if asked.path in KEPT:
        keeping.get(asked)
        spent = keeping.processor_s()
        keeping.get(asked)
        times.again.append(keeping.processor_s() - spent)


def _kind_times(kind: Kind, times: _Seconds) -> KindTimes:
    return KindTimes(
        kind.code,
        kind.label,
        kind.is_geographic,
        Times.of(times.raw),
        Times.of(times.http),
        Times.of(times.page) if times.page else None,
        statistics.median(times.found),
        statistics.median(times.fiches) * 1000,
        (_median_ms(times.raw_processor), _median_ms(times.http_processor), _median_ms(times.page_processor)),
        _median_ms(times.again) if times.again else None,
    )


def _median_ms(seconds: Sequence[float]) -> float:
    return statistics.median(seconds) * 1000 if seconds else 0.0
