"""Requests counted in a file that every process of one machine shares.

A table of windows at fixed places, mapped in memory: one count costs a lock of the file and a few bytes, where the
storages of ``limits`` start a thread or ask a server. Several machines count each for itself.
"""

import fcntl
import hashlib
import mmap
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WINDOW = struct.Struct("<16sdq")
"""Whose: 16 bytes of a digest, so that the file holds no address. When it ends: seconds since 1970. How many hits."""
WINDOWS = 1 << 16
TRIED = 16
"""Places looked at for one key. Where all are taken, the window that ends first gives way."""
EMPTY = bytes(16)

Place = tuple[int, float, int]
"""Where a window stands in the file, when it ends, its hits."""


class SharedWindows:
    """Counts hits by key, each in a window that begins at its first hit.

    path   made when absent; its content may be lost at any time, which forgives what was counted.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._thread = threading.Lock()
        with self._alone():
            if os.fstat(self._file).st_size < WINDOW.size * WINDOWS:
                os.ftruncate(self._file, WINDOW.size * WINDOWS)
        self._table = mmap.mmap(self._file, WINDOW.size * WINDOWS)

    def add(self, key: str, *, lasting_s: float, now: float, hits: int = 1) -> int:
        """Count hits and return how many the window of ``key`` has now."""
        return self.hit(key, lasting_s=lasting_s, now=now, hits=hits)[0]

    def hit(self, key: str, *, lasting_s: float, now: float, hits: int = 1) -> tuple[int, float]:
        """Count hits and return how many the window of ``key`` has now, and when it ends."""
        digest = _digest(key)
        with self._alone():
            offset, ends_at, counted = self._find(digest, now)
            if ends_at <= now:
                ends_at, counted = now + lasting_s, 0
            WINDOW.pack_into(self._table, offset, digest, ends_at, counted + hits)
            return counted + hits, ends_at

    def read(self, key: str, *, now: float) -> tuple[int, float]:
        """Return the hits of the window of ``key`` and when it ends; 0 and now when there is none."""
        with self._alone():
            _, ends_at, counted = self._find(_digest(key), now)
        return (counted, ends_at) if ends_at > now else (0, now)

    def close(self) -> None:
        self._table.close()
        os.close(self._file)

    def _find(self, digest: bytes, now: float) -> Place:
        """Return the window of a key; where it has none, a place for it, as a window that has ended."""
        first = int.from_bytes(digest[:8], "little")
        free: Place | None = None
        for step in range(TRIED):
            offset = (first + step) % WINDOWS * WINDOW.size
            owner, ends_at, counted = WINDOW.unpack_from(self._table, offset)
            if owner == digest:
                return offset, ends_at, counted
            if free is None or ends_at < free[1]:
                free = (offset, ends_at, 0)
        assert free is not None
        return free[0], min(free[1], now), 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # A lock of a file keeps processes apart, not the threads of one.
        with self._thread:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=16).digest()
