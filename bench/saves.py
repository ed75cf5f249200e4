"""From a save to the moment another process finds the fiche by a word that was not there before."""

import random
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bench.asking import Times
from bench.bases import Base, indexer
from bench.questions import LIST, Asked
from bench.raw import RawEngine
from directory.domain.changes import Author
from directory.domain.resource import Origin, SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.store.database import Database
from search.places.gazetteer import default_gazetteer

AUTHOR, FORM = Author(None, "bench"), Origin(SaveOrigin.FORM)
GIVE_UP_S = 10.0


class NeverFound(Exception):
    """A saved fiche did not appear in the other process."""


@dataclass(frozen=True, slots=True)
class Saved:
    """save     checks, the row, its version and the log line, committed.
    index    the worker's turn: document made, written to the index, cursor moved.
    found    until the other process answers with it, once indexed.
    whole    all three; the worker looks at the log every half-second, or at once after work.
    """

    size: int
    saves: int
    save: Times
    index: Times
    found: Times
    whole: Times


def save_and_find(base: Base, saves: int, seed: int) -> Saved:
    """Revise fiches one by one, then give them their titles back."""
    chance = random.Random(f"saves {seed}")
    database = Database(base.database_url)
    service = ResourceService(database, default_gazetteer())
    worker = indexer(database, base.engine())
    worker.follow()
    steps: list[tuple[float, float, float]] = []
    changed: list[tuple[int, str]] = []
    with RawEngine(base.folder) as other:
        for number in range(saves):
            fiche = service.get(chance.choice(base.published))
            word = f"zq{number}{chance.randrange(10**9)}"
            changed.append((fiche.id, fiche.content.title))
            started = time.perf_counter()
            _retitle(service, fiche.id, f"{fiche.content.title} {word}")
            saved = time.perf_counter()
            worker.follow()
            indexed = time.perf_counter()
            _wait_until_found(other, word)
            steps.append((saved - started, indexed - saved, time.perf_counter() - indexed))
    for resource_id, title in reversed(changed):
        _retitle(service, resource_id, title)
    while worker.follow():
        pass
    database.close()
    save_s, index_s, found_s = zip(*steps, strict=True)
    whole_s = [sum(step) for step in steps]
    return Saved(base.size, saves, Times.of(save_s), Times.of(index_s), Times.of(found_s), Times.of(whole_s))


def _retitle(service: ResourceService, resource_id: int, title: str) -> None:
    fiche = service.get(resource_id)
    service.revise(
        resource_id,
        replace(fiche.content, title=title),
        expected_version=fiche.version,
        author=AUTHOR,
        origin=FORM,
        now=datetime.now(UTC),
    )


def _wait_until_found(other: RawEngine, word: str) -> None:
    until = time.monotonic() + GIVE_UP_S
    while time.monotonic() < until:
        if other.ask(Asked(LIST, (("q", word), ("correction", "non")))).total:
            return
    raise NeverFound(word)
