"""Addresses of searches, made in one place."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import SplitResult, quote_plus, urlsplit

from directory.criteria import BY_NAME

LARGEST_ID = 2**53 - 1
"""Numbers of fiches fit a JSON number everywhere; a larger one is no fiche."""


_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")


def whole_number(text: str, *, most: int = LARGEST_ID) -> int | None:
    """Return the number that a text of a request writes in digits, None for anything else or a larger one."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
    number = int(text) if is_number else most + 1
    return number if number <= most else None


def said_address(text: str | None) -> SplitResult:
    """Return the parts of an address that a request says it comes from; all of them empty for what is no address."""
    try:
        return urlsplit(text or "")
    except ValueError:
        return urlsplit("")


def link(path: str, asked: Mapping[str, Iterable[str]], **changes: str | Iterable[str] | None) -> str:
    """Return ``path`` with the parameters of a search.

    asked     may come of any request: what is no parameter of a search is left out.
    changes   a value or values put in the place of those asked; None takes the parameter away. The page goes back
              to the first unless it is said. Raises ValueError for one that is no parameter of a search.
    """
    if unknown := changes.keys() - BY_NAME.keys():
        raise ValueError(f"no parameter of a search: {', '.join(sorted(unknown))}")
    values: dict[str, tuple[str, ...]] = {name: tuple(given) for name, given in asked.items() if name != "page"}
    for name, given in changes.items():
        values[name] = () if given is None else (given,) if isinstance(given, str) else tuple(given)
    pairs = [f"{name}={_quoted(value)}" for name in BY_NAME if name in values for value in values[name]]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def _quoted(value: str) -> str:
    # Nearly all are codes, which stand as they are; an answer has a dozen of them.
    return value if _PLAIN.fullmatch(value) else quote_plus(value)
