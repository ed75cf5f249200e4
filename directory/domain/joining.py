"""Two saves that began from one version: what only one of them changed is joined, what both changed is asked."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from directory.domain.changes import CONTENT_FIELDS
from fiche.content import Content


@dataclass(frozen=True, slots=True)
class Joined:
    """``content``: theirs, with what only you changed. Names of fields, in the order of a fiche.

    yours, theirs   changed by one side alone, and joined.
    both            changed by both sides, to different values: the content holds theirs until somebody chooses.
    """

    content: Content
    yours: tuple[str, ...]
    theirs: tuple[str, ...]
    both: tuple[str, ...]


def join(base: Content, theirs: Content, yours: Content) -> Joined:
    """Join two contents that began from ``base``."""
    mine = _changed(base, yours)
    others = _changed(base, theirs)
    both = tuple(name for name in mine if name in others and getattr(yours, name) != getattr(theirs, name))
    only_mine = tuple(name for name in mine if name not in others)
    return Joined(taking(theirs, yours, only_mine), only_mine, tuple(name for name in others if name not in mine), both)


def taking(content: Content, other: Content, names: Collection[str]) -> Content:
    """Return ``content`` with some fields of another."""
    return replace(content, **{name: getattr(other, name) for name in names})


def _changed(base: Content, after: Content) -> tuple[str, ...]:
    return tuple(name for name in CONTENT_FIELDS if getattr(base, name) != getattr(after, name))
