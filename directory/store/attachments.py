"""What people attached to fiches without saving them, read together: which fiches somebody did something to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Column, Connection, Select, func, null, select

from directory.domain.attachments import Attachment
from directory.domain.duplicates import PairState
from directory.store.slices import in_slices
from directory.store.tables import duplicate, entry, follow, office, office_note, outcome, selection_item


class AttachmentRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_fiches(self, ids: Sequence[int]) -> dict[int, list[tuple[Attachment, datetime | None]]]:
        """Return what is attached to fiches, each once with the last instant, None where no instant is kept."""
        found: dict[int, list[tuple[Attachment, datetime | None]]] = defaultdict(list)
        for some in in_slices(ids):
            for kind, query in _queries(some):
                for number, at in self._connection.execute(query):
                    found[number].append((kind, at))
        return found


def _queries(ids: Sequence[int]) -> Iterator[tuple[Attachment, Select[int, datetime | None]]]:
    yield Attachment.OFFICE, _last(office.c.resource_id, None, ids)
    for column in (duplicate.c.resource_id, duplicate.c.other_id):
        settled = _last(column, duplicate.c.settled_at, ids)
        yield Attachment.APART, settled.where(duplicate.c.state == PairState.APART, duplicate.c.settled_by.is_not(None))
    yield Attachment.ENTRY, _last(entry.c.resource_id, entry.c.at, ids)
    yield Attachment.NOTE, _last(office_note.c.resource_id, office_note.c.at, ids)
    yield Attachment.OUTCOME, _last(outcome.c.resource_id, None, ids)
    yield Attachment.SELECTION, _last(selection_item.c.resource_id, selection_item.c.added_at, ids)
    yield Attachment.FOLLOW, _last(follow.c.resource_id, follow.c.at, ids)


def _last(fiche: Column[int], at: Column[datetime] | None, ids: Sequence[int]) -> Select[int, datetime | None]:
    """Select the fiches that have something, each with its last instant."""
    instant = null() if at is None else func.max(at)
    return select(fiche, instant).where(fiche.in_(ids)).group_by(fiche)
