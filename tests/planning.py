"""Rows of a file decided one after the other, against what is known."""

from collections.abc import Iterable, Iterator

from importers.base import AcceptedRow, Draft, Item
from importers.drafts import draft_text
from importers.kept import KeptRow, Key
from importers.plan import Action, Planner, Snapshot


def plan(items: Iterable[Item], snapshot: Snapshot) -> Iterator[Action]:
    planner = Planner(snapshot)
    return map(planner.decide, items)


def draft_digest(draft: Draft) -> str:
    return draft_text(draft)[1]


def key_of(draft: Draft) -> Key:
    return KeptRow.of(AcceptedRow(draft, cells={})).key
