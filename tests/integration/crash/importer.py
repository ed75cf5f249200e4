"""A process that tries an import, goes on with it or with its undoing, and prints a line after each slice."""

import sys
from datetime import UTC, datetime

from directory.services.fiches.editing import ResourceService
from directory.services.imports.service import ImportService
from directory.store.database import Database
from tests.fiches import GAZETTEER, SAM

CHUNK_ROWS = 20


def service_of(database: Database) -> ImportService:
    resources = ResourceService(database, GAZETTEER)
    return ImportService(database, resources, GAZETTEER, now=lambda: datetime.now(UTC), chunk_rows=CHUNK_ROWS)


def tell(done: int) -> None:
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()


def main(url: str, batch_id: int, act: str) -> None:
    imports = service_of(Database(url))
    if act == "try":
        imports.dry_run(batch_id, progress=tell)
    elif act == "undo":
        imports.undo(batch_id, author=SAM, progress=tell)
    else:
        imports.resume(batch_id, progress=tell)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
