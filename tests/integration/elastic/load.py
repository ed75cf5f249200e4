"""Searches and saves while something happens to the cluster or to its index, and what they saw."""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, Thread

from flask import Flask

from directory.adapters import make_engine, make_indexer
from directory.app import utc_now
from directory.services.bundle import OPERATIONS, Operations
from directory.services.fiches.editing import ResourceService
from directory.settings import Settings
from directory.worker import Worker
from tests.fiches import FORM, LEA, fiche

LIST = "/api/v1/ressources?besoin=mobilite-permis&taille=1"
"""Finds every fiche that is saved meanwhile."""

WITHIN_S = 120.0


@dataclass
class Load:
    """Searches and saves, each in its thread, and a worker that follows; what they saw.

    pause_s   between two searches: without one they take all of a processor.
    """

    app: Flask
    resources: ResourceService
    settings: Settings
    pause_s: float = 0.0
    stop: Event = field(default_factory=Event)
    totals: list[int] = field(default_factory=list)
    first_tries_failed: int = 0
    failed: int = 0
    slowest_s: float = 0.0
    saved: list[int] = field(default_factory=list)

    def search(self) -> None:
        client = self.app.test_client()
        while not self.stop.wait(self.pause_s):
            started = time.monotonic()
            answer = client.get(LIST)
            if answer.status_code != 200:
                self.first_tries_failed += 1
                answer = client.get(LIST)
            self.slowest_s = max(self.slowest_s, time.monotonic() - started)
            if answer.status_code == 200:
                self.totals.append(answer.get_json()["total"])
            else:
                self.failed += 1

    def save(self) -> None:
        draw = random.Random(5)
        while not self.stop.is_set():
            if self.saved and draw.random() < 0.3:
                known = self.resources.get(draw.choice(self.saved))
                content = replace(known.content, description=f"Révisée {draw.random()}")
                self.resources.revise(
                    known.id, content, expected_version=known.version, author=LEA, origin=FORM, now=utc_now()
                )
            else:
                receipt = self.resources.create(
                    fiche(f"Permis {draw.random()}"), author=LEA, origin=FORM, now=utc_now()
                )
                self.saved.append(receipt.resource.id)
            time.sleep(0.02)

    def follow(self) -> None:
        """Do the work of another process: two that follow are kept apart by their names."""
        ops, owner = operations(self.app), "worker"
        engine = make_engine(self.settings)
        indexer = make_indexer(self.settings, database=ops.database, engine=engine, owner=owner, now=ops.now)
        Worker(indexer, ops.jobs, {}, owner=owner, now=ops.now).run(self.stop)

    @contextmanager
    def running(self, *tasks: Callable[[], None]) -> Iterator[None]:
        self.stop.clear()
        threads = [Thread(target=task) for task in tasks]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()


def operations(app: Flask) -> Operations:
    found = app.extensions[OPERATIONS]
    assert isinstance(found, Operations)
    return found


def live_index(app: Flask) -> str:
    """Return the name of the index that answers."""
    index = operations(app).health.report().engine
    assert index is not None
    return index.generation


def caught_up(app: Flask) -> None:
    """Wait until the log was followed to its end."""
    until = time.monotonic() + WITHIN_S
    health = operations(app).health
    while health.report().lag != 0:
        assert time.monotonic() < until, "the index did not catch up"
        time.sleep(0.2)


def say(figures: str) -> None:
    """Give the figures to whoever runs the tests with ``-s``."""
    sys.stdout.write(figures + "\n")
    sys.stdout.flush()
