"""Two coordinates in one cell: "48.1,-1.6", "POINT(-1.6 48.1)", {"lat": 48.1, "lon": -1.6}, a GeoJSON geometry."""

import json
import re
from typing import TypeAlias

_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_POINT = re.compile(
    rf"(?:SRID=\d+;)?\s*POINT\s*Z?\s*\(\s*({_NUMBER})\s+({_NUMBER})(?:\s+{_NUMBER})?\s*\)", re.IGNORECASE
)
_PLAIN = re.compile(rf"[\[(]?\s*({_NUMBER})\s*[,;/|\s]\s*({_NUMBER})\s*[\])]?")
_COMMAS = re.compile(
    r"[\[(]?\s*([-+]?\d+,\d+)\s*[;/|\s]\s*([-+]?\d+,\d+)\s*[\])]?|([-+]?\d+,\d{3,})\s*,\s*([-+]?\d+,\d{3,})"
)
_NORTH, _EAST = ("lat", "latitude", "y"), ("lon", "lng", "long", "longitude", "x")

Pair: TypeAlias = tuple[str, str]


def read_pair(text: str) -> tuple[Pair | None, bool]:
    """Return two numbers as texts, and whether the cell itself says that latitude is the first of them.

    Where it does not, they are as written: the whole file tells their order.
    """
    text = text.strip()
    if text.startswith(("{", "[")):
        named = _from_json(text)
        if named is not None:
            return named, True
    point = _POINT.fullmatch(text)
    if point:
        return (point[2], point[1]), True
    plain = _PLAIN.fullmatch(text)
    if plain:
        return (plain[1], plain[2]), False
    commas = _COMMAS.fullmatch(text)
    if commas:
        first, second = (commas[1], commas[2]) if commas[1] else (commas[3], commas[4])
        return (first.replace(",", "."), second.replace(",", ".")), False
    return None, False


def _from_json(text: str) -> Pair | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    listed = value.get("coordinates")
    if isinstance(listed, list) and len(listed) >= 2 and all(isinstance(each, int | float) for each in listed[:2]):
        return str(listed[1]), str(listed[0])
    named = {str(key).casefold(): each for key, each in value.items()}
    north = next((named[key] for key in _NORTH if key in named), None)
    east = next((named[key] for key in _EAST if key in named), None)
    return None if north is None or east is None else (str(north), str(east))
