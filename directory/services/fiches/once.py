"""A fiche that a machine asks for twice is made once."""

from datetime import datetime

from directory.domain.changes import content_after
from directory.domain.once import LIFE, Once
from directory.domain.resource import Resource
from directory.store.unit_of_work import UnitOfWork


class KeyTaken(Exception):
    """A machine sends something else under a key that it used already."""


def made_before(uow: UnitOfWork, once: Once, now: datetime) -> Resource | None:
    """Return the fiche that a request made already, as it was then; None when it made none. Raises KeyTaken.

    To be called in the transaction that makes it: writers take turns, so that of two at once the second finds it.
    """
    done = uow.once.done(once)
    found = None if done is None or done.at <= now - LIFE else uow.resources.get(done.resource_id)
    if done is None or found is None:
        return None
    if done.body != once.body:
        raise KeyTaken
    content = content_after(uow.versions.of(found.id)[:1])
    return Resource(found.id, 1, content, found.origin, found.created_at, found.created_at)
