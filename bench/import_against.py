"""The import of one file by two commits of the product, each in a process of its own, taking turns on one processor.

Processor time is that of the whole process of each: what else the machine does lengthens it little, and both alike.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.bases import ROOT
from bench.full_file import FullFile
from directory.services.taxonomy.editing import read_seed
from search.places.gazetteer import default_gazetteer

RUN = ROOT / "bench" / "import_run.py"
FIRST, AGAIN = "first", "again"


@dataclass(frozen=True, slots=True)
class Step:
    """Seconds of processor and of clock, the most memory in megabytes."""

    processor_s: float
    clock_s: float
    peak_mb: float


Steps = Mapping[str, Step]


def compare(commit: str, rows: int, *, rounds: int, is_terse: bool) -> None:
    """Import one file of ``rows`` rows by a commit and by this tree, ``rounds`` times each; print what they took."""
    with tempfile.TemporaryDirectory(prefix="bench-import-") as name, _checkout(commit, Path(name)) as before:
        file = Path(name) / "file.csv"
        FullFile(read_seed(), default_gazetteer(), is_terse=is_terse).write(file, rows)
        _print(f"{rows:,} rows of 28 filled columns, {file.stat().st_size / 1e6:.0f} MB; {rounds} rounds")
        # Two processors of a busy machine are never equally fast: both checkouts take turns on one.
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        taken: dict[Path, list[Steps]] = defaultdict(list)
        for turn in range(rounds):
            for side in (before, ROOT) if turn % 2 == 0 else (ROOT, before):
                taken[side].append(_run(side, file))
    _tell(_least(taken[before]), _least(taken[ROOT]))


@contextmanager
def _checkout(commit: str, folder: Path) -> Iterator[Path]:
    place = folder / "before"
    subprocess.run(("git", "worktree", "add", "--quiet", "--detach", place, commit), cwd=ROOT, check=True)
    try:
        yield place
    finally:
        subprocess.run(("git", "worktree", "remove", "--force", place), cwd=ROOT, check=True)


def _run(checkout: Path, file: Path) -> Steps:
    with tempfile.TemporaryDirectory(prefix="bench-import-base-") as base:
        command = (sys.executable, "-P", str(RUN), base, str(file))
        environ = os.environ | {"PYTHONPATH": str(checkout)}
        said = subprocess.run(command, cwd=checkout, env=environ, stdout=subprocess.PIPE, text=True, check=True).stdout
    found: dict[str, Step] = {}
    for line in said.splitlines():
        values = json.loads(line)
        name = values.pop("step")
        found[name] = Step(**values)
    return found


def _least(runs: list[Steps]) -> Steps:
    """Return each step of the run where it took the least processor: what disturbed the others is not the product's."""
    return {name: min((run[name] for run in runs), key=lambda step: step.processor_s) for name in runs[0]}


def _tell(before: Steps, now: Steps) -> None:
    _print("", "| seconds of processor | before | now | now / before |", "| --- | --- | --- | --- |")
    for name in before:
        _line(name, before[name].processor_s, now[name].processor_s)
    sums = {which: tuple(_sum(side, which) for side in (before, now)) for which in (FIRST, AGAIN)}
    for which, (one, other) in sums.items():
        _line(f"**{which}, in all**", one, other)
    peaks = ", ".join(
        f"{name.removeprefix(f'{FIRST}: ')} {before[name].peak_mb:.0f} and {now[name].peak_mb:.0f}"
        for name in before
        if name.startswith(FIRST)
    )
    _print(
        "",
        f"The same file again: {sums[AGAIN][1] / sums[FIRST][1]:.2f} of the first, now.",
        f"Most memory, MB, before and now: {peaks}.",
        f"On the clock, first: {_clock(before):.0f} s before, {_clock(now):.0f} s now.",
    )


def _sum(side: Steps, which: str) -> float:
    return sum(step.processor_s for name, step in side.items() if name.startswith(which))


def _clock(side: Steps) -> float:
    return sum(step.clock_s for name, step in side.items() if name.startswith(FIRST))


def _line(name: str, before: float, now: float) -> None:
    _print(f"| {name} | {before:.2f} | {now:.2f} | {now / before:.2f} |")


def _print(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
