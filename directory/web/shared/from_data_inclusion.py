"""What those who read the API of data·inclusion find here: each of its routes and parameters, ours, and what differs.

Its version 1, by its public code; what bears another name in its version 0 is said beside.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_suffix(".json")


@dataclass(frozen=True, slots=True)
class Parameter:
    """``theirs``: its names there; ``ours``: names here, of the route's operation; none where it has no equal."""

    theirs: tuple[str, ...]
    ours: tuple[str, ...]
    help: str


@dataclass(frozen=True, slots=True)
class Route:
    """``theirs``: addresses there, none for what it lacks; ``ours``: the one here, as OpenAPI writes it."""

    theirs: tuple[str, ...]
    ours: str
    help: str
    parameters: tuple[Parameter, ...] = ()


@cache
def routes() -> tuple[Route, ...]:
    """Return their routes with ours, then those of ours that have no equal there."""
    read = json.loads(TABLE.read_text(encoding="utf-8"))
    equal = tuple(
        Route(tuple(each["theirs"]), each["ours"], each["help"], tuple(map(_parameter, each["parameters"])))
        for each in read["routes"]
    )
    return equal + tuple(Route((), each["ours"], each["help"]) for each in read["more"])


def _parameter(read: dict[str, str]) -> Parameter:
    return Parameter(tuple(read["theirs"]), tuple(read["ours"]), read["help"])
