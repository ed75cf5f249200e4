"""Which list a fiche belongs to (search-semantics §3): a total function, each fiche in one listing at most."""

from enum import IntEnum

from search.criteria import Judgement
from search.document import IndexedPlace, ResourceDocument
from search.places.geometry import chord2, chord2_of, unit_vector
from search.query import MAIN, NEAR_KM, Around, SearchQuery


class Spot(IntEnum):
    """Judgement of a fiche's places against the place asked for."""

    NO = 0
    UNPLACED = 1
    BEYOND = 2
    REMOTE = 3
    HERE = 4


class Wording(IntEnum):
    """Judgement of a fiche's words against those of the question: none, some, all but not all said, all said."""

    NONE = 0
    FEWER = 1
    SAME_NEED = 2
    SAID = 3


class Naming(IntEnum):
    """Whether the question names the structure of the fiche: no, in part, by name and place, or by its own name."""

    NONE = 0
    NAMED = 1
    THERE = 2
    WHOLE = 3


def spot_named(spot: Spot, naming: Naming) -> Spot:
    """Return where a fiche stands once its structure was named: what is asked for by its name is here.

    Named: what is remote is as good as here. By name and place or by its own name: wherever it stands, unless it
    serves others only.
    """
    if naming >= Naming.THERE and spot is not Spot.NO:
        return Spot.HERE
    return Spot.HERE if naming is Naming.NAMED and spot is Spot.REMOTE else spot


def nearest_chord2(document: ResourceDocument, around: Around | None) -> float | None:
    """Return the squared chord to the nearest place of the fiche, or None without centre or point."""
    if around is None or around.centre is None:
        return None
    centre = unit_vector(around.centre.latitude, around.centre.longitude)
    chords = [
        chord2(unit_vector(place.latitude, place.longitude), centre)
        for place in document.places
        if place.latitude is not None and place.longitude is not None
    ]
    return min(chords, default=None)


def _has_point(place: IndexedPlace) -> bool:
    return place.latitude is not None


def _within(chord: float | None, radius_km: float | None) -> bool:
    return chord is not None and radius_km is not None and chord <= chord2_of(radius_km)


def spot_of(document: ResourceDocument, around: Around | None, chord: float | None) -> Spot:
    """Judge the places of a fiche; ``chord`` is ``nearest_chord2`` of the same arguments."""
    if around is None:
        return Spot.HERE
    covered = bool(set(document.areas).intersection(around.chain))
    if document.areas and not covered:
        return Spot.NO
    on_site = "sur-place" in document.receptions
    remote = "a-distance" in document.receptions or "itinerant" in document.receptions
    inside = any(place.commune in around.communes for place in document.places)
    near = inside or _within(chord, around.radius_km)
    if on_site and near:
        return Spot.HERE
    if remote and (document.areas or near):
        return Spot.REMOTE
    pointed = any(_has_point(place) for place in document.places)
    if around.radius_km is None:
        close = any(place.commune in around.neighbours for place in document.places)
    else:
        close = _within(chord, NEAR_KM)
    if on_site and pointed and (close or is_competent(document, around)):
        return Spot.BEYOND
    placed = any(_has_point(place) or place.commune for place in document.places)
    if (on_site and not placed) or (remote and not document.areas):
        return Spot.UNPLACED
    return Spot.NO


def is_competent(document: ResourceDocument, around: Around) -> bool:
    """Tell whether a service area other than the whole country covers the commune."""
    return any(area != "fr" and area in around.chain for area in document.areas)


def listing_of(wording: Wording, judgement: Judgement, spot: Spot, *, in_box: bool) -> str | None:
    """Return the key of the listing, ``MAIN`` for the main list, None for no listing.

    ``spot`` has REMOTE already turned into HERE where only remote services are asked for.
    """
    if wording is Wording.SAID and judgement is Judgement.YES:
        if spot is Spot.HERE:
            return MAIN if in_box else None
        return {Spot.REMOTE: "a-distance", Spot.BEYOND: "plus-loin", Spot.UNPLACED: "sans-lieu"}.get(spot)
    if spot not in (Spot.HERE, Spot.REMOTE):
        return None
    if wording is Wording.SAID and judgement is Judgement.POSSIBLE:
        return "a-verifier"
    if judgement is Judgement.YES:
        return {Wording.SAME_NEED: "meme-besoin", Wording.FEWER: "moins-de-mots"}.get(wording)
    return None


def document_in_box(document: ResourceDocument, query: SearchQuery) -> bool:
    """Tell whether a place of the fiche lies in the drawn area; True when none is drawn."""
    if query.box is None:
        return True
    return any(
        place.latitude is not None and place.longitude is not None and query.box.holds(place.latitude, place.longitude)
        for place in document.places
    )
