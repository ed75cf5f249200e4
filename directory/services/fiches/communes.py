"""Fiches once communes were merged: their places and areas follow, the former name stays in the address."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.changes import Author
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Save, Saved
from directory.store.database import Database
from fiche.content import Content
from fiche.parts import Place
from search.places.gazetteer import Gazetteer
from search.places.names import complement_with

SYSTEM = Author(None, "Communes fusionnées")
CHUNK = 400
_COMMUNE = "com:"


@dataclass(frozen=True, slots=True)
class Followed:
    """A fiche that was moved, and the communes that it named: code, name it had there or nothing, commune of today."""

    resource_id: int
    title: str
    communes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CommunesReport:
    """``unknown``: areas and communes that no table knows any more, with how many fiches name each."""

    followed: tuple[Followed, ...]
    unknown: tuple[tuple[str, int], ...]
    read: int


class CommuneFollowing:
    """Brings every fiche, archived ones too, to the communes of today. Done again, it changes nothing."""

    def __init__(
        self, database: Database, resources: ResourceService, gazetteer: Gazetteer, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._resources = resources
        self._gazetteer = gazetteer
        self._now = now

    def update(self, *, progress: Callable[[int], object] = lambda _: None) -> CommunesReport:
        """Revise, slice by slice, the fiches that name a commune which was merged; tell which."""
        followed: list[Followed] = []
        unknown: dict[str, int] = {}
        read = after = 0
        while True:
            with self._database.read() as uow:
                fiches = uow.resources.iterate(after_id=after, limit=CHUNK)
            if not fiches:
                return CommunesReport(tuple(followed), tuple(sorted(unknown.items())), read)
            behind = [each.id for each in fiches if self._today(each.content) != each.content]
            followed += self._follow(behind) if behind else []
            for code in (code for each in fiches for code in dict.fromkeys(self._unknown(each.content))):
                unknown[code] = unknown.get(code, 0) + 1
            read, after = read + len(fiches), fiches[-1].id
            progress(len(fiches))

    def _follow(self, ids: Sequence[int]) -> list[Followed]:
        origin = Origin(SaveOrigin.COMMUNES)
        with self._database.write() as uow:
            fiches = uow.resources.by_ids(ids)
            saves = [Save(self._today(each.content), SYSTEM, origin, each, kept_before=True) for each in fiches]
            outcomes = self._resources.save_many(uow, saves, now=self._now())
        return [self._told(each) for each, outcome in zip(fiches, outcomes, strict=True) if isinstance(outcome, Saved)]

    def _today(self, content: Content) -> Content:
        places = tuple(map(self._place_today, content.places))
        areas = tuple(dict.fromkeys(map(self._area_today, content.service_areas)))
        return replace(content, places=places, service_areas=areas)

    def _place_today(self, place: Place) -> Place:
        commune = self._gazetteer.get(place.commune_code) if place.commune_code else None
        if commune is None or commune.code == place.commune_code:
            return place
        complement = complement_with(place.commune_name, place.address, place.complement)
        return replace(place, complement=complement, commune_name=commune.name, commune_code=commune.code)

    def _area_today(self, area: str) -> str:
        commune = self._gazetteer.get(area.removeprefix(_COMMUNE)) if area.startswith(_COMMUNE) else None
        return area if commune is None else f"{_COMMUNE}{commune.code}"

    def _told(self, fiche: Resource) -> Followed:
        named = {place.commune_code: place.commune_name for place in fiche.content.places if place.commune_code}
        areas = (each.removeprefix(_COMMUNE) for each in fiche.content.service_areas if each.startswith(_COMMUNE))
        codes = {**dict.fromkeys(areas, ""), **named}
        found = ((code, name, self._gazetteer.get(code)) for code, name in codes.items())
        moved = tuple((code, name, now.label) for code, name, now in found if now is not None and now.code != code)
        return Followed(fiche.id, fiche.content.title, moved)

    def _unknown(self, content: Content) -> Iterator[str]:
        for place in content.places:
            if place.commune_code and self._gazetteer.get(place.commune_code) is None:
                yield f"{_COMMUNE}{place.commune_code}"
        yield from (area for area in content.service_areas if self._gazetteer.territory(area) is None)
