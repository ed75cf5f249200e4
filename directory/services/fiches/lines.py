"""Lines of fiches that the base lacks: filled before they were kept, or with lines of another form."""

from directory.store.database import Database

CHUNK = 500


def fill_lines(database: Database) -> int:
    """Write what is lacking, a chunk at a time between other writers; return how many. Done twice, it does nothing."""
    filled, last = 0, 0
    while True:
        with database.read() as uow:
            ids = uow.lines.lacking(after_id=last, limit=CHUNK)
        if not ids:
            return filled
        with database.write() as uow:
            uow.lines.write(ids)
        filled, last = filled + len(ids), ids[-1]
