"""Fiches that the index refuses for what they hold: kept where an administrator sees them, until they are accepted."""

import json
from collections.abc import Collection, Mapping

from directory.store.unit_of_work import UnitOfWork

MOST_KEPT = 1_000


def refused_documents(uow: UnitOfWork, target: str) -> dict[int, str]:
    """Return the fiches refused by an index and why, by identifier."""
    text = uow.marks.get(_mark(target))
    return {int(identifier): reason for identifier, reason in json.loads(text).items()} if text else {}


def note_refusals(uow: UnitOfWork, target: str, sent: Collection[int] | None, refused: Mapping[int, str]) -> None:
    """Keep what was refused; what was sent and accepted, or taken away, leaves the list.

    sent   None: everything was.
    """
    before = refused_documents(uow, target)
    kept = {} if sent is None else {each: reason for each, reason in before.items() if each not in sent}
    after = dict(sorted((kept | dict(refused)).items())[:MOST_KEPT])
    if after != before:
        uow.marks.put(_mark(target), json.dumps(after))


def _mark(target: str) -> str:
    return f"refused:{target}"
