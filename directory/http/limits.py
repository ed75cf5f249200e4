"""How often one may ask: counted over all the processes of a machine."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, g, request
from limits import parse_many
from werkzeug.exceptions import TooManyRequests

from directory.http.access import current_actor
from directory.http.windows import SharedWindows

FILE = "limits"
"""Name of the file in DATA_DIR."""

UNLIMITED = frozenset({None, "static", "ops.alive", "ops.ready", "ops.metrics"})
"""Endpoints that are never refused: files, what watches the process, and addresses that lead nowhere."""

_COUNTED = "counted_window"
"""Key of the window that a request was counted in, in ``flask.g``."""


class Window(NamedTuple):
    """What one asker has left: ``most`` requests until ``ends_at`` (seconds since 1970), of which ``hits`` are used."""

    most: int
    hits: int
    ends_at: float


def asker() -> str:
    """Return who a request is counted for: a key of a machine, an account, else the address it comes from.

    An agency sits behind one address: once signed in, its people are counted one by one.
    """
    actor = current_actor()
    if actor.token is not None:
        return f"token {actor.token}"
    return f"account {actor.account}" if actor.account is not None else f"address {request.remote_addr or ''}"


def limit_requests(app: Flask, rate: str, folder: Path, clock: Callable[[], float] = time.time) -> None:
    """Refuse who asks more often than ``rate``, such as ``600 per minute``; ``none`` refuses nobody.

    To be called before the guard of rights: what is refused for want of a right counts too.
    folder   where the file that the processes share is kept.
    clock    seconds since 1970.
    """
    if rate == "none":
        return
    windows = SharedWindows(folder / FILE)
    allowed = tuple((each.amount, float(each.get_expiry())) for each in parse_many(rate))

    @app.before_request
    def count() -> None:
        if request.endpoint in UNLIMITED:
            return
        key, now = asker(), clock()
        counted = [
            Window(most, *windows.hit(f"{lasting_s} {key}", lasting_s=lasting_s, now=now))
            for most, lasting_s in allowed
        ]
        tightest = min(counted, key=lambda window: (window.most - window.hits, -window.ends_at))
        setattr(g, _COUNTED, tightest)
        if tightest.hits > tightest.most:
            raise TooManyRequests(retry_after=max(1, round(tightest.ends_at - now)))

    @app.after_request
    def tell(response: Response) -> Response:
        window = g.get(_COUNTED)
        if isinstance(window, Window):
            response.headers.add("X-RateLimit-Limit", str(window.most))
            response.headers.add("X-RateLimit-Remaining", str(max(0, window.most - window.hits)))
            response.headers.add("X-RateLimit-Reset", str(int(window.ends_at)))
        return response
