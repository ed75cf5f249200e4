"""``python -m bench.import_beside``: do searches suffer from an import that a worker does meanwhile?

A copy of the base of 10,000 fiches, the site with two workers, the worker of jobs in a process of its own, as in
production; with ``--servers``, on PostgreSQL and Elasticsearch. The same kinds of questions are asked before, while a
file of 28 filled columns is tried, applied and indexed, and after; then the same file is imported again.
"""

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from bench.asking import quantile
from bench.bases import prepare
from bench.full_file import FORMAT, FullFile
from bench.questions import KINDS, Asker
from bench.servers import Ground, servers
from bench.site import Site, processor_s_of, size_mb_of, worker_of
from directory.domain.changes import Author
from directory.domain.imports import BatchState
from directory.domain.jobs import JobState
from directory.services.fiches.editing import ResourceService
from directory.services.imports.jobs import APPLY, TRY
from directory.services.imports.service import ImportService, NewImport
from directory.services.work.jobs import JobService
from directory.store.database import Database
from search.places.gazetteer import default_gazetteer

TIMES = 2.0
QUIET_S = 20.0


class Imports:
    """Asks the worker of a base for an import, and says how far it is."""

    def __init__(self, ground: Ground) -> None:
        self._database = Database(ground.database_url)
        self._jobs = JobService(self._database)
        gazetteer = default_gazetteer()
        self._imports = ImportService(self._database, ResourceService(self._database, gazetteer), gazetteer, now=_now)

    def receive(self, path: Path) -> int:
        return self._imports.receive(NewImport(path.name, path, FORMAT), author=Author(None, "bench"))

    def ask(self, kind: str, batch: int) -> int:
        return self._jobs.enqueue(kind, {"batch": batch}, now=_now())

    def is_over(self, job: int) -> bool:
        found = self._jobs.get(job)
        return found is None or found.state in (JobState.DONE, JobState.DEAD)

    def is_applied(self, batch: int) -> bool:
        return self._imports.batch(batch).state is BatchState.APPLIED


def _now() -> datetime:
    return datetime.now(UTC)


def ask_until(site: Site, asker: Asker, chance: random.Random, is_over: Callable[[], bool]) -> list[float]:
    """Return the seconds of each answer, one question after the other."""
    seconds: list[float] = []
    while not is_over():
        seconds.extend(site.get(kind.ask(asker))[0] for kind in chance.sample(KINDS, len(KINDS)))
    return seconds


def for_a_while(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


class WorkerProcess:
    """What the worker of jobs took. ``pid`` of its process."""

    def __init__(self, pid: int) -> None:
        self._pid = str(pid)

    def processor_s(self) -> float:
        """Return the seconds of processor that it took, user and system."""
        return processor_s_of(self._pid)

    def peak_mb(self) -> float:
        """Return the most memory that it ever had."""
        return size_mb_of(self._pid, "VmHWM")


@contextmanager
def embedded(cache: Path, size: int, seed_number: int) -> Iterator[Ground]:
    """Give a copy of the base of ``size`` fiches on SQLite, with its index."""
    kept = prepare(cache, size, seed_number)
    with tempfile.TemporaryDirectory(prefix="bench-import-beside-") as name:
        folder = Path(name) / "base"
        shutil.copytree(kept.folder, folder)
        url = f"sqlite:///{folder}/directory.db"
        yield Ground(folder, url, {"DATABASE_URL": url}, kept.language, kept.taxonomy)


def said(what: str, seconds: Sequence[float], worker: WorkerProcess, spent: float = 0.0) -> float:
    """Print the answers of a turn and the processor of the worker, and return their p95 in milliseconds."""
    ordered = sorted(seconds)
    p50, p95 = (quantile(ordered, share) * 1000 for share in (0.5, 0.95))
    click.echo(f"| {what} | {len(ordered)} | {p50:.1f} | {p95:.1f} | {worker.processor_s() - spent:.1f} |")
    return p95


def measure(ground: Ground, file: Path, rows: int, seed_number: int) -> None:
    """Ask searches before, during and after an import, then import the same file again; print what each took."""
    FullFile(ground.taxonomy, default_gazetteer()).write(file, rows)
    chance = random.Random(seed_number)
    asker = Asker(chance, ground.language, ground.taxonomy, default_gazetteer())
    imports = Imports(ground)
    click.echo(
        "| searches | answers | p50, ms | p95, ms | processor of the worker, s |\n| --- | --- | --- | --- | --- |"
    )
    with Site(ground.folder, workers=2, environ=ground.environ) as site, worker_of(site) as pid:
        worker = WorkerProcess(pid)

        def turn(what: str, is_over: Callable[[], bool]) -> float:
            spent = worker.processor_s()
            return said(what, ask_until(site, asker, chance, is_over), worker, spent)

        def work(what: str, kind: str, batch: int) -> float:
            job = imports.ask(kind, batch)
            return turn(what, lambda: imports.is_over(job))

        ask_until(site, asker, chance, for_a_while(QUIET_S / 4))
        idle = [turn("before", for_a_while(QUIET_S))]
        batch, spent = imports.receive(file), worker.processor_s()
        busy = [work("while it is tried", TRY, batch), work("while it is applied", APPLY, batch)]
        busy.append(turn("while it is indexed", for_a_while(QUIET_S)))
        first, peak = worker.processor_s() - spent, worker.peak_mb()
        idle.append(turn("after", for_a_while(QUIET_S)))
        again, spent = imports.receive(file), worker.processor_s()
        work("the same file tried", TRY, again)
        work("the same file applied", APPLY, again)
        ratio = max(busy) / (sum(idle) / 2)
        click.echo(
            f"\nApplied: {imports.is_applied(batch) and imports.is_applied(again)}. Worst p95 / that of both quiet"
            f" turns: {ratio:.2f}. Processor of the worker: {first:.1f} s, again {worker.processor_s() - spent:.1f} s;"
            f" its most memory: {peak:.0f} MB."
        )


@click.command()
@click.option("--size", default=10_000, show_default=True, help="Fiches of the base.")
@click.option("--rows", default=20_000, show_default=True, help="Rows of the file.")
@click.option("--seed", "seed_number", default=1, show_default=True)
@click.option("--servers", "on_servers", is_flag=True, help="On PostgreSQL and Elasticsearch, started for it.")
@click.option("--elasticsearch", "major", default=8, show_default=True, help="Version of it.")
@click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False, resolve_path=True),
    default=Path(tempfile.gettempdir()) / "bench-ressources", show_default=True,
)  # fmt: skip
def main(size: int, rows: int, seed_number: int, on_servers: bool, major: int, cache: Path) -> None:
    """Ask searches before, during and after an import."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-import-beside-") as name,
        servers(size, seed_number, major) if on_servers else embedded(cache, size, seed_number) as ground,
    ):
        measure(ground, Path(name) / "file.csv", rows, seed_number)


if __name__ == "__main__":
    main()
