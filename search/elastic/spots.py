"""Places of the fiches of a listing as clauses: the rules of ``search.listing`` in the query language."""

from dataclasses import dataclass

from search.elastic.clauses import EVERYTHING, NOTHING, among, either, every, no, said
from search.elastic.mapping import Json
from search.places.geometry import (
    latitude_not_below,
    longitude_not_below,
    quantise_latitude,
    quantise_longitude,
)
from search.query import MAIN, NEAR_KM, Around, Box, Point, SearchQuery

ON_SITE: Json = {"term": {"receptions": "sur-place"}}
AWAY: Json = {"terms": {"receptions": ["a-distance", "itinerant"]}}
KNOWN_AREA = said("areas")
POINTED = said("places.point")
PLACED = either(POINTED, said("places.commune"))


@dataclass(frozen=True, slots=True)
class Spots:
    """One clause for each judgement of a place; a fiche satisfies one of the four at most."""

    here: Json
    remote: Json
    here_or_remote: Json
    beyond: Json
    unplaced: Json
    competent: Json


def within(centre: Point, radius_km: float) -> Json:
    return {
        "geo_distance": {
            "distance": f"{radius_km}km",
            "distance_type": "arc",
            "places.point": {"lat": centre.latitude, "lon": centre.longitude},
        }
    }


def _in_communes(codes: frozenset[str]) -> Json:
    return among("places.commune", sorted(code for code in codes if code))


def in_box(box: Box) -> Json:
    """Keep the fiches with a point in a box.

    Lucene puts a corner on its grid upwards or downwards, depending on which of its structures it reads, and counts of
    one question would differ. With corners on the grid, as points are, there is nothing to round.
    """
    south, west = latitude_not_below(box.south), longitude_not_below(box.west)
    north, east = quantise_latitude(box.north), quantise_longitude(box.east)
    if south > north or west > east:
        # Between two steps: no point is there, and Lucene would read a box around the world.
        return NOTHING
    corners = {"top": north, "left": west, "bottom": south, "right": east}
    return {"geo_bounding_box": {"places.point": corners}}


def spots_of(around: Around | None) -> Spots:
    """Judge by a place; without one everything is here."""
    if around is None:
        return Spots(EVERYTHING, NOTHING, EVERYTHING, NOTHING, NOTHING, NOTHING)
    covered = among("areas", list(around.chain))
    competent = among("areas", [area for area in around.chain if area != "fr"])
    allowed = either(no(KNOWN_AREA), covered)
    inside = _in_communes(around.communes)
    near, close = inside, NOTHING
    if around.radius_km is None:
        close = every(POINTED, _in_communes(around.neighbours))
    elif around.centre is not None:
        near = either(inside, within(around.centre, around.radius_km))
        close = within(around.centre, NEAR_KM)
    known_away = every(AWAY, KNOWN_AREA)
    # Each of the four leaves out those before it; what is implied by its own clauses is not said again.
    here = every(allowed, ON_SITE, near)
    remote = every(allowed, either(known_away, every(AWAY, near)), no(every(ON_SITE, near)))
    beyond = every(allowed, ON_SITE, POINTED, either(competent, close), no(near, known_away))
    no_place = every(ON_SITE, no(PLACED, known_away))
    no_area = every(AWAY, no(KNOWN_AREA, near, every(ON_SITE, close)))
    return Spots(
        here=here,
        remote=remote,
        here_or_remote=every(allowed, either(known_away, every(either(ON_SITE, AWAY), near))),
        beyond=beyond,
        unplaced=every(allowed, either(no_place, no_area)),
        competent=competent,
    )


def spot_of(key: str, spots: Spots, query: SearchQuery, *, remote_is_here: bool) -> Json:
    """Return where the fiches of a listing stand."""
    if key == MAIN:
        here = spots.here_or_remote if remote_is_here else spots.here
        return here if query.box is None else every(here, in_box(query.box))
    if key == "a-distance":
        return NOTHING if remote_is_here else spots.remote
    if key == "plus-loin":
        return spots.beyond
    if key == "sans-lieu":
        return spots.unplaced
    return spots.here_or_remote
