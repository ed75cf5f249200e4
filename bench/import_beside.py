"""``python -m bench.import_beside``: do searches suffer from an import that a worker does meanwhile?

A copy of the base of 10,000 fiches, the site with two workers, the worker of jobs in a process of its own, as in
production. The same kinds of questions are asked before, while a file of 28 filled columns is tried, applied and
indexed, and after.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from bench.asking import quantile
from bench.bases import ROOT, Base, prepare
from bench.full_file import FORMAT, FullFile
from bench.questions import KINDS, Asker
from bench.site import Site
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

    def __init__(self, base: Base) -> None:
        self._database = Database(base.database_url)
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


@contextmanager
def worker_of(base: Base) -> Iterator[None]:
    environ = os.environ | {
        "ENVIRONMENT": "development", "DATA_DIR": str(base.folder), "DATABASE_URL": base.database_url,
        "LOG_LEVEL": "warning",
    }  # fmt: skip
    with subprocess.Popen((sys.executable, "-m", "flask", "--app", "wsgi", "worker"), cwd=ROOT, env=environ) as process:
        try:
            yield
        finally:
            process.terminate()


def said(what: str, seconds: Sequence[float]) -> float:
    """Print the answers of a turn, and return their p95 in milliseconds."""
    ordered = sorted(seconds)
    p50, p95 = (quantile(ordered, share) * 1000 for share in (0.5, 0.95))
    click.echo(f"| {what} | {len(ordered)} | {p50:.1f} | {p95:.1f} |")
    return p95


@click.command()
@click.option("--size", default=10_000, show_default=True, help="Fiches of the base.")
@click.option("--rows", default=20_000, show_default=True, help="Rows of the file.")
@click.option("--seed", "seed_number", default=1, show_default=True)
@click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False, resolve_path=True),
    default=Path(tempfile.gettempdir()) / "bench-ressources", show_default=True,
)  # fmt: skip
def main(size: int, rows: int, seed_number: int, cache: Path) -> None:
    """Ask searches before, during and after an import."""
    kept = prepare(cache, size, seed_number)
    with tempfile.TemporaryDirectory(prefix="bench-import-beside-") as name:
        folder = Path(name) / "base"
        shutil.copytree(kept.folder, folder)
        base = Base(folder, kept.built, kept.language, kept.taxonomy, kept.published)
        file = Path(name) / "file.csv"
        FullFile(base.taxonomy, default_gazetteer()).write(file, rows)
        chance = random.Random(seed_number)
        asker = Asker(chance, base.language, base.taxonomy, default_gazetteer())
        imports = Imports(base)
        click.echo("| searches | answers | p50, ms | p95, ms |\n| --- | --- | --- | --- |")
        with Site(folder, workers=2) as site, worker_of(base):
            ask_until(site, asker, chance, for_a_while(QUIET_S / 4))
            idle = [said("before", ask_until(site, asker, chance, for_a_while(QUIET_S)))]
            batch = imports.receive(file)
            busy = []
            for what, kind in (("while it is tried", TRY), ("while it is applied", APPLY)):
                job = imports.ask(kind, batch)
                busy.append(said(what, ask_until(site, asker, chance, lambda job=job: imports.is_over(job))))
            busy.append(said("while it is indexed", ask_until(site, asker, chance, for_a_while(QUIET_S))))
            idle.append(said("after", ask_until(site, asker, chance, for_a_while(QUIET_S))))
        ratio = max(busy) / (sum(idle) / 2)
        click.echo(f"\nApplied: {imports.is_applied(batch)}. Worst p95 / that of both quiet turns: {ratio:.2f}")


if __name__ == "__main__":
    main()
