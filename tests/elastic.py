"""One Elasticsearch server of each version for a whole run, whichever worker needs it first; engines on it.

``ELASTICSEARCH_URL`` set: that server is used, for the tests of its own version. Else ``tools.elastic`` starts one.
"""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from elasticsearch import Elasticsearch

from search.elastic.client import Clients
from search.elastic.engine import ElasticEngine
from tools.elastic.cluster import cluster
from tools.elastic.distribution import NoServer

VERSIONS = (8, 9) if os.environ.get("ELASTIC_LONG") else (8,)
"""``make test`` asks one version, ``make elasticsearch-long`` both: CI runs the two."""
REFRESH = "20ms"
PATIENCE_S = 120.0
"""Nothing is measured here: a server on a busy machine may take its time."""


@contextmanager
def shared_server(major: int, folder: Path) -> Iterator[str]:
    """Give the address of a server of this major version. Raises NoServer.

    folder   known to every worker of the run: the one that started the server stops it after the others left.
    """
    named = os.environ.get("ELASTICSEARCH_URL")
    if named:
        with Elasticsearch(named) as client:
            version = str(client.info()["version"]["number"])
        if not version.startswith(f"{major}."):
            raise NoServer(f"ELASTICSEARCH_URL leads to Elasticsearch {version}")
        yield named
        return
    users = _Users(folder / f"elasticsearch-{major}.json")
    with users.locked() as known:
        if known.url:
            known.pids.append(os.getpid())
        else:
            started = cluster(major)
            known.url = started.__enter__().urls[0]
            known.owner = os.getpid()
    if known.owner != os.getpid():
        yield known.url
        with users.locked() as known:
            known.pids.remove(os.getpid())
        return
    try:
        yield known.url
    finally:
        while users.are_there():
            time.sleep(0.2)
        started.__exit__(None, None, None)


class _Known:
    """What the workers tell each other of a server."""

    def __init__(self, url: str = "", owner: int = 0, pids: list[int] | None = None) -> None:
        self.url = url
        self.owner = owner
        self.pids = pids or []


class _Users:
    """A small file, read and written under a lock."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def locked(self) -> Iterator[_Known]:
        with self._path.open("a+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            text = file.read()
            known = _Known(**json.loads(text)) if text else _Known()
            yield known
            file.truncate(0)
            file.write(json.dumps(vars(known)))

    def are_there(self) -> bool:
        """Tell whether another living process uses the server; it is not offered any more when none does."""
        with self.locked() as known:
            known.pids = [pid for pid in known.pids if Path(f"/proc/{pid}").exists()]
            if not known.pids:
                known.url = ""
            return bool(known.pids)


@contextmanager
def engine_on(url: str) -> Iterator[ElasticEngine]:
    """Give an engine on indices of its own, which go with it; what is written is found at once."""
    prefix = f"test-{secrets.token_hex(4)}"
    with Elasticsearch(url, request_timeout=PATIENCE_S) as client:
        clients = Clients(client, client, client)
        try:
            yield ElasticEngine(clients, prefix=prefix, refresh=REFRESH, words_max_age_s=0.0)
        finally:
            # The server refuses to delete by pattern.
            for name in client.indices.get(index=f"{prefix}-*"):
                client.indices.delete(index=name)
