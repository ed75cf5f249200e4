"""Documents sent by bulk: a 200 hides errors, so the status of every item is read."""

from collections.abc import Iterable, Iterator, Mapping

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.document import ResourceDocument
from search.elastic.client import PASSING, translated
from search.elastic.mapping import Json, source_of
from search.elastic.names import address_of
from search.port import SearchUnavailable

CHUNK = 500
TRIES = 5


def puts(documents: Iterable[ResourceDocument]) -> Iterator[Json]:
    """Give the action that adds or replaces each document, unless a newer one is held."""
    for document in documents:
        yield {
            "_op_type": "index",
            "_id": document.id,
            "version": document.seq,
            "version_type": "external",
            "_source": source_of(document),
        }


def removals(gone: Mapping[int, int]) -> Iterator[Json]:
    for identifier, seq in gone.items():
        yield {"_op_type": "delete", "_id": identifier, "version": seq, "version_type": "external"}


def send(client: Elasticsearch, index: str, actions: Iterable[Json], *, refresh: str | bool) -> dict[int, str]:
    """Send actions to one index, by its address; return what was refused for what it holds, with the reason.

    A busy cluster (429, 503) is waited for, longer each time. Returns only when this index, and no other, acknowledged
    every action. Raises SearchUnavailable when the cluster stays busy, or when the node that was asked knows no such
    address: a write never makes an index.
    """
    refused: dict[int, str] = {}
    with translated():
        outcomes = streaming_bulk(
            client,
            ({**action, "_index": address_of(index)} for action in actions),
            chunk_size=CHUNK,
            max_retries=TRIES,
            retry_on_status=PASSING,
            initial_backoff=0.5,
            max_backoff=30,
            raise_on_error=False,
            raise_on_exception=True,
            require_alias=True,
            refresh=refresh,
        )
        for done, outcome in outcomes:
            operation, item = next(iter(outcome.items()))
            status, error = item.get("status"), item.get("error") or {}
            if error.get("type") == "index_not_found_exception":
                raise SearchUnavailable("the node that was asked does not know the index to write to")
            if item["_index"] != index:
                raise SearchUnavailable("another index than the one written to answered")
            if done:
                continue
            # A newer version is there (409), or the document to delete never was (404): done.
            if status == 409 or (status == 404 and operation == "delete"):
                continue
            if status != 400:
                raise SearchUnavailable(f"bulk {operation} was answered {status} {error.get('type', '')}")
            refused[int(item["_id"])] = _reason(error)
    return refused


def _reason(error: Json) -> str:
    """Name the field and the fault, never the value: it may hold what a person wrote."""
    said = str(error.get("reason", ""))
    field = said.partition("field [")[2].partition("]")[0]
    return f"{error.get('type', 'refused')} {field}".strip()
