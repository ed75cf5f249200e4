"""Generations of the index on disk and the pointer to the live one.

``<folder>/<fingerprint>/current`` names a sub-folder with ``index.db`` and snapshots ``columns-<seq>``. A WAL
database in use is never renamed: a new generation is another folder, and replacing the pointer is atomic.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.document import FINGERPRINT
from search.port import IndexBusy

POINTER = "current"
LOCK = "lock"


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
            found = (self.folder / POINTER).stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one process that writes. Raises IndexBusy at once; a killed process leaves no lock behind."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("w", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexBusy(str(self.folder)) from error
            yield

    def begin(self) -> Path:
        """Make the folder of a generation to build; what a killed build left goes first."""
        self.sweep(keep={live} if (live := self.current()) else set())
        path = self.folder / f"g-{secrets.token_hex(6)}"
        path.mkdir(parents=True)
        return path

    def publish(self, path: Path) -> None:
        """Make a finished generation the live one, then sweep all but it and the one before."""
        before = self.current()
        pointer = self.folder / f"{POINTER}.{path.name}"
        with pointer.open("w", encoding="ascii") as file:
            file.write(path.name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.folder / POINTER)
        self.sweep(keep={path, before} if before else {path})

    def before(self) -> Path | None:
        """Return the generation kept beside the live one, or None."""
        live = self.current()
        kept = [path for path in self.folder.glob("g-*") if path.is_dir() and path != live]
        return kept[0] if live is not None and kept else None

    def forget_others(self) -> list[str]:
        """Remove the generations of other fingerprints; return these fingerprints."""
        others = [path for path in self.folder.parent.iterdir() if path.is_dir() and path != self.folder]
        for path in others:
            shutil.rmtree(path, ignore_errors=True)
        return sorted(path.name for path in others)

    def sweep(self, keep: set[Path]) -> None:
        """Remove what no process will open again: processes that still read it keep their open files."""
        for found in self.folder.iterdir():
            if found.is_dir() and found not in keep:
                shutil.rmtree(found, ignore_errors=True)
