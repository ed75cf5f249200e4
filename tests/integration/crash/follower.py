"""A process that keeps an index in step and rebuilds it now and then, until it is killed; it prints each step."""

import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

from directory.services.index.indexing import Indexer
from directory.store.database import Database
from search.port import IndexMissing
from search.sqlite.engine import SqliteEngine
from tests.fiches import NOW

LEASES_END = timedelta(minutes=11)


def indexer_of(database: Database, folder: Path, round_number: int) -> Indexer:
    """Return what feeds the index, at an instant when the leases of earlier rounds have ended."""
    later = NOW.replace(hour=1) + LEASES_END * round_number

    def now() -> datetime:
        return later

    return Indexer(database, SqliteEngine(folder), target="live", owner=f"worker {round_number}", now=now)


def main(url: str, folder: str, round_number: int) -> None:
    draw = random.Random(round_number)
    indexer = indexer_of(Database(url), Path(folder), round_number)
    for _ in range(100_000):
        try:
            rebuilds = draw.random() < 0.2
            done = indexer.rebuild() if rebuilds else indexer.follow(limit=draw.choice((3, 20)))
        except IndexMissing:
            rebuilds, done = True, indexer.rebuild()
        if rebuilds or done:
            sys.stdout.write(f"{done}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
