"""What a person follows: begun, stopped, told more or less often."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.domain.follows import (
    MOST_FOLLOWS,
    Follow,
    Rhythm,
    fiche_followed,
    search_followed,
    selections_followed,
)
from directory.domain.resource import Resource
from directory.services.fiches.editing import UnknownResource
from directory.services.follows.gathering import selected_by
from directory.services.follows.searches import FollowedSearches
from directory.services.follows.stopping import StopLinks
from directory.services.search.question import Question
from directory.store.database import Database
from directory.store.still import Still
from directory.store.unit_of_work import UnitOfWork


class TooManyFollows(Exception):
    """As many as one may follow already are."""


class TooWide(Exception):
    """A search that finds more fiches than may be followed."""


class UnknownNetwork(Exception):
    """A type of structure that no body is of: no list closes it, and what somebody typed is not kept."""


MOST_KEPT = 500
"""People whose searches followed a process keeps while nothing is committed: each page of results asks for them."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What a page shows of a fiche that is followed. ``standing``: itself, or the one that stands for it."""

    follow: Follow
    fiche: Resource
    standing: Resource


@dataclass(frozen=True, slots=True)
class Choice:
    """When a person is told, and whether of the fiches of their selections too."""

    rhythm: Rhythm
    with_selections: bool


NOTHING_TOLD = Choice(Rhythm.NEVER, with_selections=False)


class Follows:
    """links   those that stop the mails."""

    def __init__(
        self, database: Database, links: StopLinks, searches: FollowedSearches, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._links = links
        self._searches = searches
        self._now = now
        self._still: Still[int, Sequence[Follow]] = Still(database, MOST_KEPT)

    def of(self, account_id: int) -> list[Followed]:
        """Return the fiches that a person follows, in the order in which they began."""
        with self._database.read() as uow:
            follows = uow.follows.of(account_id)
            fiches = {each.id: each for each in uow.resources.by_ids([each.resource_id or 0 for each in follows])}
            return [
                Followed(each, fiches[each.resource_id], uow.resources.standing_for(fiches[each.resource_id]))
                for each in follows
                if each.resource_id is not None
            ]

    def searches_of(self, account_id: int) -> Sequence[Follow]:
        """Return the searches that a person follows, in the order in which they began."""
        return self._still.get(account_id, lambda uow: [each for each in uow.follows.of(account_id) if each.is_search])

    def choice_of(self, account_id: int) -> Choice:
        """Return when a person is told, as they chose or at first."""
        with self._database.read() as uow:
            return _choice(uow, account_id)

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
            if not any(each.resource_id == resource_id for each in follows):
                rhythm = _with_room(uow, account_id, follows)
                uow.follows.add(fiche_followed(account_id, resource_id, fiche.version, rhythm, self._now()))

    def follow_search(self, account_id: int, query: str, question: Question) -> None:
        """Follow a search from what it finds now; one that is followed already stays so.

        query   ``question`` as it is kept.
        Raises TooManyFollows, TooWide, UnknownNetwork, SearchUnavailable.
        """
        with self._database.read() as uow:
            if not all(map(uow.structures.has_network, question.asked.get("reseau", ()))):
                raise UnknownNetwork
        listed = self._searches.listed_for(question)
        if listed.is_too_wide:
            raise TooWide
        with self._database.write() as uow:
            follows = uow.follows.of(account_id)
            if not any(each.query == query for each in follows):
                rhythm = _with_room(uow, account_id, follows)
                seen = uow.versions.current_of_published(listed.ids)
                uow.follows.add(search_followed(account_id, query, seen, rhythm, self._now()))

    def stop(self, account_id: int, resource_id: int) -> None:
        """Follow a fiche no longer."""
        self._stop(account_id, lambda each: each.resource_id == resource_id)

    def stop_search(self, account_id: int, query: str) -> None:
        """Follow a search no longer."""
        self._stop(account_id, lambda each: each.is_search and each.query == query)

    def _stop(self, account_id: int, is_left: Callable[[Follow], bool]) -> None:
        with self._database.write() as uow:
            for each in uow.follows.of(account_id):
                if is_left(each):
                    uow.follows.remove(each.id)

    def choose(self, account_id: int, choice: Choice) -> None:
        """Choose when all that a person follows is told."""
        with self._database.write() as uow:
            _choose(uow, account_id, choice, self._now())

    def whose_mails(self, secret: str) -> int | None:
        """Return whose mails a link stops; None for one that stops nothing."""
        with self._database.read() as uow:
            account = self._links.read(uow, secret, self._now())
        return account.id if account is not None else None

    def stop_mails(self, secret: str) -> bool:
        """Stop the mails of whoever a link was sent to, and keep what they follow; False for one that stops nothing."""
        account = self.whose_mails(secret)
        if account is not None:
            self.choose(account, NOTHING_TOLD)
        return account is not None


def _choice(uow: UnitOfWork, account_id: int) -> Choice:
    follows, selected = uow.follows.of(account_id), uow.follows.of_selections(account_id)
    chosen = [each.rhythm for each in follows or ([selected] if selected is not None else [])]
    return Choice(chosen[-1] if chosen else Rhythm.MONDAYS, selected is None or not selected.is_left_out)


def _choose(uow: UnitOfWork, account_id: int, choice: Choice, now: datetime) -> None:
    uow.follows.set_rhythm(account_id, choice.rhythm)
    selected = uow.follows.of_selections(account_id)
    if selected is None:
        uow.follows.add(selections_followed(account_id, choice.rhythm, now, is_left_out=not choice.with_selections))
    elif not choice.with_selections:
        uow.follows.set_seen(selected.id, None)
    elif selected.seen is None:
        # What changed while they were left out is not told.
        uow.follows.set_seen(selected.id, uow.versions.current(list(selected_by(uow, account_id, now))))


def _with_room(uow: UnitOfWork, account_id: int, follows: list[Follow]) -> Rhythm:
    """Return when one more is told: as the others are, or as the selections. Raises TooManyFollows."""
    if len(follows) >= MOST_FOLLOWS:
        raise TooManyFollows
    if follows:
        return follows[-1].rhythm
    selected = uow.follows.of_selections(account_id)
    # Mails that were stopped say nothing of what somebody asks to be told of now.
    return selected.rhythm if selected is not None and selected.rhythm is not Rhythm.NEVER else Rhythm.MONDAYS
