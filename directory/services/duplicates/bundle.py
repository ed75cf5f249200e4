"""The use cases of fiches that may be one, made together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.services.duplicates.finding import Lookalikes
from directory.services.duplicates.merging import Merging
from directory.services.duplicates.queue import DuplicateQueue
from directory.services.duplicates.settling import Pairs
from directory.services.duplicates.splitting import Splitting
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.writing import Writing
from directory.store.database import Database


@dataclass(frozen=True, slots=True)
class Duplicates:
    alike: Lookalikes
    pairs: Pairs
    queue: DuplicateQueue
    merging: Merging
    splitting: Splitting


def make_duplicates(
    database: Database, resources: ResourceService, writing: Writing, *, now: Callable[[], datetime]
) -> Duplicates:
    return Duplicates(
        Lookalikes(database),
        Pairs(database, now=now),
        DuplicateQueue(database),
        Merging(database, resources, writing, now=now),
        Splitting(database, resources, now=now),
    )
