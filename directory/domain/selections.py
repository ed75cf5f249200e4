"""A selection: the fiches that an advisor puts together for one person, of whom nothing is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

MOST_ITEMS = 20
MOST_SELECTIONS = 30
"""Selections that one person may have; the one left alone for the longest gives way."""
LIFE = timedelta(days=60)
"""From the last touch to the end."""
TOLD_BEFORE = timedelta(days=7)
"""From the mail that tells of the end to the end."""
IDLE = timedelta(hours=2)
"""Left alone for so long, a selection is of somebody who has gone: the next fiche begins another."""


class SelectionFull(Exception):
    """A selection holds no more than ``MOST_ITEMS``."""


@dataclass(frozen=True, slots=True)
class Item:
    """One fiche of a selection.

    need           code of the need that was searched when it was added, else its first; empty when it has none.
    seen_version   version of the fiche that was last read or handed over: what came after it is told.
    handed_on      day of the last sheet that held it; None before the first.
    """

    resource_id: int
    need: str
    seen_version: int
    added_at: datetime
    handed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """Fiches in the order in which they are handed over; nothing of it is typed.

    id, account_id   0 for a visitor's, which their browser alone holds.
    commune          code of the commune of the searches, from which distances are told; empty without one.
    office_id        the antenne whose people may read and copy it; None: who put it together alone.
    told_at          when its end was told by mail, since it was last touched.
    """

    id: int
    account_id: int
    commune: str
    created_at: datetime
    touched_at: datetime
    items: tuple[Item, ...] = ()
    office_id: int | None = None
    told_at: datetime | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(item.resource_id for item in self.items)

    def is_current(self, now: datetime) -> bool:
        """Say whether the next fiche still goes into it."""
        return now - self.touched_at < IDLE

    @property
    def ends_at(self) -> datetime:
        return self.touched_at + LIFE


def added(selection: Selection, item: Item) -> Selection:
    """Return a selection with one more fiche at its end; one that it holds stays where it is."""
    if item.resource_id in selection.ids:
        return selection
    if len(selection.items) >= MOST_ITEMS:
        raise SelectionFull
    return replace(selection, items=(*selection.items, item))


def once(selection: Selection, standing: Mapping[int, int]) -> Selection:
    """Return a selection that holds each fiche once: of those that were made one, the first stays.

    standing   number of a fiche → that of the one that stands for it; itself where it is not named.
    """
    first: dict[int, Item] = {}
    for item in selection.items:
        first.setdefault(standing.get(item.resource_id, item.resource_id), item)
    return replace(selection, items=tuple(first.values()))


def joined(selection: Selection, items: Iterable[Item]) -> tuple[Selection, tuple[Item, ...]]:
    """Return a selection with other fiches at its end, and those that did not fit, in their order."""
    others = [each for each in items if each.resource_id not in selection.ids]
    room = MOST_ITEMS - len(selection.items)
    return replace(selection, items=(*selection.items, *others[:room])), tuple(others[room:])


def copied(selection: Selection, account_id: int, at: datetime) -> Selection:
    """Return the same fiches as a new selection of somebody, handed over to nobody yet and shared with nobody."""
    items = tuple(replace(each, added_at=at, handed_on=None) for each in selection.items)
    return Selection(0, account_id, selection.commune, at, at, items)


def without(selection: Selection, resource_id: int) -> Selection:
    return replace(selection, items=tuple(each for each in selection.items if each.resource_id != resource_id))


def moved(selection: Selection, resource_id: int, step: int) -> Selection:
    """Return a selection in which a fiche stands ``step`` places further, never beyond either end."""
    if resource_id not in selection.ids:
        return selection
    items = list(selection.items)
    rank = selection.ids.index(resource_id)
    items.insert(max(0, rank + step), items.pop(rank))
    return replace(selection, items=tuple(items))


def in_place_of(selection: Selection, resource_id: int, item: Item) -> Selection:
    """Return a selection in which another fiche stands where one stood."""
    if resource_id not in selection.ids or item.resource_id in selection.ids:
        return without(selection, resource_id)
    items = (item if each.resource_id == resource_id else each for each in selection.items)
    return replace(selection, items=tuple(items))


def handed(selection: Selection, versions: Iterable[tuple[int, int]], day: date) -> Selection:
    """Return a selection whose fiches were handed over on a day, as they then were.

    versions   number of each fiche handed over, with its version.
    """
    given = dict(versions)
    items = (
        replace(each, handed_on=day, seen_version=given[each.resource_id]) if each.resource_id in given else each
        for each in selection.items
    )
    return replace(selection, items=tuple(items))
