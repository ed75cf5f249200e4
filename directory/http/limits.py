"""Requests counted in the memory of a process, for Flask-Limiter.

The storage that comes with ``limits`` starts a thread each time it counts, to forget old windows: it takes longer
than a search. This one forgets them while counting.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage

PROCESS = "process"
"""Scheme of the storage, as in ``process://``."""
FORGET_ABOVE = 10_000
"""Windows kept before those that ended are looked for."""


class ProcessStorage(Storage):
    """Fixed windows by key: the number of hits, and when the window ends."""

    STORAGE_SCHEME = [PROCESS]  # noqa: RUF012  # declared so by its base

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, clock: Callable[[], float] = time.time, **_: Any
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._clock = clock
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, float]] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = self._clock()
        with self._lock:
            hits, ends_at = self._windows.get(key, (0, 0.0))
            if ends_at <= now:
                hits, ends_at = 0, now + expiry
                if len(self._windows) >= FORGET_ABOVE:
                    self._windows = {name: window for name, window in self._windows.items() if window[1] > now}
            self._windows[key] = (hits + amount, ends_at)
            return hits + amount

    def get(self, key: str) -> int:
        hits, ends_at = self._windows.get(key, (0, 0.0))
        return hits if ends_at > self._clock() else 0

    def get_expiry(self, key: str) -> float:
        return self._windows.get(key, (0, self._clock()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self._lock:
            forgotten = len(self._windows)
            self._windows = {}
        return forgotten

    def clear(self, key: str) -> None:
        with self._lock:
            self._windows.pop(key, None)


UNLIMITED = ("static", "ops.alive", "ops.ready", "ops.metrics")
"""Endpoints that are never refused: files, and what watches the process."""


def limit_requests(app: Flask, rate: str) -> None:
    """Refuse an address that asks more often than ``rate``, such as ``600 per minute``; ``none`` refuses nobody."""
    if rate == "none":
        return
    limiter = Limiter(get_remote_address, app=app, default_limits=[rate], storage_uri=f"{PROCESS}://")
    for endpoint in UNLIMITED:
        limiter.exempt(app.view_functions[endpoint])
