"""Servers of tests, on ports that are held from the moment they are known: what is free now is taken a moment later."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import BaseServer
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

POLL_S = 0.02
"""How soon a server sees that it is to stop; half a second else, at the end of each test."""


@contextmanager
def running(server: BaseServer) -> Iterator[None]:
    """Let a server answer in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, args=(POLL_S,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def served(make: Callable[[str], "WSGIApplication"], host: str = "127.0.0.1") -> Iterator[str]:
    """Serve an application and give its address. ``make``: the application, which may know its address."""
    with socket.create_server((host, 0)) as held:
        port = held.getsockname()[1]
        address = f"http://{host}:{port}"
        server = make_server(host, port, make(address), threaded=True, fd=held.fileno())
        with running(server):
            yield address


@contextmanager
def nobody_there() -> Iterator[int]:
    """Give a port of this machine that refuses whoever connects: it is held, and nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
