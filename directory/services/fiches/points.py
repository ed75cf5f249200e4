"""A point belongs to the text it was found for: one sent back with another text is no point of it."""

from collections.abc import Sequence
from dataclasses import replace

from directory.services.fiches.tidying import AT_COMMUNE
from fiche.content import Content
from fiche.parts import Place


def with_own_points(before: Content, after: Content) -> Content:
    """Return what a fiche is to say, its places without the points that stood for other texts.

    A program reads a fiche, writes another address and sends all of it back. A point that is new is its own to give,
    and so is one put by hand, or by another system, in a town that stays.
    """
    known = {_text(each) for each in before.places}
    places = tuple(each if _text(each) in known else _own(before.places, each) for each in after.places)
    return after if places == after.places else replace(after, places=places)


def _own(before: Sequence[Place], place: Place) -> Place:
    if place.latitude is None:
        return place
    for former in before:
        if (former.latitude, former.longitude) == (place.latitude, place.longitude) and not _stays(former, place):
            return replace(place, latitude=None, longitude=None, precision="", score=None)
    return place


def _stays(former: Place, place: Place) -> bool:
    """Say whether a point may stand for a new text: nobody derived it from the former one, and the town is the same."""
    is_derived = former.precision == AT_COMMUNE or former.score is not None
    return not is_derived and (former.postcode, former.commune_name) == (place.postcode, place.commune_name)


def _text(place: Place) -> tuple[str, str, str]:
    return place.address, place.postcode, place.commune_name
