"""The journal of a generation folded into its file, behind whoever writes.

Left to SQLite, the save that meets the end of a journal folds it before it is answered, a twentieth of a second with
the lease of the index in its hands: whoever saves meanwhile waits as well.
"""

import contextlib
import sqlite3
import threading
from pathlib import Path

from search.sqlite import schema

FOLD_BYTES = 16 * 1024 * 1024


class Folding:
    """One at a time in a process. A process that ends in the middle of it leaves a journal as sound as before."""

    def __init__(self, *, from_bytes: int = FOLD_BYTES) -> None:
        self._from_bytes = from_bytes
        self._thread: threading.Thread | None = None

    def begin(self, path: Path) -> threading.Thread | None:
        """Fold the journal of a file once it is long, in a thread of its own; return it, None where nothing is done."""
        if self._thread is not None and self._thread.is_alive():
            return None
        if journal_bytes(path) < self._from_bytes:
            return None
        self._thread = threading.Thread(target=fold, args=(path,), daemon=True)
        self._thread.start()
        return self._thread


def journal_bytes(path: Path) -> int:
    """Return how long a journal is: it is cut when it begins anew, so its length is what is still to be folded."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size
    except FileNotFoundError:
        return 0


def fold(path: Path) -> None:
    """Fold a journal without making anybody wait; what a reader still needs of it is left."""
    # The generation may have been replaced and thrown away meanwhile.
    with contextlib.suppress(sqlite3.OperationalError):
        connection = schema.connect(path)
        try:
            connection.execute("pragma wal_checkpoint(passive)")
        finally:
            connection.close()
