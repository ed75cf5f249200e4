"""What is new for one person in all that they follow, and where they stand once it was told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from directory.domain.accounts.account import Account, Door
from directory.domain.follows import Follow, Rhythm, rhythms_on, selections_followed
from directory.domain.selections import MOST_SELECTIONS
from directory.services.follows.news import FicheNews, news_of
from directory.services.follows.searches import FollowedSearches, Listed
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SearchNews:
    """What is new in one search.

    new       numbers of the fiches that it did not find before.
    gone      those that it finds no more, each with the version from which what follows is new.
    changed   those that it still finds, the same way.
    """

    follow: Follow
    new: tuple[int, ...] = ()
    gone: Mapping[int, int] | None = None
    changed: tuple[FicheNews, ...] = ()
    is_too_wide: bool = False

    @property
    def is_any(self) -> bool:
        return bool(self.new or self.gone or self.changed or self.is_too_wide)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is new for one person.

    fiches   news of the fiches that they follow, or selected; ``since``: the version from which each is new.
    told     what of all that they follow stands elsewhere once they were told.
    """

    account: Account
    fiches: tuple[FicheNews, ...]
    since: Mapping[int, int]
    searches: tuple[SearchNews, ...]
    told: tuple[Follow, ...]

    @property
    def count(self) -> int:
        """Return how many fiches something is told of."""
        return len(self.fiches) + sum(
            len(each.new) + len(each.gone or ()) + len(each.changed) for each in self.searches
        )

    @property
    def is_any(self) -> bool:
        return bool(self.fiches or self.searches)


class Gatherer:
    def __init__(self, database: Database, searches: FollowedSearches, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._searches = searches
        self._now = now

    def gather(self, account_id: int, day: date, *, with_searches: bool = True) -> Gathered | None:
        """Return what is new for a person whose day it is; None for one whom nothing may be told.

        with_searches   whether searches are asked; those that are not stay where they stand.
        Raises SearchUnavailable.
        """
        with self._database.read() as uow:
            account = uow.accounts.get(account_id)
            if account is None or not account.may_enter(Door.SESSION, self._now()):
                return None
            kept = [each for each in followed_by(uow, account_id, self._now()) if not each.is_left_out]
            follows = [each for each in kept if each.rhythm in rhythms_on(day)]
        # The engine is asked outside of any transaction.
        found = {
            each.id: listed
            for each in follows
            if each.is_search and with_searches and (listed := self._searches.listed(each.query or "")) is not None
        }
        with self._database.read() as uow:
            return _gathered(uow, account, follows, found, self._now())


def followed_by(uow: UnitOfWork, account_id: int, now: datetime) -> list[Follow]:
    """Return what a person follows, the fiches of their selections last."""
    chosen = uow.follows.of_selections(account_id) or selections_followed(account_id, Rhythm.MONDAYS, now)
    return [*uow.follows.of(account_id), chosen]


def selected_by(uow: UnitOfWork, account_id: int, now: datetime) -> dict[int, int]:
    """Return the fiches of the selections of a person, each with its version that they last read or handed over."""
    seen: dict[int, int] = {}
    for kept in uow.selections.of(account_id, limit=MOST_SELECTIONS):
        for item in kept.items if kept.ends_at > now else ():
            seen[item.resource_id] = max(item.seen_version, seen.get(item.resource_id, 0))
    return seen


def _gathered(
    uow: UnitOfWork, account: Account, follows: Sequence[Follow], found: Mapping[int, Listed], now: datetime
) -> Gathered:
    since: dict[int, int] = {each.resource_id: each.cursor for each in follows if each.resource_id is not None}
    told = _moved_on(uow, [each for each in follows if each.resource_id is not None])
    for follow in follows:
        if follow.resource_id is None and not follow.is_search:
            selected = selected_by(uow, account.id, now)
            for number, version in selected.items():
                since.setdefault(number, max(version, (follow.seen or {}).get(number, 0)))
            told.append(replace(follow, seen=uow.versions.current(list(selected))))
    fiches = news_of(uow, since)
    named = {each.followed.id for each in fiches}
    searches = []
    for follow in follows:
        if (listed := found.get(follow.id)) is None:
            continue
        news, now_seen = _news_of_search(uow, follow, listed, named)
        named |= {each.followed.id for each in news.changed}
        told.append(now_seen)
        if news.is_any:
            searches.append(news)
    before = {each.id: each for each in follows}
    moved = tuple(each for each in told if each != before[each.id])
    return Gathered(account, tuple(fiches), since, tuple(searches), moved)


def _news_of_search(uow: UnitOfWork, follow: Follow, listed: Listed, named: set[int]) -> tuple[SearchNews, Follow]:
    """Return what is new in a search, and the search once it was told. ``named``: fiches that are told of already."""
    if listed.is_too_wide:
        return SearchNews(follow, is_too_wide=follow.seen is not None), replace(follow, seen=None)
    current = uow.versions.current_of_published(listed.ids)
    moved = replace(follow, seen=current)
    if follow.seen is None:
        # It was too wide and is no more: what it finds now is where it begins again.
        return SearchNews(follow), moved
    kept = {number: version for number, version in follow.seen.items() if number in current and number not in named}
    gone = {number: version for number, version in follow.seen.items() if number not in current and number not in named}
    new = tuple(number for number in current if number not in follow.seen)
    return SearchNews(follow, new, gone, tuple(news_of(uow, kept))), moved


def _moved_on(uow: UnitOfWork, follows: Sequence[Follow]) -> list[Follow]:
    """Return follows of fiches as those now stand; of one that was merged, on what stands for it."""
    fiches = {each.id: each for each in uow.resources.by_ids([each.resource_id or 0 for each in follows])}
    moved = []
    for follow in follows:
        standing = uow.resources.standing_for(fiches[follow.resource_id or 0])
        moved.append(replace(follow, resource_id=standing.id, cursor=standing.version))
    return moved
