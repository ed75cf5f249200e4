"""Where each row stands against the place asked for (search-semantics §2), as sets of rows."""

from typing import NamedTuple

from search.query import NEAR_KM, Around
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.columns import Columns
from search.sqlite.place_index import PlaceIndex


class Spots(NamedTuple):
    """One set of rows for each judgement of a place; a row is in one at most.

    competent   rows that serve an area with the place in it, smaller than the whole country.
    close       all the rows judged that have a place within ``NEAR_KM``, and some others; None where no distance was
                asked for.
    """

    here: Bits
    remote: Bits
    beyond: Bits
    unplaced: Bits
    competent: Bits
    close: Bits | None = None


def everywhere(columns: Columns) -> Spots:
    """Judge without a place: everything is here."""
    live = columns.flags["live"]
    none = bits.empty(len(live))
    return Spots(live, none, none, none, none)


class Lasting(NamedTuple):
    """Sets of live rows that no place asked for changes.

    unknown      rows whose service area is unknown; ``nationwide``: those that serve the whole country.
    remote       rows that receive elsewhere than on site; ``pointed``: those that receive on site, at a known point.
    unplaceable  rows that receive on site nobody knows where, or elsewhere nobody knows for whom.
    """

    unknown: Bits
    nationwide: Bits
    on_site: Bits
    remote: Bits
    pointed: Bits
    unplaceable: Bits


def lasting_of(columns: Columns, index: PlaceIndex) -> Lasting:
    flags, receptions = columns.flags, columns.codes["receptions"]
    live, known = flags["live"], flags["known_area"]
    on_site = live & receptions.rows_with("sur-place")
    remote = live & (receptions.rows_with("a-distance") | receptions.rows_with("itinerant"))
    return Lasting(
        unknown=live & ~known,
        nationwide=live & index.in_areas(columns, ("fr",)),
        on_site=on_site,
        remote=remote,
        pointed=on_site & flags["pointed"],
        unplaceable=(on_site & ~flags["placed"]) | (remote & ~known),
    )


def spots_of(columns: Columns, index: PlaceIndex, lasting: Lasting, around: Around) -> Spots:
    """Judge every row; the rules are those of ``listing.spot_of``."""
    competent = index.in_areas(columns, [area for area in around.chain if area != "fr"]) & columns.flags["live"]
    covered = competent | lasting.nationwide if "fr" in around.chain else competent
    near, close = index.in_communes(columns, around.communes), None
    if around.radius_km is None:
        beside = index.in_communes(columns, around.neighbours) | competent
    elif around.centre is not None:
        near |= index.within(columns, around.centre, around.radius_km)
        # What serves an area is beside the place whatever the distance, or not asked for there.
        beside = close = index.unbound_within(columns, around.centre, NEAR_KM) | near | competent
    else:
        beside = competent
    # Each judgement takes its rows out of those that are left.
    left = lasting.unknown | covered
    here = left & lasting.on_site & near
    left ^= here
    away = left & lasting.remote & (covered | near)
    left ^= away
    beyond = left & lasting.pointed & beside
    left ^= beyond
    return Spots(here, away, beyond, unplaced=left & lasting.unplaceable, competent=competent, close=close)


def spots_named(spots: Spots, named: Bits, whole: Bits) -> Spots:
    """Move what is asked for by its name to where it counts as here: the rule of ``listing.spot_named`` on sets."""
    elsewhere = spots.remote | spots.beyond | spots.unplaced
    moved = (spots.remote & named) | (elsewhere & whole)
    return spots._replace(
        here=spots.here | moved,
        remote=spots.remote & ~moved,
        beyond=spots.beyond & ~moved,
        unplaced=spots.unplaced & ~moved,
    )
