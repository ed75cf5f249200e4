"""Talking to the cluster: one place where its errors become ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError

from search.elastic.mapping import Json
from search.port import SearchUnavailable

SEARCH_TIMEOUT_S = 5.0


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the client raises into SearchUnavailable; its reason holds no text of a query."""
    try:
        yield
    except ApiError as error:
        raise SearchUnavailable(f"{type(error).__name__} {error.status_code} {error.error}") from error
    except TransportError as error:
        raise SearchUnavailable(type(error).__name__) from error


def search_together(client: Elasticsearch, index: str, bodies: list[Json]) -> list[Any]:
    """Send several searches in one trip and return their answers, in order.

    The status of each answer is read: a failed one comes back inside a 200.
    """
    if not bodies:
        return []
    lines: list[Json] = []
    for body in bodies:
        # One shard that does not answer would make totals wrong in silence.
        lines += [{"index": index, "allow_partial_search_results": False}, body]
    with translated():
        answers = client.options(request_timeout=SEARCH_TIMEOUT_S).msearch(searches=lines)["responses"]
    for answer in answers:
        if "error" in answer or answer.get("status", 200) != 200:
            raise SearchUnavailable(f"search answered {answer.get('status')} {answer['error'].get('type')}")
    return list(answers)
