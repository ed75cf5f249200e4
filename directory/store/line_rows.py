"""Lines of fiches as they are kept, each in one row beside its fiche, and written wherever a fiche is."""

from collections.abc import Sequence
from datetime import date, datetime
from operator import attrgetter

import orjson
from sqlalchemy import Connection, bindparam, delete

from directory.domain.lines import BEGINNING_CHARS, MAY_BE_UNSAID, Line, LinePlace, address_line
from directory.domain.resource import Resource, missing_fields
from directory.store.bulk import BulkInsert
from directory.store.tables import resource_line
from fiche.parts import Closure, Place
from search.text.highlight import Highlighter

FORM = 1
"""Moves with the fields of ``Line`` and with what ``line_of`` makes of a fiche; ``flask prepare`` then writes anew."""

_HEAD = ("id", "verified_at")
"""Read from the fiche itself: they move without a version."""
_FIELDS = tuple(name for name in Line._fields if name not in _HEAD)
_CLOSURES, _PLACES = _FIELDS.index("closures"), _FIELDS.index("places")
_insert = BulkInsert(resource_line, ("resource_id", "version", "form", "content"))
_delete = delete(resource_line).where(resource_line.c.resource_id == bindparam("the_id"))
_unsaid_of = attrgetter(*MAY_BE_UNSAID)
_excerpt = Highlighter(()).excerpt


def write_lines(connection: Connection, fiches: Sequence[Resource], *, are_new: bool) -> None:
    """Write the lines of fiches in the place of what they were; those that are not published have none."""
    if not are_new and fiches:
        connection.execute(_delete, [{"the_id": each.id} for each in fiches])
    published = (each for each in fiches if each.content.is_published)
    _insert.write(connection, [(each.id, each.version, FORM, written(line_of(each))) for each in published])


def written(line: Line) -> bytes:
    """Return what is kept of a line."""
    values: list[object] = list(line[len(_HEAD) :])
    values[_CLOSURES] = [(each.first_day, each.last_day, each.message) for each in line.closures]
    values[_PLACES] = [tuple(each) for each in line.places]
    return orjson.dumps(values)


def line_from(number: int, verified_at: datetime | None, kept: bytes) -> Line:
    """Return a line from what is kept of it."""
    values = orjson.loads(kept)
    # By their common maker: that of a class with a name for each value takes three times as long.
    values[_PLACES] = tuple([tuple.__new__(LinePlace, each) for each in values[_PLACES]])
    values[_CLOSURES] = tuple([_closure(*each) for each in values[_CLOSURES]])
    return tuple.__new__(Line, (number, verified_at, *values))


def _closure(first_day: str, last_day: str, message: str) -> Closure:
    return Closure(date.fromisoformat(first_day), date.fromisoformat(last_day), message)


def line_of(fiche: Resource) -> Line:
    """Return the line of a fiche."""
    content = fiche.content
    return Line(
        id=fiche.id,
        verified_at=fiche.verified_at,
        modified_at=f"{fiche.modified_at.isoformat()[:19]}Z",
        source_id=fiche.origin.source_id,
        title=content.title,
        structure=content.structure.name,
        beginning=_excerpt(content.description, BEGINNING_CHARS),
        needs=content.needs,
        mobilisations=content.mobilisations,
        access_modes=content.access_modes,
        receptions=content.receptions,
        costs=content.costs,
        cost_text=content.cost_text,
        phone=content.phone,
        service_areas=content.service_areas,
        hours=content.hours,
        hours_text=content.hours_text,
        closures=content.closures,
        home_commune=content.home_commune,
        institution=content.institution,
        confirmed_every=content.confirmed_every,
        unsaid=[name for name, value in zip(MAY_BE_UNSAID, _unsaid_of(content), strict=True) if not value],
        is_remote_only=content.is_remote_only,
        is_complete=not missing_fields(content),
        places=tuple(_place(each) for each in content.places),
    )


def _place(place: Place) -> LinePlace:
    return LinePlace(
        address_line(place),
        place.commune_name,
        place.commune_code,
        place.latitude,
        place.longitude,
        place.precision,
    )
