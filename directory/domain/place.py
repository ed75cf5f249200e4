"""Where a service is offered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a fiche; every field may be empty, an import rarely knows them all.

    latitude, longitude   WGS 84 degrees, quantised once at save (search.places.geometry).
    precision             a code of ``codes.PRECISIONS``.
    score                 confidence of the geocoder, 0 to 1; None when nobody geocoded.
    """

    address: str = ""
    complement: str = ""
    postcode: str = ""
    commune_name: str = ""
    commune_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = ""
    score: float | None = None

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None
