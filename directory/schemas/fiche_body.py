"""A fiche that a machine sends, read by the rows of its fields: every fault at once, under the name of its field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date

from directory.domain.changes import Json
from directory.errors import BadInput, FieldError, did_you_mean, field_error
from directory.schemas.wire import nearest_code
from directory.schemas.wire_fields import read_day
from fiche.codes import Status
from fiche.content import FIELDS, Content
from fiche.fields import Field, Kind, fields_of
from fiche.parts import Structure

GIVEN_ONLY = frozenset(
    {
        "id", "version", "source", "source_id", "creee_le", "modifiee_le", "verifiee_le", "importee_le",
        "remplacee_par", "ouvert", "complete", "manque",
    }
)  # fmt: skip
"""Members of an answer that no request changes: a fiche that was read may be sent back as it came."""
TEXT, TEXTS, DAY, NUMBER, OBJECT, OBJECTS = (
    "du texte", "une liste de textes", "une date comme 2026-11-23", "un nombre", "un objet", "une liste d’objets",
)  # fmt: skip

_BY_WIRE: Mapping[str, Field] = {row.wire: row for row in FIELDS.values() if row.is_public}


def read_body(body: Json, before: Content | None = None) -> Content:
    """Return what a machine sends of a fiche. Raises BadInput with every fault.

    before   what the members that are not sent keep saying; None: they say nothing. What the API never gives is kept.
    """
    if not isinstance(body, dict):
        raise BadInput((_wrong("", "fiche", body, OBJECT),))
    errors: list[FieldError] = []
    content = before or Content("", Structure(""), status=Status.PUBLISHED)
    found = dict(_members(body, _BY_WIRE, content, "", errors))
    if errors:
        raise BadInput(tuple(errors))
    return replace(content, **found)  # type: ignore[arg-type]  # read by the kind of each field


def _members(
    body: Mapping[str, Json], rows: Mapping[str, Field], holder: object, where: str, errors: list[FieldError]
) -> Iterator[tuple[str, object]]:
    for name, value in body.items():
        row = rows.get(name)
        if row is not None:
            yield row.name, _value(row, value, getattr(holder, row.name, None), f"{where}{name}", errors)
        elif where or name not in GIVEN_ONLY:
            suggestion = did_you_mean(name, None, nearest_code(name, rows))
            errors.append(field_error(f"{where}{name}"[:60], "parametre-inconnu", suggestion=suggestion))


def _value(row: Field, value: Json, now: object, where: str, errors: list[FieldError]) -> object:
    """Return a value by the kind of its field; a wrong one is noted, and what the fiche says now is returned."""
    if row.part is not None:
        return _parts(row, value, now, where, errors)
    expected, read = _READERS.get(row.kind, (TEXT, _text))
    try:
        return read(value, row)
    except ValueError:
        errors.append(_wrong(where, row.label, value, expected))
        return now


def _parts(row: Field, value: Json, now: object, where: str, errors: list[FieldError]) -> object:
    assert row.part is not None
    if row.kind is Kind.PART:
        if isinstance(value, dict):
            return _part(row.part, value, now, where, errors)
        errors.append(_wrong(where, row.label, value, OBJECT))
        return now
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        errors.append(_wrong(where, row.label, value, OBJECTS))
        return now
    found = [
        _part(row.part, each, None, f"{where}.{rank}", errors)
        for rank, each in enumerate(value)
        if isinstance(each, dict)
    ]
    return tuple(found)


def _part(part: type, value: Mapping[str, Json], now: object, where: str, errors: list[FieldError]) -> object:
    """Build a structure, a place or a closure; what it must say and does not is noted."""
    rows = {row.wire: row for row in fields_of(part).values()}
    found = dict(_members(value, rows, now, f"{where}.", errors))
    known = {each.name: getattr(now, each.name) for each in fields(part)} if now is not None else {}
    missing = [row for row in rows.values() if row.name not in found | known and _is_needed(part, row)]
    errors += [field_error(f"{where}.{row.wire}", "valeur-manquante", libelle=row.label) for row in missing]
    if missing or None in [found.get(row.name, "") for row in rows.values() if _is_needed(part, row)]:
        return now
    built: Callable[..., object] = part
    return built(**known | found)


def _is_needed(part: type, row: Field) -> bool:
    return row.kind is Kind.DATE or (part is Structure and row.name == "name")


def _text(value: Json, _: Field) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _texts(value: Json, _: Field) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError
    return tuple(str(each) for each in value)


def _day(value: Json, row: Field) -> date | None:
    if value is None and row.is_optional:
        return None
    day = read_day(value) if isinstance(value, str) else None
    if day is None:
        raise ValueError
    return day


def _number(value: Json, _: Field) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError
    return float(value)


_READERS: Mapping[Kind, tuple[str, Callable[[Json, Field], object]]] = {
    Kind.CODES: (TEXTS, _texts),
    Kind.AREAS: (TEXTS, _texts),
    Kind.DATE: (DAY, _day),
    Kind.NUMBER: (NUMBER, _number),
}


def _wrong(where: str, label: str, value: Json, expected: str) -> FieldError:
    shown = value if isinstance(value, str) else type(value).__name__
    return field_error(where, "valeur-invalide", value=shown, libelle=label, attendu=expected)
