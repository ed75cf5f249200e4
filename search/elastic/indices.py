"""The indices of one prefix: written by bulk, rebuilt aside, switched by one alias change.

Names: ``<prefix>-<fingerprint>`` is the alias that is searched, ``…-previous`` the index kept for a rollback (it is
fed too), ``…-<number>`` an index. Cursors stand in ``<prefix>-state``.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import scan, streaming_bulk

from search.document import FINGERPRINT, ResourceDocument
from search.elastic.client import translated
from search.elastic.mapping import Json, document_of, mapping, settings, source_of
from search.port import EngineStatus, SearchUnavailable

BULK = 500
WAITED_FOR = 200
"""Up to so many documents a save waits to be searchable; more wait for the next refresh."""

REFRESH = "1s"


class RefusedDocuments(Exception):
    """Documents that the cluster refuses for what they hold: trying again would change nothing.

    refused   identifier → reason.
    """

    def __init__(self, refused: Mapping[int, str]) -> None:
        super().__init__(f"{len(refused)} documents refused")
        self.refused = dict(refused)


class Indices:
    """Names and writes of the indices made under this process's fingerprint."""

    def __init__(self, client: Elasticsearch, *, prefix: str, replicas: int = 1, refresh: str = REFRESH) -> None:
        """``refresh``: how long what is written may stay out of the searches, as Elasticsearch writes it."""
        self._client = client
        self._prefix = prefix
        self._replicas = replicas
        self._refresh = refresh
        self._alias = f"{prefix}-{FINGERPRINT}"
        self._previous = f"{self._alias}-previous"
        self._state = f"{prefix}-state"

    def live_name(self) -> str:
        """Return the name that is searched."""
        return self._alias

    def put(self, documents: Sequence[ResourceDocument], cursor: int) -> None:
        actions = [
            {"_op_type": "index", "_id": d.id, "version": d.seq, "version_type": "external", "_source": source_of(d)}
            for d in documents
        ]
        self._write(actions, cursor)

    def remove(self, gone: Mapping[int, int], cursor: int) -> None:
        actions = [
            {"_op_type": "delete", "_id": identifier, "version": seq, "version_type": "external"}
            for identifier, seq in gone.items()
        ]
        self._write(actions, cursor)

    def _write(self, actions: Sequence[Json], cursor: int) -> None:
        """Write to the live index and to the previous one, then move the cursor."""
        with translated():
            live = self._index_of(self._alias)
            if live is None:
                raise SearchUnavailable("no index was built for this version of the product")
            previous = self._index_of(self._previous)
            refused: dict[int, str] = {}
            for index in filter(None, (live, previous)):
                refresh = "wait_for" if index == live and 0 < len(actions) <= WAITED_FOR else False
                refused |= self._bulk(index, actions, refresh=refresh)
            self._move_cursor(live, cursor)
        if refused:
            raise RefusedDocuments(refused)

    def _bulk(self, index: str, actions: Iterable[Json], *, refresh: str | bool) -> dict[int, str]:
        """Send actions; return what was refused for good. Every item's status is read.

        Raises SearchUnavailable when the cluster could not take an item after several tries.
        """
        refused: dict[int, str] = {}
        outcomes = streaming_bulk(
            self._client,
            ({**action, "_index": index} for action in actions),
            chunk_size=BULK,
            max_retries=5,
            initial_backoff=0.5,
            max_backoff=30,
            raise_on_error=False,
            raise_on_exception=False,
            refresh=refresh,
        )
        for done, outcome in outcomes:
            if done:
                continue
            operation, item = next(iter(outcome.items()))
            status = item.get("status")
            # A newer version is there (409), or the document to delete never was (404): done.
            if status == 409 or (status == 404 and operation == "delete"):
                continue
            if status == 400:
                refused[int(item["_id"])] = str(item.get("error", {}).get("type", "refused"))
                continue
            raise SearchUnavailable(f"bulk {operation} answered {status}")
        return refused

    def rebuild(self, documents: Iterable[ResourceDocument], cursor: int) -> None:
        """Make a new index, check it, switch to it; on any failure it goes and the old one serves on."""
        with translated():
            self._sweep()
            name = f"{self._alias}-{secrets.token_hex(4)}"
            self._client.indices.create(index=name, mappings=mapping(), settings=settings(replicas=0, refresh="-1"))
            try:
                self._fill(name, documents)
                self._move_cursor(name, cursor)
                self._switch(name)
            except BaseException:
                self._client.indices.delete(index=name, ignore_unavailable=True)
                raise
            self._sweep()

    def _fill(self, name: str, documents: Iterable[ResourceDocument]) -> None:
        sent = 0

        def actions() -> Iterator[Json]:
            nonlocal sent
            for document in documents:
                sent += 1
                yield {
                    "_op_type": "index",
                    "_id": document.id,
                    "version": document.seq,
                    "version_type": "external",
                    "_source": source_of(document),
                }

        refused = self._bulk(name, actions(), refresh=False)
        if refused:
            raise RefusedDocuments(refused)
        wanted = settings(replicas=self._replicas, refresh=self._refresh)
        kept = {key: wanted[key] for key in ("number_of_replicas", "refresh_interval")}
        self._client.indices.put_settings(index=name, settings=kept)
        self._client.indices.refresh(index=name)
        held = self._client.count(index=name)["count"]
        if held != sent:
            raise SearchUnavailable(f"the new index holds {held} documents of {sent}")

    def _switch(self, name: str) -> None:
        actions: list[Json] = [{"add": {"index": name, "alias": self._alias}}]
        live, previous = self._index_of(self._alias), self._index_of(self._previous)
        if previous is not None:
            actions.append({"remove": {"index": previous, "alias": self._previous}})
        if live is not None:
            actions.append({"remove": {"index": live, "alias": self._alias}})
            actions.append({"add": {"index": live, "alias": self._previous}})
        self._client.indices.update_aliases(actions=actions)

    def roll_back(self) -> None:
        """Make the previous index the live one again, and the reverse. Raises SearchUnavailable when none is kept."""
        with translated():
            previous = self._index_of(self._previous)
            if previous is None:
                raise SearchUnavailable("no previous index is kept")
            live = self._index_of(self._alias)
            self._switch_back(previous, live)

    def _switch_back(self, previous: str, live: str | None) -> None:
        actions: list[Json] = [
            {"remove": {"index": previous, "alias": self._previous}},
            {"add": {"index": previous, "alias": self._alias}},
        ]
        if live is not None:
            actions.append({"remove": {"index": live, "alias": self._alias}})
            actions.append({"add": {"index": live, "alias": self._previous}})
        self._client.indices.update_aliases(actions=actions)

    def _sweep(self) -> None:
        """Delete the indices that no alias names: those of killed rebuilds, and the one before the previous."""
        found = self._client.indices.get_alias(index=f"{self._alias}-*")
        for name, about in found.items():
            if not about["aliases"]:
                self._client.indices.delete(index=name, ignore_unavailable=True)

    def _index_of(self, alias: str) -> str | None:
        try:
            return str(next(iter(self._client.indices.get_alias(name=alias))))
        except NotFoundError:
            return None

    def _move_cursor(self, index: str, cursor: int) -> None:
        self._client.index(index=self._state, id=index, document={"cursor": cursor})

    def documents(self) -> Iterator[ResourceDocument]:
        """Give every document of the live index, by identifier."""
        with translated():
            self._client.indices.refresh(index=self._alias)
            found: Iterable[Any] = scan(
                self._client, index=self._alias, query={"sort": [{"id": "asc"}]}, preserve_order=True
            )
            for item in found:
                yield document_of(item["_source"])

    def status(self) -> EngineStatus:
        """Return the state of the live index. Raises SearchUnavailable when there is none."""
        with translated():
            live = self._index_of(self._alias)
            if live is None:
                raise SearchUnavailable("no index was built for this version of the product")
            try:
                cursor = int(self._client.get(index=self._state, id=live)["_source"]["cursor"])
            except NotFoundError:
                cursor = 0
            total = self._client.count(index=live)["count"]
            return EngineStatus("Elasticsearch", FINGERPRINT, total, cursor, live)
