"""The fiches that may be the one which is being written, or which was just saved: looked up, never by a scan."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from directory.domain.duplicates import Degree, Reason
from directory.domain.resource import Resource
from directory.services.duplicates.likeness import NEAR_KM, contacts_of, likeness, near_structures, near_titles
from directory.store.database import Database
from directory.store.lookalikes import Box, Near
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from search.text.analysis import words

MOST_SHOWN = 5
KM_A_DEGREE = 111.19
MOST_COMPARED = 5_000
"""Names around one point that are compared one by one, letter for letter."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A published fiche that may be the same. ``reasons``: the strongest first."""

    resource: Resource
    reasons: tuple[Reason, ...]
    degree: Degree


class Lookalikes:
    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, content: Content, *, without: Collection[int] = (), limit: int = MOST_SHOWN) -> tuple[Lookalike, ...]:
        """Return the published fiches that may be what ``content`` describes, the likeliest first.

        without   fiches that are known not to be, or the fiche itself.
        """
        with self._database.read() as uow:
            return tuple(lookalikes(uow, content, without))[:limit]


def lookalikes(uow: UnitOfWork, content: Content, without: Collection[int]) -> list[Lookalike]:
    """Return all that look like a content in a unit of work, the likeliest first."""
    return lookalikes_of_each(uow, [content], [without])[0]


def lookalikes_of_each(
    uow: UnitOfWork,
    contents: Sequence[Content],
    without: Sequence[Collection[int]] = (),
    also: Sequence[Collection[int]] = (),
) -> list[list[Lookalike]]:
    """Return what looks like each of some contents, looked up together: a file has four hundred of them at a time.

    without   for each content, the fiches that are known not to be it; ``also``: others that are worth a look.
    """
    worth = _worth_a_look(uow, contents)
    for found, more in zip(worth, also, strict=False):
        found.update(more)
    for found, known in zip(worth, without, strict=False):
        found.difference_update(known)
    fiches = {each.id: each for each in uow.resources.by_ids(sorted(set().union(*worth)))}
    return [
        _alike(content, [fiches[number] for number in sorted(numbers) if fiches[number].content.is_published])
        for content, numbers in zip(contents, worth, strict=True)
    ]


def _alike(content: Content, fiches: Sequence[Resource]) -> list[Lookalike]:
    compared = ((each, likeness(content, each.content)) for each in fiches)
    found = [Lookalike(each, alike.reasons, alike.degree) for each, alike in compared if alike]
    return sorted(found, key=lambda each: (-each.degree, -len(each.reasons), each.resource.id))


def _worth_a_look(uow: UnitOfWork, contents: Sequence[Content]) -> list[set[int]]:
    asked = [contacts_of(content) for content in contents]
    # As it is written, or in small letters, as most are.
    mails = [low | ({content.email} - {""}) for content, (_, low) in zip(contents, asked, strict=True)]
    by_phone = uow.lookalikes.by_phones(set().union(*(phones for phones, _ in asked)))
    by_mail = uow.lookalikes.by_mails(set().union(*mails))
    by_siret = uow.lookalikes.by_sirets({each.structure.siret for each in contents} - {""})
    worth: list[set[int]] = []
    for content, (phones, _), written in zip(contents, asked, mails, strict=True):
        found = set().union(*(by_phone.get(each, ()) for each in phones), *(by_mail.get(each, ()) for each in written))
        needs = set(content.needs)
        # A fiche that says no need contradicts none.
        of_body = by_siret.get(content.structure.siret, ())
        worth.append(found | {number for number, said in of_body if not needs or not said or needs & said})
    for rank, number in _near_by_name(uow, contents):
        worth[rank].add(number)
    return worth


def _near_by_name(uow: UnitOfWork, contents: Sequence[Content]) -> Iterator[tuple[int, int]]:
    """Give, by the rank of each content, the fiches around it that are called nearly the same."""
    around: dict[Box, list[int]] = {}
    for rank, content in enumerate(contents):
        for box in boxes_around(content):
            around.setdefault(box, []).append(rank)
    there: dict[Box, list[Near]] = {}
    for box, near in uow.lookalikes.near(list(around)):
        there.setdefault(box, []).append(near)
    for box, some in there.items():
        ranks = around[box]
        if len(ranks) * len(some) <= MOST_COMPARED:
            yield from ((rank, near.id) for rank in ranks for near in some if _is_near(contents[rank], near))
            continue
        # The centre of a large town, where all that has no better point is: only what is called the same is compared.
        by_name: dict[str, list[Near]] = {}
        for near in some:
            by_name.setdefault(_name_key(near.structure), []).append(near)
        for rank in ranks:
            same = by_name.get(_name_key(contents[rank].structure.name), ())
            yield from ((rank, near.id) for near in same if _is_near(contents[rank], near))


def _is_near(content: Content, near: Near) -> bool:
    titles = not content.title or near_titles(content.title, near.title)
    return titles and near_structures(content.structure.name, near.structure)


@lru_cache(maxsize=20_000)
def _name_key(name: str) -> str:
    return " ".join(sorted(words(name)))


def boxes_around(content: Content) -> Iterator[Box]:
    """Give the squares that hold whatever is within ``NEAR_KM`` of a place of a fiche, each once."""
    height = NEAR_KM / KM_A_DEGREE
    points = {(place.latitude, place.longitude) for place in content.places}
    for latitude, longitude in sorted((a, b) for a, b in points if a is not None and b is not None):
        width = height / max(math.cos(math.radians(latitude)), 0.01)
        yield Box(latitude - height, latitude + height, longitude - width, longitude + width)
