"""The mapping of an index, generated from ``FIELDS``, and a document in its form."""

from collections.abc import Callable, Mapping
from typing import Any

from search.document import FIELDS, IndexedPlace, ResourceDocument
from search.suggest import label_key

Json = dict[str, Any]
"""A JSON object of Elasticsearch's own language: its values are of every kind."""

_STEMS: Json = {"type": "text", "analyzer": "stems", "norms": False}
_KEYWORD: Json = {"type": "keyword"}
_LABEL: Json = {"properties": {"label": _KEYWORD, "key": _KEYWORD, "words": _KEYWORD}}
_PLACES: Json = {"properties": {"point": {"type": "geo_point"}, "commune": _KEYWORD}}

TYPES: Mapping[str, Json] = {
    "id": {"type": "long"},
    "text": _STEMS,
    # Kept for comparisons alone: here texts are read when they are shown.
    "marks": {"type": "keyword", "index": False, "doc_values": False},
    "words": _KEYWORD,
    "key": _KEYWORD,
    "label": _LABEL,
    "codes": _KEYWORD,
    "areas": _KEYWORD,
    "places": _PLACES,
    "timezone": _KEYWORD,
    "flag": {"type": "boolean"},
    "intervals": {"type": "integer_range"},
    "number": {"type": "long"},
    "identifiers": _KEYWORD,
}
"""Kind of a field of ``FIELDS`` → its Elasticsearch type."""


def mapping() -> Json:
    """Return the mapping: nothing that is not in ``FIELDS`` is accepted."""
    return {"dynamic": "strict", "properties": {name: TYPES[kind] for name, kind in FIELDS.items()}}


STATE: Json = {"dynamic": "strict", "properties": {"cursor": {"type": "long"}}}
"""Mapping of the index of cursors."""


def serving(*, refresh: str) -> Json:
    """Return the settings that an index has while it answers: one copy on another node, where there is one."""
    return {"auto_expand_replicas": "0-1", "refresh_interval": refresh}


def settings() -> Json:
    """Return the settings that an index is made with: neither copied nor refreshed until it is whole."""
    return {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        # A late write is refused by its version only this long after a deletion.
        "gc_deletes": "1h",
        # Stems come ready made, separated by blanks.
        "analysis": {"analyzer": {"stems": {"type": "custom", "tokenizer": "whitespace"}}},
    }


def _places(places: tuple[IndexedPlace, ...]) -> list[Json]:
    found: list[Json] = []
    for place in places:
        entry: Json = {"commune": place.commune} if place.commune else {}
        if place.latitude is not None and place.longitude is not None:
            entry["point"] = {"lat": place.latitude, "lon": place.longitude}
        found.append(entry)
    return found


def _label(label: str) -> Json:
    key = label_key(label)
    return {"label": label, "key": key, "words": sorted(set(key.split()))}


_WRITERS: Mapping[str, Callable[[Any], Any]] = {
    "label": _label,
    "places": _places,
    "intervals": lambda intervals: [{"gte": start, "lt": end} for start, end in intervals],
}

_AS_THEY_ARE = [name for name, kind in FIELDS.items() if kind not in _WRITERS]
_WRITTEN = [(name, _WRITERS[kind]) for name, kind in FIELDS.items() if kind in _WRITERS]


def source_of(document: ResourceDocument) -> Json:
    """Return a document as it is sent; tuples are written as lists are."""
    source = {name: getattr(document, name) for name in _AS_THEY_ARE}
    for name, write in _WRITTEN:
        source[name] = write(getattr(document, name))
    return source


def places_of(source: Json) -> tuple[IndexedPlace, ...]:
    """Return the places of a document as it came back."""
    found = []
    for entry in source["places"]:
        point = entry.get("point")
        latitude, longitude = (point["lat"], point["lon"]) if point else (None, None)
        found.append(IndexedPlace(latitude, longitude, entry.get("commune", "")))
    return tuple(found)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "label": lambda value: value["label"],
    "intervals": lambda value: tuple((interval["gte"], interval["lt"]) for interval in value),
}


def document_of(source: Json) -> ResourceDocument:
    """Return the document that ``source_of`` wrote."""
    values: Json = {}
    for name, kind in FIELDS.items():
        value = source[name]
        if kind == "places":
            values[name] = places_of(source)
        elif kind in _READERS:
            values[name] = _READERS[kind](value)
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return ResourceDocument(**values)
