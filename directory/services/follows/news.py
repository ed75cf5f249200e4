"""What is new in fiches since a version of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from directory.domain.changes import Json, Version, content_after
from directory.domain.follows import TOLD, News
from directory.domain.resource import Resource
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import Status

STATUS = "status"


@dataclass(frozen=True, slots=True)
class FicheNews:
    """What is new in one fiche.

    standing   the fiche itself, or the one that stands for it since they were made one.
    title      of the fiche; of one that went back to a draft, which nobody reads, the last that was told.
    what       empty when it is no longer offered, or was merged.
    is_back    it was not offered, and is again.
    """

    followed: Resource
    standing: Resource
    title: str
    what: tuple[News, ...] = ()
    is_back: bool = False

    @property
    def is_merged(self) -> bool:
        return self.standing.id != self.followed.id

    @property
    def is_gone(self) -> bool:
        return not self.standing.content.is_published


def news_of(uow: UnitOfWork, since: Mapping[int, int]) -> list[FicheNews]:
    """Return what is new in some fiches, in their order.

    since   number of a fiche to the version from which what follows is new.
    """
    current = uow.versions.current(list(since))
    moved = [number for number in since if current.get(number, 0) > since[number]]
    found = {each.id: each for each in uow.resources.by_ids(moved)}
    versions = uow.versions.of_many(moved)
    told = []
    for number in moved:
        fiche, saves = found[number], versions.get(number, [])
        title = (fiche.content if fiche.content.has_page else content_after(saves[: since[number]])).title
        news = _news(fiche, uow.resources.standing_for(fiche), title, saves[since[number] :])
        if news is not None:
            told.append(news)
    return told


def _news(followed: Resource, standing: Resource, title: str, versions: list[Version]) -> FicheNews | None:
    changed = _changed(versions)
    news = FicheNews(followed, standing, title)
    if news.is_merged:
        return news
    was_offered = changed[STATUS][0] == Status.PUBLISHED if STATUS in changed else None
    if news.is_gone:
        return news if was_offered else None
    what = tuple(each for each, fields in TOLD.items() if fields & changed.keys())
    return replace(news, what=what, is_back=was_offered is False) if what or was_offered is False else None


def _changed(versions: Iterable[Version]) -> dict[str, list[Json]]:
    """Return the fields that are no longer as they were, with what they were and are: a change taken back is none."""
    ends: dict[str, list[Json]] = {}
    for version in versions:
        for name, (before, after) in version.changes.items():
            ends[name] = [ends[name][0] if name in ends else before, after]
    return {name: pair for name, pair in ends.items() if pair[0] != pair[1]}
