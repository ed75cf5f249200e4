"""Plain values as compact JSON text, as the standard library writes it: digests kept for years depend on it."""

import json
import math
from functools import partial

import orjson

_UNSORTED, _SORTED = (
    json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=is_sorted) for is_sorted in (False, True)
)
# What the standard library refuses is refused here too.
_PLAIN_ONLY = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
_FAST, _FAST_SORTED = (partial(orjson.dumps, option=_PLAIN_ONLY | order) for order in (0, orjson.OPT_SORT_KEYS))
# Within these both write a number alike; beyond, one writes "1e-05" and the other "0.00001".
_SMALLEST, _LARGEST = 1e-3, 1e15


_ALL = object()
_LISTS = (list, tuple)
_ALWAYS_USUAL = frozenset((str, int, bool, type(None)))


def to_json(value: object, *, in_order: bool = False, fractions: object = _ALL) -> str:
    """Return ``value`` as JSON text.

    in_order    members by name.
    fractions   the part of ``value`` that may hold numbers with a fraction, where only one does: the rest is not looked
                through.
    """
    if _is_usual(value if fractions is _ALL else fractions):
        try:
            return (_FAST_SORTED if in_order else _FAST)(value).decode()
        except TypeError:
            # Half a character, which the standard library writes as it is, or a number beyond 64 bits.
            pass
    return (_SORTED if in_order else _UNSORTED).encode(value)


def _is_usual(value: object) -> bool:
    """Tell whether both writers agree on every number of a value."""
    if isinstance(value, dict):
        value = value.values()
    elif isinstance(value, float):
        return not value or (_SMALLEST <= abs(value) < _LARGEST and math.isfinite(value))
    elif not isinstance(value, _LISTS):
        return True
    # Written out: asked of every value of every fiche that is kept.
    for member in value:  # noqa: SIM110
        if type(member) not in _ALWAYS_USUAL and not _is_usual(member):
            return False
    return True
