"""How often one may ask: counted over all the processes of a machine, for Flask-Limiter."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage

from directory.http.access import current_actor
from directory.http.windows import SharedWindows

SCHEME = "windows"
"""Scheme of the storage, as in ``windows:///var/lib/directory/limits``."""
FILE = "limits"
"""Name of the file in DATA_DIR."""


class WindowStorage(Storage):
    """What ``limits`` asks of a storage, on windows shared by every process."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012  # declared so by its base

    def __init__(
        self, uri: str, wrap_exceptions: bool = False, clock: Callable[[], float] = time.time, **_: Any
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._clock = clock
        self._windows = SharedWindows(Path(unquote(urlsplit(uri).path)))

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        return self._windows.add(key, lasting_s=expiry, now=self._clock(), hits=amount)

    def get(self, key: str) -> int:
        return self._windows.read(key, now=self._clock())[0]

    def get_expiry(self, key: str) -> float:
        return self._windows.read(key, now=self._clock())[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        self._windows.forget_all()
        return None

    def clear(self, key: str) -> None:
        self._windows.forget(key, now=self._clock())


UNLIMITED = frozenset({"static", "ops.alive", "ops.ready", "ops.metrics"})
"""Endpoints that are never refused: files, and what watches the process."""


def asker() -> str:
    """Return who a request is counted for: a key of a machine, an account, else the address it comes from.

    An agency sits behind one address: once signed in, its people are counted one by one.
    """
    actor = current_actor()
    if actor.token is not None:
        return f"token {actor.token}"
    return f"account {actor.account}" if actor.account is not None else f"address {get_remote_address()}"


def limit_requests(app: Flask, rate: str, folder: Path) -> None:
    """Refuse who asks more often than ``rate``, such as ``600 per minute``; ``none`` refuses nobody.

    To be called before the guard of rights: what is refused for want of a right counts too.
    folder   where the file that the processes share is kept.
    """
    if rate == "none":
        return
    storage = (folder / FILE).absolute().as_uri().replace("file", SCHEME, 1)
    limiter = Limiter(asker, app=app, application_limits=[rate], storage_uri=storage)

    @limiter.request_filter
    def is_unlimited() -> bool:
        return request.endpoint in UNLIMITED
