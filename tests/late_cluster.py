"""An Elasticsearch cluster in memory, one node of which learns late what was decided about indices and aliases.

Documents are shared by all nodes, as the shards of a real cluster are. What is not shared is the *cluster state*, the
table of indices and aliases: each node answers, and finds the index behind an alias, from its own copy of it.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig, Transport, TransportApiResponse
from elasticsearch import Elasticsearch

from search.elastic.client import Clients

NODE = NodeConfig("http", "in-memory", 9200)
State = dict[str, set[str]]
"""Name of each index → the aliases that name it."""


class Refused(Exception):
    """A request that the cluster answers with an error."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(kind)
        self.status = status
        self.body = {"error": {"type": kind, "root_cause": []}, "status": status}


@dataclass
class LateCluster:
    """``asked_late``: the requests that the late node is asked, by a step of their path, such as ``_bulk``.

    late_turns       how many of those requests it is asked before the others are asked again; None: all of them.
    refuses          HTTP methods that are answered 503.
    made_by_writes   indices that a write made because nothing had its name: what must never happen.
    """

    asked_late: tuple[str, ...] = ()
    late_turns: int | None = None
    refuses: tuple[str, ...] = ()
    state: State = field(default_factory=dict)
    late_state: State | None = None
    documents: dict[str, dict[str, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    made_by_writes: list[str] = field(default_factory=list)

    def clients(self) -> Clients:
        client = Elasticsearch("http://in-memory:9200", transport_class=_transport_of(self))
        return Clients(client, client, client)

    def fall_behind(self) -> None:
        """From now on one node keeps the cluster state it has."""
        self.late_state = deepcopy(self.state)

    def held_by(self, index: str) -> set[int]:
        """Return the fiches that an index holds."""
        return {int(identifier) for identifier in self.documents[index]}

    def answer(self, method: str, target: str, body: Any) -> Any:
        if method in self.refuses:
            raise Refused(503, "unavailable")
        split = urlsplit(target)
        parts = [unquote(part) for part in split.path.strip("/").split("/")]
        options = {name: values[-1] for name, values in parse_qs(split.query).items()}
        seen = self.late_state if self.late_state is not None and self._late_is_asked(parts) else self.state
        return _Request(self, seen, method, parts, options, body).answer()

    def _late_is_asked(self, parts: list[str]) -> bool:
        if self.late_turns == 0 or not any(word in parts for word in self.asked_late):
            return False
        if self.late_turns is not None:
            self.late_turns -= 1
        return True


@dataclass
class _Request:
    """One request, answered by a node that sees the cluster as ``seen``."""

    cluster: LateCluster
    seen: State
    method: str
    parts: list[str]
    options: Mapping[str, str]
    body: Any

    def answer(self) -> Any:
        last = self.parts[-1]
        if last == "_bulk":
            return self._bulk()
        if "_doc" in self.parts:
            return self._document()
        if last == "_aliases" or "_alias" in self.parts:
            return self._aliases()
        if last in ("_search", "_count", "_stats") or "_stats" in self.parts:
            return self._read()
        if last in ("_refresh", "_settings") or self.parts[0] == "_cluster":
            return {"timed_out": False, "acknowledged": True}
        return self._index()

    def _behind(self, name: str, *, writing: bool = False) -> str:
        """Return the index that this node finds under a name."""
        if name in self.seen and not (writing and self._alias_only):
            return name
        found = [index for index, aliases in self.seen.items() if name in aliases]
        if len(found) == 1 and (not writing or found[0] in self.cluster.state):
            return found[0]
        if writing and not found and not self._alias_only:
            self.cluster.made_by_writes.append(name)
            self.cluster.state[name] = set()
            self.cluster.documents[name] = {}
            return name
        raise Refused(404, "index_not_found_exception")

    @property
    def _alias_only(self) -> bool:
        return self.options.get("require_alias") == "true"

    def _bulk(self) -> Any:
        lines = [json.loads(line) if isinstance(line, str | bytes) else line for line in self.body]
        items = []
        while lines:
            (operation, about), *lines = *lines.pop(0).items(), *lines
            source = lines.pop(0) if operation == "index" else None
            items.append({operation: self._written(about, source)})
        return {"errors": any("error" in next(iter(item.values())) for item in items), "items": items}

    def _written(self, about: Mapping[str, Any], source: dict[str, Any] | None) -> dict[str, Any]:
        named, identifier, version = about["_index"], str(about["_id"]), int(about["version"])
        try:
            index = self._behind(named, writing=True)
        except Refused as refused:
            return {"_index": named, "_id": identifier, "status": refused.status, "error": refused.body["error"]}
        held = self.cluster.documents[index]
        if identifier in held and held[identifier][0] >= version:
            error = {"type": "version_conflict_engine_exception"}
            return {"_index": index, "_id": identifier, "status": 409, "error": error}
        if source is None:
            known = held.pop(identifier, None) is not None
            return {"_index": index, "_id": identifier, "status": 200 if known else 404}
        held[identifier] = (version, source)
        return {"_index": index, "_id": identifier, "status": 201}

    def _document(self) -> Any:
        name, _, identifier = self.parts
        index = self._behind(name, writing=self.method in ("PUT", "POST"))
        held = self.cluster.documents[index]
        if self.method == "PUT":
            held[identifier] = (0, dict(self.body))
        elif self.method == "DELETE":
            held.pop(identifier, None)
        elif identifier not in held:
            raise Refused(404, "not_found")
        return {"_index": index, "_id": identifier, "_source": held.get(identifier, (0, {}))[1]}

    def _aliases(self) -> Any:
        if self.method == "POST":
            return self._change_aliases(self.body["actions"])
        if self.method == "PUT":
            return self._change_aliases([{"add": {"index": self.parts[0], "alias": self.parts[-1]}}])
        if self.parts[0] == "_alias":
            found = {index: aliases for index, aliases in self.seen.items() if self.parts[1] in aliases}
            if not found:
                raise Refused(404, "aliases_not_found_exception")
        else:
            found = {index: self.seen[index] for index in self._matching(self.parts[0], self.seen)}
        return {index: {"aliases": {alias: {} for alias in aliases}} for index, aliases in found.items()}

    def _change_aliases(self, actions: list[Any]) -> Any:
        """Do all the changes or none: the master decides them, from its own state, whichever node was asked."""
        state = deepcopy(self.cluster.state)
        for action in actions:
            ((kind, about),) = action.items()
            named = about.get("aliases") or [about["alias"]]
            for index in self._matching(about["index"], state):
                if kind == "add":
                    state[index].update(named)
                    continue
                if about.get("must_exist") and not state[index] & set(named):
                    raise Refused(404, "aliases_not_found_exception")
                state[index].difference_update(named)
        self.cluster.state = state
        return {"acknowledged": True}

    @staticmethod
    def _matching(pattern: str, state: State) -> list[str]:
        if pattern.endswith("*"):
            return [index for index in state if index.startswith(pattern.removesuffix("*"))]
        if pattern not in state:
            raise Refused(404, "index_not_found_exception")
        return [pattern]

    def _read(self) -> Any:
        if "_stats" in self.parts:
            return {"_all": {"primaries": {"indexing": {"delete_total": 0}}}}
        held = self.cluster.documents[self._behind(self.parts[0])]
        if self.parts[-1] == "_count":
            return {"count": len(held)}
        terms = (self.body.get("query") or {}).get("bool", {}).get("filter", [])
        wanted = {str(term["term"]["id"]) for term in terms if "id" in term.get("term", {})}
        hits = [{"_source": source} for identifier, (_, source) in held.items() if identifier in wanted]
        counted = {name: {"doc_count": 0 if name == "newer" else len(hits)} for name in self.body.get("aggs", {})}
        return {"hits": {"total": {"value": len(held)}, "hits": hits}, "aggregations": counted}

    def _index(self) -> Any:
        name = self.parts[0]
        if self.method == "HEAD":
            self._behind(name)
        elif self.method == "PUT":
            if name in self.cluster.state:
                raise Refused(400, "resource_already_exists_exception")
            self.cluster.state[name] = set(self.body.get("aliases", {}))
            self.cluster.documents[name] = {}
        elif self.method == "DELETE":
            self.cluster.state.pop(name, None)
            self.cluster.documents.pop(name, None)
        return {"acknowledged": True}


def _transport_of(cluster: LateCluster) -> type[Transport]:
    """Return a transport that opens no socket: the cluster in memory answers what is asked through it."""

    class InMemory(Transport):
        def perform_request(self, method: str, target: str, **options: Any) -> TransportApiResponse:
            status = 200
            try:
                body = cluster.answer(method, target, options.get("body"))
            except Refused as refused:
                status, body = refused.status, refused.body
            headers = HttpHeaders({"x-elastic-product": "Elasticsearch", "content-type": "application/json"})
            return TransportApiResponse(ApiResponseMeta(status, "1.1", headers, 0.0, NODE), body)

    return InMemory
