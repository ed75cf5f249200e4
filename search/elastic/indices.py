"""The indices of one prefix: what is searched, what is kept for a rollback, what is being built.

Names: ``<prefix>-<fingerprint>`` is the alias that is searched, ``…-previous`` that of the index kept for a rollback,
``…-building`` that of one being built, ``…-<number>`` an index. What moves is written behind all three; cursors stand
in ``<prefix>-state``, one for each index, and only that of the live one moves: whichever index becomes live next
follows the log again from its own, so that a write missed by the two others is never lost.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import scan

from search.document import FINGERPRINT, ResourceDocument
from search.elastic.bulk import puts, removals, send
from search.elastic.client import Clients, Reads, translated
from search.elastic.mapping import Json, document_of
from search.port import EngineStatus, IndexMissing, NothingToRollBack, RefusedDocuments, SearchUnavailable

WAITED_FOR = 200
"""Up to so many documents a save waits to be searchable; more wait for the next refresh."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of aliases and indices under one prefix."""

    prefix: str

    @property
    def live(self) -> str:
        return f"{self.prefix}-{FINGERPRINT}"

    @property
    def previous(self) -> str:
        return f"{self.live}-previous"

    @property
    def building(self) -> str:
        return f"{self.live}-building"

    @property
    def state(self) -> str:
        return f"{self.prefix}-state"


class Indices:
    """Reads and writes of the indices made under this process's fingerprint."""

    def __init__(self, clients: Clients, reads: Reads, names: Names) -> None:
        self._reads = reads
        self._write_client = clients.write
        self._manage_client = clients.manage
        self.names = names

    def put(self, documents: Sequence[ResourceDocument], cursor: int, since: int | None) -> None:
        self._write(list(puts(documents)), cursor, since)

    def remove(self, gone: Mapping[int, int], cursor: int, since: int | None) -> None:
        self._write(list(removals(gone)), cursor, since)

    def _write(self, actions: Sequence[Json], cursor: int, since: int | None) -> None:
        """Write to the live index and to the two others, then move the cursor of that one.

        An index that takes its place meanwhile may have missed these writes: its cursor is left where it stands, and
        the log is followed again from there. Raises RefusedDocuments in the end, SearchUnavailable before the cursor
        moved.
        """
        with translated():
            live = index_behind(self._write_client, self.names.live)
            if live is None:
                raise IndexMissing
            if since is not None and cursor_of(self._write_client, self.names, live) != since:
                raise SearchUnavailable("another index serves now: the log is read again")
        refresh: str | bool = "wait_for" if 0 < len(actions) <= WAITED_FOR else False
        refused: dict[int, str] = {}
        if actions:
            refused = send(self._write_client, self.names.live, actions, refresh=refresh)
            for other in self._others():
                try:
                    send(self._write_client, other, actions, refresh=False)
                except SearchUnavailable:
                    # It follows the log from its own cursor once it is live.
                    continue
        with translated():
            if index_behind(self._write_client, self.names.live) != live:
                raise SearchUnavailable("another index serves now: the log is read again")
            move_cursor(self._write_client, self.names, live, cursor)
        if refused:
            raise RefusedDocuments(refused)

    def _others(self) -> list[str]:
        with translated():
            return [
                alias
                for alias in (self.names.previous, self.names.building)
                if index_behind(self._write_client, alias) is not None
            ]

    def roll_back(self) -> None:
        """Make the previous index the live one again, and the reverse. Raises NothingToRollBack."""
        with translated():
            previous = index_behind(self._manage_client, self.names.previous)
            if previous is None:
                raise NothingToRollBack
            live = index_behind(self._manage_client, self.names.live)
            self._manage_client.indices.update_aliases(actions=switched(self.names, previous, live, None))

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
            self._write_client.indices.refresh(index=self.names.live)
            found: Any = scan(
                self._write_client, index=self.names.live, query={"sort": [{"id": "asc"}]}, preserve_order=True
            )
            for item in found:
                yield document_of(item["_source"])

    def status(self) -> EngineStatus:
        """Return the state of the live index. Raises IndexMissing when there is none, SearchUnavailable."""
        with self._reads.asking() as client:
            live = index_behind(client, self.names.live)
            if live is None:
                # The cluster did answer.
                status = None
            else:
                total = client.count(index=live)["count"]
                status = EngineStatus("Elasticsearch", FINGERPRINT, total, cursor_of(client, self.names, live), live)
        if status is None:
            raise IndexMissing
        return status


def index_behind(client: Elasticsearch, alias: str) -> str | None:
    try:
        return str(next(iter(client.indices.get_alias(name=alias))))
    except NotFoundError:
        return None


def switched(names: Names, index: str, live: str | None, previous: str | None) -> list[Json]:
    """Return the changes of aliases, done as one, that make ``index`` the live one and the live one the previous."""
    actions: list[Json] = [
        {"add": {"index": index, "alias": names.live}},
        {"remove": {"index": index, "aliases": [names.building, names.previous], "must_exist": False}},
    ]
    if previous is not None:
        actions.append({"remove": {"index": previous, "alias": names.previous}})
    if live is not None:
        actions.append({"remove": {"index": live, "alias": names.live}})
        actions.append({"add": {"index": live, "alias": names.previous}})
    return actions


def cursor_of(client: Elasticsearch, names: Names, index: str) -> int:
    try:
        return int(client.get(index=names.state, id=index)["_source"]["cursor"])
    except NotFoundError:
        # Followed from the beginning of the log: slower, and right.
        return 0


def move_cursor(client: Elasticsearch, names: Names, index: str, cursor: int) -> None:
    client.index(index=names.state, id=index, document={"cursor": cursor})
