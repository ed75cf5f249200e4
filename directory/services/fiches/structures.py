"""The bodies already known by their fiches: proposed while one types, with what a new fiche of theirs may take."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from directory.domain.resource import Resource
from directory.services.fiches.bodies import Bodies
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import Status
from fiche.content import Content
from fiche.parts import Place, Structure
from search.port import SearchEngine, SearchUnavailable
from search.suggest import label_key

MOST_READ = 200
"""Fiches of one body that are read: a body of thousands says the same in its first hundreds."""


@dataclass(frozen=True, slots=True)
class Known:
    """A body: what most of its fiches say, their places, the most frequent first, and how many they are."""

    structure: Structure
    fiches: int
    phone: str
    email: str
    website: str
    places: tuple[Place, ...]


class KnownStructures:
    """Only published fiches are read: what a draft says is not shown to other institutions."""

    def __init__(self, database: Database, engine: SearchEngine) -> None:
        self._database = database
        self._engine = engine
        self.bodies = Bodies(database)

    def like(self, text: str, limit: int) -> list[Known]:
        """Return the bodies whose name ``text`` may be the beginning of; none when the engine does not answer."""
        try:
            names = self._engine.suggest(text, limit).structures
        except SearchUnavailable:
            return []
        with self._database.read() as uow:
            found = _known(uow, names)
        order = {label_key(name): rank for rank, name in enumerate(names)}
        found.sort(key=lambda each: (order.get(label_key(each.structure.name), len(order)), -each.fiches))
        return found[:limit]

    def places_of(self, name: str, siret: str) -> tuple[Place, ...]:
        """Return the places of a body, those of every establishment of that name when no SIRET is given."""
        with self._database.read() as uow:
            found = _known(uow, (name.strip(),))
        chosen = [each for each in found if not siret or each.structure.siret in ("", siret)]
        return tuple(dict.fromkeys(place for each in chosen for place in each.places))

    def fiches_of(self, structure: Structure) -> list[Resource]:
        """Return the published fiches of a body, of all its towns, by number."""
        body = _body(structure)
        with self._database.read() as uow:
            same = [each.id for each in uow.structures.named((structure.name,)) if _body(each.structure) == body]
            numbers = [number for _, number in uow.resources.of_structures(same)]
            return [each for each in uow.resources.by_ids(sorted(numbers)[:MOST_READ]) if _is_of(each, body)]


def _body(structure: Structure) -> tuple[str, str]:
    """Return what tells a body from another: its name, its SIRET."""
    return label_key(structure.name), structure.siret


def _known(uow: UnitOfWork, names: Sequence[str]) -> list[Known]:
    structures = uow.structures.named(names)
    by_body = {each.id: _body(each.structure) for each in structures}
    numbers: dict[tuple[str, str], list[int]] = {}
    for structure_id, resource_id in uow.resources.of_structures(list(by_body)):
        numbers.setdefault(by_body[structure_id], []).append(resource_id)
    read = {
        each.id: each for each in uow.resources.by_ids([one for ids in numbers.values() for one in ids[:MOST_READ]])
    }
    described = {by_body[each.id]: each.structure for each in structures}
    found = []
    for body, ids in numbers.items():
        fiches = [read[number] for number in ids[:MOST_READ] if number in read and _is_of(read[number], body)]
        if fiches:
            found.append(_gathered(described[body], [each.content for each in fiches]))
    return found


def _is_of(resource: Resource, body: tuple[str, str]) -> bool:
    """Say whether a fiche is published and still says that it is of that body."""
    return resource.content.status == Status.PUBLISHED and _body(resource.content.structure) == body


def _gathered(structure: Structure, contents: Sequence[Content]) -> Known:
    places = Counter(place for content in contents for place in content.places if place.address)
    return Known(
        structure,
        len(contents),
        _most(map(attrgetter("phone"), contents)),
        _most(map(attrgetter("email"), contents)),
        _most(map(attrgetter("website"), contents)),
        tuple(place for place, _ in places.most_common()),
    )


def _most(texts: Iterable[str]) -> str:
    counted = Counter(text for text in texts if text).most_common(1)
    return counted[0][0] if counted else ""
