"""Measures as Markdown tables, with what was promised of them."""

import platform
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy

from bench.asking import BY_ID, TRIVIAL, Answers, Times
from bench.bases import Built
from bench.follows import FollowTimes
from bench.importing import Imported
from bench.pages import Line, PageTimes
from bench.saves import Saved
from bench.sector import SectorTimes
from bench.site import Memory
from bench.starting import Started

ADDED_MS = 6.0
KEPT_MS = 1.2
GEOGRAPHIC_TIMES = 6.0
MEMORY_MB = 170.0
FIRST_S, WORKER_S, WORKER_MB = 4.0, 2.0, 150.0
SESSION_MS = 1.0
IMPORT_TIMES = 20.0
FOLLOWS_S = 60.0

Lines = Iterator[str]


def machine() -> Lines:
    """Say what the figures were taken on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    processors = sum(line.startswith("processor") for line in _lines("/proc/cpuinfo"))
    yield (
        f"{model}, {processors} processors; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"numpy {numpy.__version__}."
    )


def _lines(file: str) -> Sequence[str]:
    path = Path(file)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else ()


def builds(built: Iterable[Built]) -> Lines:
    yield from _table(
        ("fiches", "in the index", "rows, s", "index, s", "documents/s", "SQL, MB", "index, MB", "made on"),
        (
            (
                f"{one.fiches:,}", f"{one.documents:,}", f"{one.rows_s:.0f}", f"{one.index_s:.0f}",
                f"{one.documents / one.index_s:,.0f}", f"{one.database_mb:.0f}", f"{one.index_mb:.0f}", one.made_on,
            )
            for one in built
        ),
    )  # fmt: skip


def answers(found: Answers) -> Lines:
    """One line a kind of question, then the two requests that search nothing."""
    yield f"{found.rounds} rounds; load of the machine {found.load[0]:.1f} before, {found.load[1]:.1f} after."
    yield ""
    rows = [
        (
            one.code, one.label, f"{one.found:.0f}", _both(one.raw), f"{one.fiches_ms:.1f}", _both(one.http),
            f"{one.added_ms:+.1f}", " / ".join(f"{ms:.1f}" for ms in one.processor),
            "" if one.again_ms is None else f"{one.again_ms:.2f}",
            "" if one.page is None else _both(one.page), f"{one.raw.first:.0f} / {one.http.first:.0f}",
        )
        for one in found.kinds
    ]  # fmt: skip
    for label, times in ((TRIVIAL, found.trivial), (BY_ID, found.by_id)):
        rows.append(("", label, "", "", "", _both(times), "", "", "", "", f"– / {times.first:.0f}"))
    yield from _table(
        (
            "", "question", "found", "engine alone", "of it, fiches", "HTTP", "added",
            "processor: engine / HTTP / page", "kept", "page for people", "first: engine / HTTP",
        ),
        rows,
    )  # fmt: skip
    over = [f"{one.code} ({one.added_ms:.1f})" for one in found.kinds if one.added_ms > ADDED_MS]
    yield ""
    yield _promise(f"HTTP p50 ≤ engine p50 + {ADDED_MS:g} ms", ", ".join(over))
    dear = [f"{one.code} ({one.again_ms:.2f})" for one in found.kinds if (one.again_ms or 0) > KEPT_MS]
    yield _promise(f"asked again, an answer that is kept takes ≤ {KEPT_MS:g} ms of processor", ", ".join(dear))
    strict = [one.code for one in found.kinds if one.added_ms + one.fiches_ms > ADDED_MS]
    yield f"Were the fiches not the engine's, above {ADDED_MS:g} ms: {', '.join(strict) or 'none'}."


def processor(found: Sequence[Answers]) -> Lines:
    """One line a kind of question, one column a base: milliseconds of processor through HTTP, user and system."""
    rows = [
        (kinds[0].label, *(f"{one.processor[1]:.1f}" for one in kinds))
        for kinds in zip(*(answers.kinds for answers in found), strict=True)
    ]
    yield from _table(("question", *(f"{answers.size:,}" for answers in found)), rows)


def starts(found: Sequence[Started]) -> Lines:
    yield from _table(
        ("fiches", "first answer, s", "processor until then, s", "of it, a worker", "PSS of a worker, MB", "later, MB"),
        (
            (
                f"{one.size:,}", f"{one.first_s:.1f}", f"{one.processor_s:.2f}", f"{one.worker_s:.2f}",
                f"{one.at_first:.0f}", f"{one.later:.0f} after {one.asked} questions",
            )
            for one in found
        ),
    )  # fmt: skip
    yield ""
    slow = [f"{one.first_s:.1f} s, {one.processor_s:.1f} of processor" for one in found if one.first_s > FIRST_S]
    yield _promise(f"first answer within {FIRST_S:g} s", ", ".join(slow))
    dear = [f"{one.worker_s:.1f}" for one in found if one.worker_s > WORKER_S]
    yield _promise(f"a worker ≤ {WORKER_S:g} s of processor", ", ".join(dear))
    heavy = [f"{one.later:.0f} at {one.size:,}" for one in found if one.later > WORKER_MB]
    yield _promise(f"PSS of a worker ≤ {WORKER_MB:g} MB", ", ".join(heavy))


def pages(found: PageTimes) -> Lines:
    yield from _table(
        ("page", "ms p50 / p95", "processor, ms", "wished for, ms"),
        (
            (each.label, _fine(each.times), _fine_ms(each.processor), f"{each.most_ms:g}" if each.most_ms else "")
            for each in found.lines
        ),
    )
    yield ""
    over = [f"{each.label} ({each.processor:.0f} of processor)" for each in found.lines if _is_over(each)]
    yield _promise("what was wished for, at the median", ", ".join(over))
    added = f"{found.signed:.1f}" if found.signed > SESSION_MS else ""
    yield _promise(f"a session adds ≤ {SESSION_MS:g} ms of processor to a search ({found.signed:+.2f})", added)


def _is_over(line: Line) -> bool:
    return line.most_ms is not None and line.times.p50 > line.most_ms


def _fine(times: Times) -> str:
    return f"{_fine_ms(times.p50)} / {_fine_ms(times.p95)}"


def _fine_ms(ms: float) -> str:
    return f"{ms:.1f}" if ms >= 1 else f"{ms:.4f}"


def scaling(small: Answers, large: Answers) -> Lines:
    """Compare the p95 of geographic questions through HTTP on two bases."""
    ratios = {
        one.code: one.http.p95 / other.http.p95
        for one, other in zip(large.kinds, small.kinds, strict=True)
        if one.is_geographic
    }
    over = [f"{code} ({ratio:.1f})" for code, ratio in ratios.items() if ratio > GEOGRAPHIC_TIMES]
    yield (
        f"From {small.size:,} to {large.size:,} fiches, geographic p95 through HTTP is multiplied by "
        + ", ".join(f"{ratio:.1f} ({code})" for code, ratio in ratios.items())
        + "."
    )
    yield _promise(f"at most {GEOGRAPHIC_TIMES:g} times", ", ".join(over))


def memory(full: Answers, empty: Memory) -> Lines:
    private = full.memory.private - empty.private
    yield (
        f"A worker on {full.size:,} fiches, after the questions: {full.memory.private:.0f} MB private, "
        f"{full.memory.unique:.0f} MB with the pages of files that it alone maps, {full.memory.share:.0f} MB with its "
        f"share of what it has in common with the process that forked it (PSS); on an empty base {empty.private:.0f} "
        f"and {empty.unique:.0f}: {private:.0f} MB more, and {full.memory.unique - empty.unique:.0f}."
    )
    yield _promise(f"at most {MEMORY_MB:g} MB more", f"{private:.0f}" if private > MEMORY_MB else "")


def saves(found: Sequence[Saved]) -> Lines:
    yield from _table(
        ("fiches", "saves", "save", "index", "found by another process", "whole"),
        ((f"{one.size:,}", str(one.saves), *map(_both, (one.save, one.index, one.found, one.whole))) for one in found),
    )


def sectors(found: Sequence[SectorTimes]) -> Lines:
    yield from _table(
        ("fiches", "offices", "page", "API"),
        ((f"{one.size:,}", f"{one.offices:,}", _both(one.page), _both(one.api)) for one in found),
    )


def follows(found: Sequence[FollowTimes]) -> Lines:
    yield from _table(
        ("fiches", "searches", "fiches that they find", "mails", "fiches told", "processor, s", "by the clock, s"),
        (
            (
                f"{one.size:,}", f"{one.follows:,}", f"{one.fiches:,}", str(one.mails), f"{one.told:,}",
                f"{one.processor_s:.1f}", f"{one.whole_s:.1f}",
            )
            for one in found
        ),
    )  # fmt: skip
    slow = [f"{one.processor_s:.0f}" for one in found if one.processor_s > FOLLOWS_S]
    yield _promise(f"{FOLLOWS_S:g} s", ", ".join(slow))


def imported(found: Imported) -> Lines:
    yield from _table(
        ("rows", "fiches", "dry run, s", "import, s", "bare, s", "bare rows", "times", "memory at a tenth, at most, MB",
         "index after it, s"),
        [(
            f"{found.rows:,}", f"{found.fiches:,}", f"{found.dry_run_s:.1f}", f"{found.apply_s:.1f}",
            f"{found.bare_s:.2f}", f"{found.bare_rows:,}", f"{found.times:.1f}",
            f"{found.early_mb:.0f}, {found.end_mb:.0f}", f"{found.index_s:.1f}",
        )],
    )  # fmt: skip
    yield ""
    over = f"{found.times:.1f}" if found.times > IMPORT_TIMES else ""
    yield _promise(f"import ≤ {IMPORT_TIMES:g} × bare `executemany`", over)


def _promise(said: str, broken: str) -> str:
    return f"Promised: {said}: {'**not kept**: ' + broken if broken else 'kept'}."


def _both(times: Times) -> str:
    return f"{times.p50:.1f} / {times.p95:.1f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Lines:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
