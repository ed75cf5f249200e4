"""Generations of the index on disk and the pointer to the live one.

``<folder>/<fingerprint>/current`` names a sub-folder with ``index.db`` and snapshots ``columns-<seq>``. A WAL
database in use is never renamed: a new generation is another folder, and replacing the pointer is atomic.
"""

import os
import secrets
import shutil
from pathlib import Path

from search.document import FINGERPRINT

POINTER = "current"


class Generations:
    """The generations made under this process's fingerprint."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FINGERPRINT

    def current(self) -> Path | None:
        """Return the folder of the live generation, or None when there is none."""
        try:
            name = (self.folder / POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return self.folder / name

    def mark(self) -> tuple[int, int] | None:
        """Return something that changes when the pointer does; one system call."""
        try:
            found = os.stat(self.folder / POINTER)
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def begin(self) -> Path:
        """Make the folder of a generation to build."""
        path = self.folder / f"g-{secrets.token_hex(6)}"
        path.mkdir(parents=True)
        return path

    def publish(self, path: Path) -> None:
        """Make a finished generation the live one, then sweep all but it and the one before."""
        before = self.current()
        pointer = self.folder / f"{POINTER}.{path.name}"
        with open(pointer, "w", encoding="ascii") as file:
            file.write(path.name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(pointer, self.folder / POINTER)
        self.sweep(keep={path, before} if before else {path})

    def sweep(self, keep: set[Path]) -> None:
        """Remove what no process will open again: processes that still read it keep their open files."""
        for found in self.folder.iterdir():
            if found.is_dir() and found not in keep:
                shutil.rmtree(found, ignore_errors=True)
