"""Fiches for a map tool: a point for each place, under the columns of the template."""

from collections.abc import Iterable, Iterator

import orjson

from directory.services.exports.cells import DECIMALS, NAMED_CONTACT, Cells, native_rows
from directory.services.exports.given import Facts, Given
from directory.services.exports.identity import identifier_of
from directory.services.exports.tables import PIECE_BYTES
from fiche.parts import Place

_ELSEWHERE = frozenset((NAMED_CONTACT, "latitude", "longitude"))


def feature_pieces(given: Iterable[Given], facts: Facts) -> Iterator[bytes]:
    """Yield a FeatureCollection; a fiche without a point is a feature without a geometry. No named contact is given.

    ``precision`` tells the points that stand for a whole commune.
    """
    head = {"type": "FeatureCollection", "name": "ressources"} | facts.head
    piece = bytearray(orjson.dumps(head)[:-1] + b',"features":[')
    comma = b"\n"
    for each in given:
        content = each.fiche.content
        rows = native_rows(content, identifier_of(each.fiche, each.mark), named=False)
        for rank, (cells, place) in enumerate(zip(rows, content.places or (Place(),), strict=True), 1):
            feature = {
                "type": "Feature",
                "id": f"{each.fiche.id}-{rank}",
                "geometry": _point(place),
                "properties": _properties(cells, place, each, facts),
            }
            piece += comma + orjson.dumps(feature)
            comma = b",\n"
        if len(piece) >= PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece) + b"\n]}\n"


def _point(place: Place) -> dict[str, object] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": (round(place.longitude, DECIMALS), round(place.latitude, DECIMALS))}


def _properties(cells: Cells, place: Place, given: Given, facts: Facts) -> Cells:
    """Return what a feature says: every column, so that a map tool sees the same ones on each."""
    said = {name: cell for name, cell in cells.items() if name not in _ELSEWHERE}
    address = {"page": f"{facts.address.rstrip('/')}/ressources/{given.fiche.id}"} if facts.address else {}
    return said | {"precision": place.precision} | address
