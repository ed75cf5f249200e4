"""``python -m bench``: build synthetic bases, ask every kind of question, save, import; print the figures."""

import json
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, is_dataclass
from pathlib import Path

import click

from bench import report
from bench.asking import Answers, ask_everything, memory_without_fiches
from bench.bases import Base, prepare
from bench.follows import FollowTimes, tell_follows
from bench.importing import import_beside_bare
from bench.pages import ask_pages
from bench.saves import Saved, save_and_find
from bench.sector import SectorTimes, ask_sector
from bench.starting import start

PARTS = ("build", "start", "queries", "saves", "import", "sector", "follows", "pages")


def _sizes(_context: click.Context, _parameter: click.Parameter, text: str) -> tuple[int, ...]:
    sizes = []
    for part in text.lower().split(","):
        found = re.fullmatch(r"\s*(\d+)\s*([km]?)\s*", part)
        if found is None:
            raise click.BadParameter("sizes are written 10k,100k,1m")
        sizes.append(int(found[1]) * {"": 1, "k": 1_000, "m": 1_000_000}[found[2]])
    return tuple(sizes)


@click.command()
@click.option("--sizes", default="10k,100k,1m", show_default=True, callback=_sizes, help="Fiches of each base.")
@click.option("--rounds", default=40, show_default=True, help="Times each kind of question is asked.")
@click.option("--saves", default=30, show_default=True, help="Fiches saved then looked for, on each base.")
@click.option("--import-rows", default=100_000, show_default=True, help="Rows of the imported file.")
@click.option("--only", multiple=True, type=click.Choice(PARTS), help="This part alone; may be repeated.")
@click.option("--seed", default=1, show_default=True, help="Decides the fiches and the questions.")
@click.option("--fresh", is_flag=True, help="Make the indexes again even if they can be used.")
@click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False),
    default=Path(tempfile.gettempdir()) / "bench-ressources", show_default=True,
    help="Where the bases are kept from one run to the next.",
)  # fmt: skip
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the figures here too."
)
def main(
    sizes: tuple[int, ...],
    rounds: int,
    saves: int,
    import_rows: int,
    only: tuple[str, ...],
    seed: int,
    fresh: bool,
    cache: Path,
    json_file: Path | None,
) -> None:
    """Measure the product on synthetic fiches."""
    parts = only or PARTS
    figures: dict[str, object] = {}
    _show("Machine", report.machine())
    bases = [prepare(cache, size, seed, fresh=fresh) for size in sizes] if set(parts) - {"import"} else []
    if bases:
        figures["build"] = [base.built for base in bases]
        _show("Build", report.builds(base.built for base in bases))
    if "start" in parts:
        started = [start(base, rounds, seed) for base in bases]
        figures["start"] = started
        _show("Start", report.starts(started))
    if "queries" in parts:
        figures["queries"] = _queries(cache, bases, rounds, seed)
    if "saves" in parts:
        saved: list[Saved] = [save_and_find(base, saves, seed) for base in bases]
        figures["saves"] = saved
        _show("From a save to its being found, ms p50 / p95", report.saves(saved))
    if "sector" in parts:
        figures["sector"] = _sectors(bases, rounds, seed)
    if "follows" in parts:
        figures["follows"] = _digests(bases, seed)
    if "pages" in parts:
        asked = [ask_pages(base, rounds, seed) for base in bases]
        figures["pages"] = asked
        for times in asked:
            _show(f"Pages of people signed in, sheets and figures: {times.size:,} fiches", report.pages(times))
    if "import" in parts:
        imported = import_beside_bare(import_rows, seed)
        figures["import"] = imported
        _show("Import", report.imported(imported))
    if json_file is not None:
        json_file.write_text(json.dumps(figures, default=_plain, indent=1), encoding="utf-8")


def _queries(cache: Path, bases: list[Base], rounds: int, seed: int) -> list[Answers]:
    found: list[Answers] = []
    empty = prepare(cache, 0, seed)
    for base in bases:
        answers = ask_everything(base, rounds, seed)
        found.append(answers)
        _show(f"{base.size:,} fiches, ms p50 / p95", report.answers(answers))
        _show("Memory", report.memory(answers, memory_without_fiches(empty, base, rounds, seed)))
    _show("Processor of an answer of the API, ms", report.processor(found))
    if len(found) > 1:
        _show("Growth", report.scaling(found[0], found[-1]))
    return found


def _sectors(bases: list[Base], rounds: int, seed: int) -> list[SectorTimes]:
    sectors = [ask_sector(base, rounds, seed) for base in bases]
    _show("Interlocuteurs, ms p50 / p95", report.sectors(sectors))
    return sectors


def _digests(bases: list[Base], seed: int) -> list[FollowTimes]:
    told = [tell_follows(base, seed) for base in bases]
    _show("Digests of a day", report.follows(told))
    return told


def _show(title: str, lines: Iterable[str]) -> None:
    click.echo(f"\n## {title}\n")
    for line in lines:
        click.echo(line)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)


if __name__ == "__main__":
    entry: Callable[[], None] = main
    entry()
