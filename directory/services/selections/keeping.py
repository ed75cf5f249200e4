"""The selections of accounts: begun, changed, left for another one, forgotten."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.resource import Resource
from directory.domain.selections import MOST_SELECTIONS, Item, Selection, handed, joined, once
from directory.services.fiches.editing import UnknownResource
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Database
from directory.store.still import Still
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

Gesture = Callable[[Selection], Selection]
MOST_KEPT = 500
"""People whose selection under way a process keeps while nothing is committed: each page shows how much it holds."""


class UnknownSelection(Exception):
    """There is no such selection, or it is somebody else's."""


@dataclass(frozen=True, slots=True)
class Held:
    """A fiche that a selection holds, as it is named elsewhere.

    number   of the one that was added; what follows is of the one that stands for it.
    title    empty for one that nobody may read for now.
    """

    number: int
    title: str
    is_offered: bool


class Selections:
    def __init__(self, database: Database, words: VocabularyReader, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._words = words
        self._now = now
        self._held: Still[Selection, tuple[Held, ...]] = Still(database, MOST_KEPT)
        self._latest: Still[int, tuple[Selection, ...]] = Still(database, MOST_KEPT)

    def current(self, account_id: int) -> Selection | None:
        """Return the selection that the next fiche goes into; None when the next one begins another."""
        latest = self._latest.get(account_id, lambda uow: tuple(uow.selections.of(account_id, limit=1)))
        return latest[0] if latest and latest[0].is_current(self._now()) else None

    def of(self, account_id: int) -> list[Selection]:
        """Return the selections of a person, the last touched first, those that hold nothing left out."""
        with self._database.read() as uow:
            found = uow.selections.of(account_id, limit=MOST_SELECTIONS)
        return [each for each in found if each.items and each.ends_at > self._now()]

    def get(self, account_id: int, number: int) -> Selection:
        """Return a selection. Raises UnknownSelection."""
        with self._database.read() as uow:
            return own_selection(uow.selections.get(number), account_id, self._now())

    def begun(self, commune: str = "", account_id: int = 0) -> Selection:
        """Return a selection that holds nothing yet, and that nobody keeps yet."""
        now = self._now()
        return Selection(0, account_id, commune, now, now)

    def change_current(self, account_id: int, gesture: Gesture, *, commune: str = "") -> Selection:
        """Do something to the selection under way, or to a new one.

        commune   code of the commune of the last search, which a selection without one takes.
        """
        with self._database.write() as uow:
            kept = self._current(uow, account_id)
            if kept is None:
                return add_selection(uow, gesture(self.begun(commune, account_id)))
            return self._save(uow, gesture(replace(_once(uow, kept), commune=kept.commune or commune)))

    def keep(self, account_id: int, items: Sequence[Item], *, commune: str = "") -> tuple[Item, ...]:
        """Add to the selection under way the fiches that a browser held; return those that did not fit.

        One that the base does not have is left out. ``commune``: as in ``change_current``.
        """
        with self._database.write() as uow:
            known = {each.id for each in uow.resources.by_ids([item.resource_id for item in items])}
            kept = self._current(uow, account_id) or self.begun(commune, account_id)
            kept, left = joined(kept, [item for item in items if item.resource_id in known])
            if kept.id:
                self._save(uow, replace(kept, commune=kept.commune or commune))
            elif kept.items:
                add_selection(uow, kept)
        return left

    def change(self, account_id: int, number: int, gesture: Gesture) -> Selection:
        """Do something to a selection, which becomes the one under way. Raises UnknownSelection."""
        with self._database.write() as uow:
            kept = own_selection(uow.selections.get_to_change(number), account_id, self._now())
            return self._save(uow, gesture(_once(uow, kept)))

    def once(self, selection: Selection) -> Selection:
        """Return a selection with each fiche once, the first of those that were made one since."""
        with self._database.read() as uow:
            return _once(uow, selection)

    def held(self, selection: Selection) -> tuple[Held, ...]:
        """Return the fiches of a selection in its order, those that were made one since once."""
        return self._held.get(selection, lambda uow: _held(uow, selection)) if selection.items else ()

    def begin_another(self, account_id: int) -> None:
        """Leave the selection under way: somebody else sits down. One that holds nothing serves again."""
        with self._database.write() as uow:
            kept = self._current(uow, account_id)
            if kept is not None and kept.items:
                add_selection(uow, self.begun(account_id=account_id))

    def drop(self, account_id: int, number: int) -> None:
        """Forget a selection. Raises UnknownSelection."""
        with self._database.write() as uow:
            uow.selections.remove((own_selection(uow.selections.get(number), account_id, self._now()).id,))

    def item_of(self, resource_id: int, need: str = "") -> Item:
        """Return a fiche ready to be added. Raises UnknownResource for one that is not published.

        need   code of the need that was searched; the fiche's first stands for one that it does not answer.
        """
        with self._database.read() as uow:
            found = uow.resources.get(resource_id)
        if found is None or not found.content.is_published:
            raise UnknownResource(resource_id)
        needs = found.content.needs
        kept = need if need in needs else needs[0] if needs else ""
        current = self._words.current().taxonomy.current_need(kept)
        return Item(found.id, current.code if current is not None else "", found.version, self._now())

    def note_handed(self, account_id: int, number: int, ids: tuple[int, ...]) -> None:
        """Keep that fiches of a selection were handed over today, as they are. Raises UnknownSelection.

        ids   of the fiches as they were added: of two made one, the one that was chosen.
        """
        with self._database.write() as uow:
            kept = own_selection(uow.selections.get_to_change(number), account_id, self._now())
            versions = [(each.id, each.version) for each in uow.resources.by_ids(ids)]
            # A sheet read again is no touch: the next fiche must not join the one of somebody who has gone.
            uow.selections.save(handed(kept, versions, local_day(self._now())))

    def _current(self, uow: UnitOfWork, account_id: int) -> Selection | None:
        latest = uow.selections.of(account_id, limit=1)
        return latest[0] if latest and latest[0].is_current(self._now()) else None

    def _save(self, uow: UnitOfWork, kept: Selection) -> Selection:
        touched = replace(kept, touched_at=self._now(), told_at=None)
        uow.selections.save(touched)
        return touched


def _once(uow: UnitOfWork, selection: Selection) -> Selection:
    return once(selection, {number: each.id for number, each in _standing(uow, selection).items()})


def _standing(uow: UnitOfWork, selection: Selection) -> Mapping[int, Resource]:
    """Return what stands for each fiche of a selection, by number; one that the base does not have is left out."""
    return {each.id: uow.resources.standing_for(each) for each in uow.resources.by_ids(selection.ids)}


def _held(uow: UnitOfWork, selection: Selection) -> tuple[Held, ...]:
    standing = _standing(uow, selection)
    items = once(selection, {number: each.id for number, each in standing.items()}).items
    found = [
        (number, standing[number].content) for number in (each.resource_id for each in items) if number in standing
    ]
    return tuple(
        Held(number, content.title if content.has_page else "", content.is_published) for number, content in found
    )


def own_selection(found: Selection | None, account_id: int, now: datetime) -> Selection:
    """Return a selection that is somebody's and lasts. Raises UnknownSelection."""
    if found is None or found.account_id != account_id or found.ends_at <= now:
        raise UnknownSelection
    return found


def add_selection(uow: UnitOfWork, added: Selection) -> Selection:
    """Write a new selection of somebody, for whom those left alone for the longest give way."""
    former = uow.selections.of(added.account_id, limit=MOST_SELECTIONS + 1)
    uow.selections.remove(each.id for each in former[MOST_SELECTIONS - 1 :])
    return uow.selections.add(added)
