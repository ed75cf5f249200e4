"""The places of a form: texts, the point put by hand on the map, and the one question when its text has changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from directory.errors import Choice, FieldError, field_error
from directory.services.fiches.tidying import one_line
from directory.services.fiches.typed_values import UnknownCommune, located, text_of_point
from directory.services.search.places import Places
from directory.web.writing.typed import (
    KEEPS_POINT,
    PLACE_MEMBERS,
    PLACES,
    POINT,
    POINT_OF,
    Typed,
    drop_group,
    put_places,
    ranks_of,
)
from fiche.content import Content
from fiche.parts import BY_HAND, PLACE_FIELDS, Place

MOST_LINES = 300
KEEP, PUT_BACK = "oui", "non"


@dataclass
class PlacesRead:
    places: tuple[Place, ...]
    errors: list[FieldError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """A place as typed. ``point``: what the map sent, None when it says nothing, empty when the pin was put back."""

    place: Place
    point: str | None
    point_of: str
    keeps: str

    @property
    def is_empty(self) -> bool:
        return self.place == Place()


def read_places(typed: Typed, before: Content | None, places: Places) -> PlacesRead:
    """Read the places of a form; ``typed`` is put in order: lines left empty are dropped."""
    lines = [_line(typed, rank) for rank in ranks_of(typed, PLACES)[:MOST_LINES]]
    by_text: dict[Place, _Line] = {}
    for line in lines:
        by_text.setdefault(line.place, line)
    kept = [line for line in by_text.values() if not line.is_empty]
    drop_group(typed, PLACES)
    put_places(typed, tuple(line.place for line in kept))
    known = () if before is None else before.places
    read = PlacesRead(())
    for rank, line in enumerate(kept):
        _put_point(typed, rank, line)
        read.places += (_place(_pinned(line, rank, read), rank, line, known, places, read),)
    return read


def _line(typed: Typed, rank: int) -> _Line:
    wire = f"{PLACES}.{rank}"
    address, complement, postcode, commune = (one_line(typed.get(f"{wire}.{name}", "")) for name in PLACE_MEMBERS)
    return _Line(
        Place(address, complement, postcode, commune),
        typed.get(f"{wire}.{POINT}"),
        one_line(typed.get(f"{wire}.{POINT_OF}", "")),
        typed.get(f"{wire}.{KEEPS_POINT}", ""),
    )


def _put_point(typed: Typed, rank: int, line: _Line) -> None:
    wire = f"{PLACES}.{rank}"
    if line.point is None:
        return
    typed[f"{wire}.{POINT}"], typed[f"{wire}.{POINT_OF}"] = line.point, line.point_of
    if line.point and line.keeps == KEEP:
        typed[f"{wire}.{POINT_OF}"] = text_of_point(line.place)
    elif line.point and line.keeps == PUT_BACK and line.point_of != text_of_point(line.place):
        typed[f"{wire}.{POINT}"] = ""


def _pinned(line: _Line, rank: int, read: PlacesRead) -> Place:
    """Return the place with the point that a person put on the map, if it still belongs to what is typed."""
    point = _point_of(line.point or "")
    if point is None:
        return line.place
    if line.point_of != text_of_point(line.place) and line.keeps != KEEP:
        if line.keeps != PUT_BACK:
            read.errors.append(_question(line, rank))
        return line.place
    return replace(line.place, latitude=point[0], longitude=point[1], precision=BY_HAND)


def _question(line: _Line, rank: int) -> FieldError:
    message = (
        f"Le repère avait été placé à la main pour «\u00a0{line.point_of}\u00a0»\u00a0: "
        "gardez-le, ou remettez-le sur la nouvelle adresse."
    )
    return FieldError(f"{PLACES}.{rank}.{KEEPS_POINT}", "valeur-manquante", message)


def _point_of(text: str) -> tuple[float, float] | None:
    """Return the degrees that the map sent, None for anything that is no point of the Earth."""
    parts = text.split()
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    return (latitude, longitude) if -90 <= latitude <= 90 and -180 <= longitude <= 180 else None


def _place(place: Place, rank: int, line: _Line, known: Sequence[Place], places: Places, read: PlacesRead) -> Place:
    wire = f"{PLACES}.{rank}.commune"
    if not place.commune_name and not place.postcode:
        label = f"{PLACE_FIELDS['commune_name'].label} du lieu {rank + 1}"
        read.errors.append(field_error(wire, "valeur-manquante", libelle=label))
        return place
    try:
        return located(place, _still_known(line, known), places)
    except UnknownCommune as unknown:
        choices = tuple(Choice(each.code, each.label) for each in unknown.similar)
        said = " ".join(part for part in (place.postcode, place.commune_name) if part)
        names = " ou ".join(f"«\u00a0{choice.label}\u00a0»" for choice in choices[:2])
        suggestion = f" Vouliez-vous dire {names}\u00a0?" if names else ""
        read.errors.append(field_error(wire, "lieu-inconnu", value=said, choices=choices, suggestion=suggestion))
        return place


def _still_known(line: _Line, known: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places whose point may be taken again: not the one that was put by hand and is put back."""
    return tuple(_without_hand(known)) if line.point == "" else tuple(known)


def _without_hand(known: Sequence[Place]) -> Iterator[Place]:
    yield from (each for each in known if each.precision != BY_HAND)
