"""One checkout of the product importing a file twice, in a process of its own: a side of ``import_speed --against``.

Run by its path, with the checkout to measure first on ``PYTHONPATH``: what it imports is that checkout's, under the
names that it gives its modules. It does what ``flask import --apply`` does (the dry run, then the job of a worker),
then brings the index to the end of the log. One line of JSON a step: seconds of processor and of clock, and the most
memory in MB.
"""

import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Protocol

import structlog

from directory.domain.changes import Author
from directory.store.schema import upgrade
from directory.worker import Worker
from search.sqlite.engine import SqliteEngine

FORMAT = "modele"
OWNER = "bench"
KIND = "import"


def found(name: str, *modules: str) -> Callable[..., object]:
    """Return what one of these modules of this checkout has under a name."""
    for module in modules:
        try:
            return getattr(import_module(f"directory.{module}"), name)  # type: ignore[no-any-return]
        except ModuleNotFoundError:
            continue
    raise ImportError(name)


def gazetteer() -> object:
    try:
        return import_module("search.places.gazetteer").default_gazetteer()
    except ModuleNotFoundError:
        return import_module("search.gazetteer").default_gazetteer()


class HasPayload(Protocol):
    """A job, wherever the checkout has its class."""

    payload: dict[str, int]


class Side:
    """A base that holds nothing, its index and its worker."""

    def __init__(self, folder: Path) -> None:
        known = gazetteer()
        self.database = found("Database", "store.database", "store.session")(f"sqlite:///{folder}/directory.db")
        upgrade(self.database)
        taxonomy = found("read_seed", "services.taxonomy.editing", "services.taxonomy")()
        found("seed", "services.taxonomy.editing", "services.taxonomy")(self.database, taxonomy)
        editing = found("ResourceService", "services.fiches.editing", "services.resources")(self.database, known)
        self.imports = found("ImportService", "services.imports.service", "services.imports")(
            self.database, editing, known, now=now
        )
        self.new_import = found("NewImport", "services.imports.service", "services.imports")
        self.jobs = found("JobService", "services.work.jobs", "services.jobs")(self.database)
        self.indexer = found("Indexer", "services.index.indexing", "services.indexing")(
            self.database, SqliteEngine(folder / "index"), target="live", owner=OWNER, now=now
        )
        self.indexer.rebuild()
        self.worker = Worker(self.indexer, self.jobs, {KIND: self.apply}, owner=OWNER, now=now)

    def apply(self, job: HasPayload, alive: Callable[[], None]) -> None:
        self.imports.apply(job.payload["batch"], progress=lambda _: alive())

    def bring_in(self, path: Path, which: str) -> None:
        with step(f"{which}: tried"):
            # Earlier commits took the whole content, and their command read it so.
            takes_paths = find_spec("importers.files") and find_spec("importers.files.source")
            content = path if takes_paths else path.read_bytes()
            batch = self.imports.receive(self.new_import(path.name, content, FORMAT), author=Author(None, "bench"))
            del content
            self.imports.dry_run(batch)
        with step(f"{which}: applied"):
            self.jobs.enqueue(KIND, {"batch": batch}, now=now())
            self.worker.do_a_job(Event())
        with step(f"{which}: index at the end"):
            while self.worker.follow():
                pass


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def step(name: str) -> Iterator[None]:
    Path("/proc/self/clear_refs").write_text("5")
    clock, processor = time.perf_counter(), time.process_time()
    yield
    processor, clock = time.process_time() - processor, time.perf_counter() - clock
    peak = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert peak is not None
    say(step=name, processor_s=processor, clock_s=clock, peak_mb=int(peak[1]) / 1000)


def say(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def main(folder: str, file: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    side = Side(Path(folder))
    for which in ("first", "again"):
        side.bring_in(Path(file), which)


if __name__ == "__main__":
    main(*sys.argv[1:])
