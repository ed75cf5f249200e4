"""Addresses of which only the commune is known, placed by the geocoder: hundreds at once, gone on with as it can."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from directory.domain.changes import Author
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Refused, Save
from directory.store.database import Database
from fiche.content import Content
from fiche.parts import Place
from search.places.batch_geocoding import AskedAddress, BatchGeocoder, FoundAddress
from search.places.gazetteer import Gazetteer
from search.places.geocoding import GeocodingUnavailable

SYSTEM = Author(None, "géocodage")
AT_COMMUNE = "commune"
CHUNK = 200
"""Fiches placed at once: the writing of their points stops nobody for long."""
LOWEST_SCORE = 0.4
"""Under it an answer is another address; between it and ``SURE_SCORE`` a person is asked."""


class Placing:
    """What was asked is told by the fiches: a place that was looked for has a score, 0 when nothing was found."""

    def __init__(
        self,
        database: Database,
        resources: ResourceService,
        gazetteer: Gazetteer,
        geocoder: BatchGeocoder,
        *,
        now: Callable[[], datetime],
        chunk: int = CHUNK,
    ) -> None:
        self._database = database
        self._resources = resources
        self._gazetteer = gazetteer
        self._geocoder = geocoder
        self._now = now
        self._chunk = chunk

    def place_some(self) -> int:
        """Place the next fiches; return how many were looked at. None while the service is away."""
        if self._geocoder.is_silent:
            return 0
        with self._database.read() as uow:
            fiches = uow.resources.by_ids(uow.unplaced.next(limit=self._chunk))
        asked = list(dict.fromkeys(_asked(place) for each in fiches for place in _to_place(each.content)))
        if not asked:
            return 0
        try:
            found = dict(zip(asked, self._geocoder.find(asked), strict=True))
        except GeocodingUnavailable:
            return 0
        self._write(fiches, found)
        return len(fiches)

    def _write(self, fiches: Sequence[Resource], found: dict[AskedAddress, FoundAddress | None]) -> None:
        origin = Origin(SaveOrigin.PLACING)
        with self._database.write() as uow:
            # Somebody may have written meanwhile: what a fiche says now is what is placed.
            current = uow.resources.by_ids([each.id for each in fiches])
            saves = [Save(self._placed(each.content, found), SYSTEM, origin, each) for each in current]
            outcomes = self._resources.save_many(uow, saves, now=self._now())
            # What the rules of today refuse of a place keeps its point: it was asked for, and is not asked for again.
            nothing = dict.fromkeys(found)
            left = [each for each, outcome in zip(current, outcomes, strict=True) if isinstance(outcome, Refused)]
            kept = [Save(self._placed(each.content, nothing), SYSTEM, origin, each, kept_before=True) for each in left]
            self._resources.save_many(uow, kept, now=self._now())

    def _placed(self, content: Content, found: dict[AskedAddress, FoundAddress | None]) -> Content:
        waiting = set(_to_place(content))
        places = (
            self._at(place, found[_asked(place)]) if place in waiting and _asked(place) in found else place
            for place in content.places
        )
        return replace(content, places=tuple(places))

    def _at(self, place: Place, found: FoundAddress | None) -> Place:
        if found is None or found.score < LOWEST_SCORE or found.precision == AT_COMMUNE:
            return replace(place, score=0.0)
        commune = self._gazetteer.get(place.commune_code)
        there = self._gazetteer.get(found.commune_code)
        if commune is None or there is None or commune.code not in (there.code, there.parent):
            return replace(place, score=0.0)
        return replace(
            place,
            latitude=found.latitude,
            longitude=found.longitude,
            precision=found.precision,
            score=round(found.score, 2),
        )


def _to_place(content: Content) -> Iterator[Place]:
    for place in content.places:
        if place.address and place.commune_code and place.precision == AT_COMMUNE and place.score is None:
            yield place


def _asked(place: Place) -> AskedAddress:
    return AskedAddress(place.address, place.postcode, place.commune_code)
