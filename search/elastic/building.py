"""An index built aside, checked, then switched to by one change of aliases."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress

from elasticsearch import ApiError, BadRequestError, Elasticsearch, TransportError

from search.document import TEXT_FIELDS, ResourceDocument
from search.elastic.bulk import puts, send
from search.elastic.client import translated
from search.elastic.indices import move_cursor
from search.elastic.mapping import STATE, Json, document_of, mapping, serving, settings
from search.elastic.names import Names, address_of, roles_of
from search.elastic.switching import Switching
from search.port import RefusedDocuments, SearchUnavailable

MOST_REFUSED_SHARE = 0.01
"""Above it the mapping is at fault, not the documents: the index is not switched to."""

COPY_WITHIN_S = 600


class Building:
    """Rebuilds the index of one prefix. One at a time: the caller holds a lease."""

    def __init__(self, client: Elasticsearch, names: Names, switching: Switching, *, refresh: str) -> None:
        self._client = client
        self._names = names
        self._switching = switching
        self._refresh = refresh

    def rebuild(self, documents: Iterable[ResourceDocument], cursor: int) -> None:
        """Make a new index and switch to it; on any failure it goes and the old one serves on.

        Raises SearchUnavailable; RefusedDocuments, the switch made, when a few documents were refused.
        """
        with translated():
            self._make_state()
            # What a killed rebuild left is no use to anyone.
            self._drop_unfinished()
            name = f"{self._names.live}-{secrets.token_hex(4)}"
            aliases: Json = {self._names.building: {}, address_of(name): {}}
            self._client.indices.create(index=name, mappings=mapping(), settings=settings(), aliases=aliases)
            try:
                refused = self._fill(name, documents)
                move_cursor(self._client, self._names, name, cursor)
                self._switching.to(name)
            except BaseException:
                self._client.indices.delete(index=name, ignore_unavailable=True)
                raise
            # The new index serves: what is left of the old ones goes at the next rebuild, if not now.
            with suppress(ApiError, TransportError):
                self._sweep()
        if refused:
            raise RefusedDocuments(refused)

    def _fill(self, name: str, documents: Iterable[ResourceDocument]) -> dict[int, str]:
        seen = _Seen()
        refused = send(self._client, name, puts(seen.passing(documents)), refresh=False)
        if len(refused) > seen.total * MOST_REFUSED_SHARE and len(refused) > 1:
            raise SearchUnavailable(f"{len(refused)} documents of {seen.total} were refused")
        self._client.indices.put_settings(index=name, settings=serving(refresh=self._refresh))
        self._wait_for_copies(name)
        self._client.indices.refresh(index=name)
        self._count(name, seen.total - len(refused), seen.last_seq)
        self._look_for(name, [document for document in seen.canaries if document.id not in refused])
        return refused

    def _count(self, name: str, sent: int, last_seq: int) -> None:
        """Check that what was sent is there, or was replaced or taken away by what moved during the build."""
        # One question for both numbers: two could be answered by two copies, one of them a refresh behind the other.
        answer = self._client.search(
            index=name, size=0, track_total_hits=True, aggs={"newer": {"filter": {"range": {"seq": {"gt": last_seq}}}}}
        )
        newer = answer["aggregations"]["newer"]["doc_count"]
        held = answer["hits"]["total"]["value"] - newer
        stats = self._client.indices.stats(index=name, metric="indexing")
        gone = stats["_all"]["primaries"]["indexing"]["delete_total"]
        if not sent - newer - gone <= held <= sent:
            raise SearchUnavailable(f"the new index holds {held} documents of {sent}")

    def _wait_for_copies(self, name: str) -> None:
        """Wait for the replica, so that a node lost just after the switch loses nothing."""
        for _ in range(COPY_WITHIN_S // 30):
            health = self._client.options(ignore_status=408).cluster.health(
                index=name, wait_for_status="green", wait_for_no_initializing_shards=True, timeout="30s"
            )
            if not health["timed_out"]:
                return
        raise SearchUnavailable("the new index was not copied to a second node in ten minutes")

    def _look_for(self, name: str, canaries: list[ResourceDocument]) -> None:
        """Check that documents come back as sent, and by one of their words, unless they moved during the build."""
        for document in canaries:
            as_sent: list[Json] = [{"term": {"id": document.id}}, {"term": {"seq": document.seq}}]
            word = next((text.split()[0] for field in TEXT_FIELDS.values() if (text := getattr(document, field))), "")
            by_word = {"bool": {"should": [{"term": {field: word}} for field in TEXT_FIELDS.values()]}}
            # One question for both, as above: a save may come between two.
            answer = self._client.search(
                index=name, size=1, query={"bool": {"filter": as_sent}}, aggs={"by_word": {"filter": by_word}}
            )
            hits = answer["hits"]["hits"]
            if not hits:
                continue  # saved or archived meanwhile: the count bounds how many
            if document_of(hits[0]["_source"]) != document:
                raise SearchUnavailable(f"fiche {document.id} did not come back as it was sent")
            if word and not answer["aggregations"]["by_word"]["doc_count"]:
                raise SearchUnavailable(f"fiche {document.id} is not found by its own words")

    def _make_state(self) -> None:
        """Make the index of cursors, or give the address it lacks to one that another version made."""
        address = address_of(self._names.state)
        try:
            self._client.indices.create(
                index=self._names.state, mappings=STATE, settings=serving(refresh="1s"), aliases={address: {}}
            )
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
            self._client.indices.put_alias(index=self._names.state, name=address)

    def _drop_unfinished(self) -> None:
        unfinished = roles_of(self._client, self._names).building
        if unfinished is not None and self._switching.dropped(unfinished):
            self._delete(unfinished)

    def _sweep(self) -> None:
        """Delete the indices that were replaced twice: nothing takes them up again, however late a node is."""
        for name in roles_of(self._client, self._names).idle:
            self._delete(name)

    def _delete(self, name: str) -> None:
        self._client.indices.delete(index=name, ignore_unavailable=True)
        self._client.options(ignore_status=404).delete(index=self._names.state, id=name)


class _Seen:
    """Counts documents as they pass and keeps a few, more and more apart."""

    def __init__(self) -> None:
        self.total = 0
        self.last_seq = 0
        self.canaries: list[ResourceDocument] = []

    def passing(self, documents: Iterable[ResourceDocument]) -> Iterator[ResourceDocument]:
        for document in documents:
            self.total += 1
            self.last_seq = max(self.last_seq, document.seq)
            if self.total & (self.total - 1) == 0:
                self.canaries.append(document)
            yield document
