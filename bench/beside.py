"""``python -m bench.beside CHECKOUT``: another checkout and this one, asked the same questions in turn.

Each has its own copy of the same fiches and its own processes. Only time of processor is counted: what else the machine
does lengthens it little, and both alike.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from bench.bases import ROOT
from bench.language import Language
from bench.questions import KINDS, Asked, Asker
from directory.services.taxonomy.editing import read_seed
from search.places.gazetteer import default_gazetteer

SEED = 1


class Answerer:
    """A checkout that answers; use as a context. ``folder`` is the root of the checkout."""

    def __init__(self, folder: Path, what: str, cache: Path, size: int) -> None:
        command = (sys.executable, "-P", str(ROOT / "bench" / "answerer.py"), what, str(cache), str(size), str(SEED))
        environ = os.environ | {"PYTHONPATH": str(folder)}
        self._process = subprocess.Popen(
            command, cwd=folder, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> "Answerer":
        self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def ask(self, asked: Asked) -> float:
        """Return the seconds of processor that the answer took."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([asked.path, asked.params]) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> float:
        assert self._process.stdout is not None
        return float(self._process.stdout.readline())


@dataclass(slots=True)
class Spent:
    """Seconds of processor of each question of a kind, in the order asked: the other checkout, then this one."""

    before: list[float] = field(default_factory=list)
    now: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return sum(self.now) / sum(self.before)


Kinds = dict[str, Spent]


def measure(before: Answerer, now: Answerer, rounds: int, department: str = "", block: int = 1) -> Kinds:
    """Return what each kind of question took.

    department   of the places asked for; empty for all.
    block        questions of a kind that one side is asked before the other: alone on its processor, as a busy worker
                 is, it finds its code in the caches; with 1, each side finds those of the other.
    """
    chance = random.Random(f"beside {SEED}")
    taxonomy = read_seed()
    asker = Asker(chance, Language(SEED, taxonomy), taxonomy, default_gazetteer(), department=department)
    kinds: Kinds = defaultdict(Spent)
    for turn in range(rounds + 1):
        for kind in chance.sample(KINDS, len(KINDS)):
            asked = [kind.ask(asker) for _ in range(block)]
            # Who goes first changes each time: the second may find the processor warm.
            sides = [before, now] if chance.random() < 0.5 else [now, before]
            spent = {side: [side.ask(each) for each in asked] for side in sides}
            if turn:  # The first of each kind opens files that the others find open.
                kinds[kind.code].before += spent[before]
                kinds[kind.code].now += spent[now]
    return kinds


def report(kinds: Kinds) -> Iterator[str]:
    """Yield the lines of a table: milliseconds of processor at the median, and the ratio of all questions summed."""
    yield "| question | before | now | now / before |"
    yield "| --- | --- | --- | --- |"
    for kind in KINDS:
        spent = kinds[kind.code]
        yield f"| {kind.label} | {_median(spent.before)} | {_median(spent.now)} | {spent.ratio:.2f} |"
    every = Spent(*([each for spent in kinds.values() for each in getattr(spent, side)] for side in ("before", "now")))
    yield f"| **all** | {_median(every.before)} | {_median(every.now)} | **{every.ratio:.3f}** |"


def _median(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.1f}"


@click.command()
@click.argument("checkout", type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True))
@click.option("--size", default=100_000, show_default=True, help="Fiches of each base.")
@click.option("--rounds", default=30, show_default=True, help="Times each kind of question is asked.")
@click.option(
    "--departement", "department", default="", help="Ask around the communes of one alone, as an agency does."
)
@click.option("--block", default=1, show_default=True, help="Questions of a kind asked of one before the other.")
@click.option("--site", is_flag=True, help="Ask the whole site over HTTP instead of the engine alone.")
@click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False, resolve_path=True),
    default=Path(tempfile.gettempdir()) / "bench-beside", show_default=True,
    help="Where the bases are kept from one run to the next.",
)  # fmt: skip
def main(checkout: Path, size: int, rounds: int, department: str, block: int, site: bool, cache: Path) -> None:
    """Ask CHECKOUT and this tree the same questions, and print what each took."""
    what = "site" if site else "engine"
    # Two processors of a busy machine are never equally fast: both checkouts take turns on one.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with (
        Answerer(checkout, what, cache / "before", size) as before,
        Answerer(ROOT, what, cache / "now", size) as now,
    ):
        for line in report(measure(before, now, rounds, department, block)):
            click.echo(line)


if __name__ == "__main__":
    main()
