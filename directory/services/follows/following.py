"""What a person follows: begun, stopped, told more or less often."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.domain.follows import MOST_FOLLOWS, Follow, Rhythm
from directory.domain.resource import Resource
from directory.services.fiches.editing import UnknownResource
from directory.services.follows.stopping import StopLinks
from directory.store.database import Database


class TooManyFollows(Exception):
    """As many as one may follow already are."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What a page shows of a fiche that is followed. ``standing``: itself, or the one that stands for it."""

    follow: Follow
    fiche: Resource
    standing: Resource


class Follows:
    """links   those that stop the mails."""

    def __init__(self, database: Database, links: StopLinks, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self.links = links
        self._now = now

    def of(self, account_id: int) -> list[Followed]:
        """Return what a person follows, in the order in which they began."""
        with self._database.read() as uow:
            follows = uow.follows.of(account_id)
            fiches = {each.id: each for each in uow.resources.by_ids([each.resource_id for each in follows])}
            return [
                Followed(each, fiches[each.resource_id], uow.resources.standing_for(fiches[each.resource_id]))
                for each in follows
            ]

    def is_followed(self, account_id: int, resource_id: int) -> bool:
        with self._database.read() as uow:
            return any(each.resource_id == resource_id for each in uow.follows.of(account_id))

    def follow(self, account_id: int, resource_id: int) -> None:
        """Follow a fiche as it is now; one that is followed already stays so.

        Raises UnknownResource for one that is not published, TooManyFollows.
        """
        with self._database.write() as uow:
            fiche = uow.resources.get(resource_id)
            if fiche is None or not fiche.content.is_published:
                raise UnknownResource(resource_id)
            follows = uow.follows.of(account_id)
            if any(each.resource_id == resource_id for each in follows):
                return
            if len(follows) >= MOST_FOLLOWS:
                raise TooManyFollows
            rhythm = follows[-1].rhythm if follows else Rhythm.MONDAYS
            uow.follows.add(Follow(0, account_id, resource_id, rhythm, fiche.version, self._now()))

    def stop(self, account_id: int, resource_id: int) -> None:
        """Follow a fiche no longer."""
        with self._database.write() as uow:
            for each in uow.follows.of(account_id):
                if each.resource_id == resource_id:
                    uow.follows.remove(each.id)

    def set_rhythm(self, account_id: int, rhythm: Rhythm) -> None:
        with self._database.write() as uow:
            uow.follows.set_rhythm(account_id, rhythm)
