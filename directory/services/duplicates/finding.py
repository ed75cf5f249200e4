"""The fiches that may be the one which is being written, or which was just saved: looked up, never by a scan."""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from directory.domain.duplicates import Degree, Reason
from directory.domain.resource import Resource
from directory.services.duplicates.likeness import NEAR_KM, contacts_of, likeness, near_structures, near_titles
from directory.store.database import Database
from directory.store.lookalikes import Box
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content

MOST_SHOWN = 5
KM_A_DEGREE = 111.19


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
    ids = _worth_a_look(uow, content) - set(without)
    found = []
    for each in uow.resources.by_ids(sorted(ids)):
        alike = likeness(content, each.content)
        if alike:
            found.append(Lookalike(each, alike.reasons, alike.degree))
    return sorted(found, key=lambda each: (-each.degree, -len(each.reasons), each.resource.id))


def _worth_a_look(uow: UnitOfWork, content: Content) -> set[int]:
    phones, mails = contacts_of(content)
    # As it is written, or in small letters, as most are.
    mails |= {content.email} - {""}
    ids = uow.lookalikes.by_contact(phones, mails)
    if content.structure.siret:
        ids |= uow.lookalikes.by_siret(content.structure.siret, content.needs)
    for box in boxes_around(content):
        for near in uow.lookalikes.near(box):
            titles = not content.title or near_titles(content.title, near.title)
            if titles and near_structures(content.structure.name, near.structure):
                ids.add(near.id)
    return ids


def boxes_around(content: Content) -> Iterator[Box]:
    """Give the squares that hold whatever is within ``NEAR_KM`` of a place of a fiche, each once."""
    height = NEAR_KM / KM_A_DEGREE
    points = {(place.latitude, place.longitude) for place in content.places}
    for latitude, longitude in sorted((a, b) for a, b in points if a is not None and b is not None):
        width = height / max(math.cos(math.radians(latitude)), 0.01)
        yield Box(latitude - height, latitude + height, longitude - width, longitude + width)
