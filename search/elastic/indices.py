"""The indices of one prefix: what is written to them, and how far each has followed the change log.

What moves is written to the index that serves, to the one kept for a rollback and to the one being built, each by its
own address. Cursors stand in ``<prefix>-state``, one for each index. Only that of the index that serves moves, and only
over documents that this index acknowledged: whichever index takes its place follows the log again from its own cursor,
so that a write missed by the two others is never lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import scan

from search.document import FINGERPRINT, ResourceDocument
from search.elastic.bulk import puts, removals, send
from search.elastic.client import Clients, Reads, translated
from search.elastic.mapping import Json, document_of
from search.elastic.names import Names, address_of, roles_of
from search.port import EngineStatus, IndexMissing, RefusedDocuments, SearchUnavailable

WAITED_FOR = 200
"""Up to so many documents a save waits to be searchable; more wait for the next refresh."""

MOVED = "another index serves now: the log is read again"


class Indices:
    """Reads and writes of the indices made under this process's fingerprint."""

    def __init__(self, clients: Clients, reads: Reads, names: Names) -> None:
        self._reads = reads
        self._write_client = clients.write
        self._manage_client = clients.manage
        self.names = names

    def put(self, documents: Sequence[ResourceDocument], cursor: int | None, since: int | None) -> None:
        self._write(list(puts(documents)), cursor, since)

    def remove(self, gone: Mapping[int, int], cursor: int, since: int | None) -> None:
        self._write(list(removals(gone)), cursor, since)

    def _write(self, actions: Sequence[Json], cursor: int | None, since: int | None) -> None:
        """Write to the live index and to the two others, then move the cursor of that one.

        An index that takes its place meanwhile may have missed these writes: its cursor is left where it stands, and
        the log is followed again from there. Raises RefusedDocuments in the end, SearchUnavailable before the cursor
        moved.
        """
        with translated():
            roles = roles_of(self._write_client, self.names)
            if roles.live is None:
                raise IndexMissing
            if since is not None and cursor_of(self._write_client, self.names, roles.live) != since:
                raise SearchUnavailable(MOVED)
        refused: dict[int, str] = {}
        if actions:
            refresh: str | bool = "wait_for" if len(actions) <= WAITED_FOR else False
            refused = send(self._write_client, roles.live, actions, refresh=refresh)
            for other in roles.others:
                try:
                    send(self._write_client, other, actions, refresh=False)
                except SearchUnavailable:
                    # It follows the log from its own cursor once it is live.
                    continue
        with translated():
            if roles_of(self._write_client, self.names).live != roles.live:
                raise SearchUnavailable(MOVED)
            if cursor is not None:
                move_cursor(self._write_client, self.names, roles.live, cursor)
        if refused:
            raise RefusedDocuments(refused)

    def forget_others(self) -> list[str]:
        """Delete the indices made under another fingerprint, once no process of that version runs; return them."""
        with translated():
            found = self._manage_client.indices.get_alias(index=f"{self.names.prefix}-*")
            others = [name for name in found if not name.startswith(self.names.live) and name != self.names.state]
            for name in others:
                self._manage_client.indices.delete(index=name, ignore_unavailable=True)
            return others

    def documents(self) -> Iterator[ResourceDocument]:
        """Give every document of the live index, by identifier, what was written a moment ago included."""
        with translated():
            live = roles_of(self._write_client, self.names).live
            if live is None:
                raise IndexMissing
            self._write_client.indices.refresh(index=live)
            found: Any = scan(self._write_client, index=live, query={"sort": [{"id": "asc"}]}, preserve_order=True)
            for item in found:
                yield document_of(item["_source"])

    def status(self) -> EngineStatus:
        """Return the state of the live index. Raises IndexMissing when there is none, SearchUnavailable."""
        with self._reads.asking() as client:
            live = roles_of(client, self.names).live
            if live is None:
                # The cluster did answer.
                status = None
            else:
                total = client.count(index=live)["count"]
                status = EngineStatus("Elasticsearch", FINGERPRINT, total, cursor_of(client, self.names, live), live)
        if status is None:
            raise IndexMissing
        return status


def cursor_of(client: Elasticsearch, names: Names, index: str) -> int:
    try:
        return int(client.get(index=address_of(names.state), id=index)["_source"]["cursor"])
    except NotFoundError:
        # Followed from the beginning of the log: slower, and right.
        return 0


def move_cursor(client: Elasticsearch, names: Names, index: str, cursor: int) -> None:
    client.index(index=address_of(names.state), id=index, document={"cursor": cursor}, require_alias=True)
