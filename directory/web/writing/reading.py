"""The values of a form read into a fiche, with everything in them that cannot be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from directory.errors import FieldError, field_error
from directory.schemas.wire_fields import read_day
from directory.services.fiches.typed_values import read_area, read_value
from directory.services.search.places import Places
from directory.web.writing.hours_form import read_hours_form
from directory.web.writing.places_form import read_places
from directory.web.writing.sections import PLAIN_KINDS, row_of, wire_of
from directory.web.writing.typed import (
    AREAS,
    CLOSURES,
    EVERYBODY,
    MORE_AREAS,
    NAMES,
    NETWORKS,
    Typed,
    drop_group,
    put_closures,
    ranks_of,
)
from fiche.codes import EVERYONE, Status
from fiche.content import FIELDS, Content
from fiche.fields import Kind
from fiche.parts import CLOSURE_FIELDS, Closure, Structure

MOST_LINES = 300


@dataclass
class Read:
    """A form that was read.

    content   what can be read of it.
    errors    what cannot, each at the name of its field.
    notes     what was read otherwise than it was typed, in French.
    """

    content: Content
    errors: list[FieldError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_form(typed: Typed, before: Content | None, places: Places) -> Read:
    """Read a form over what the fiche says already. ``typed`` is put in order: lines left empty are dropped.

    What was not touched keeps its bytes: hours, points, numbers.
    """
    structure = Structure(
        read_value(Kind.LINE, typed.get("structure.nom", "")),
        read_value(Kind.SIRET, typed.get("structure.siret", "")),
        tuple(typed.getlist(NETWORKS)),
    )
    read = Read(Content("", structure))
    said: dict[str, object] = {name: _value(name, typed, before, read) for name in NAMES if "." not in name}
    said |= {"families": tuple(typed.getlist(FIELDS["families"].wire)), "audiences": _audiences(typed)}
    found = read_places(typed, before, places)
    read.errors += found.errors
    said["places"] = found.places
    said["closures"] = _closures(typed, read)
    read.content = replace(read.content, **said)  # type: ignore[arg-type]  # each made by the kind of its field
    read.content = replace(
        read.content,
        service_areas=_areas(typed, read, places),
        status=Status.PUBLISHED if before is None else before.status,
        institution=typed.get("institution", "") if before is None else before.institution,
        archive_reason="" if before is None else before.archive_reason,
        archive_on=None if before is None else before.archive_on,
    )
    hours = read_hours_form(typed, before)
    read.errors += hours.errors
    read.notes += hours.notes
    text = "\n".join(part for part in (read.content.hours_text.strip(), hours.left) if part)
    if hours.left:
        typed[FIELDS["hours_text"].wire] = text
    read.content = replace(read.content, hours=hours.osm, hours_text=text)
    return read


def _value(name: str, typed: Typed, before: Content | None, read: Read) -> object:
    row, wire = row_of(name), wire_of(name)
    if row.kind in PLAIN_KINDS:
        text = typed.get(wire, "")
        return text if before is not None and text == getattr(before, name) else read_value(row.kind, text)
    if row.is_list_of_codes:
        return tuple(typed.getlist(wire))
    if row.kind is Kind.DATE:
        return _day(typed.get(wire, ""), wire, row.label, read)
    return getattr(Content("", Structure("")), name)


def _day(text: str, wire: str, label: str, read: Read) -> object:
    day = read_day(text.strip())
    if day is None and text.strip():
        expected = "une date comme 2026-11-23"
        read.errors.append(field_error(wire, "valeur-invalide", value=text, libelle=label, attendu=expected))
    return day


def _audiences(typed: Typed) -> tuple[str, ...]:
    """Return who may come: ticks under "certain publics" count for nothing beside "everybody"."""
    if typed.get("tous") == EVERYBODY:
        return (EVERYONE,)
    return tuple(code for code in typed.getlist(FIELDS["audiences"].wire) if code != EVERYONE)


def _closures(typed: Typed, read: Read) -> tuple[Closure, ...]:
    lines = [
        tuple(typed.get(f"{CLOSURES}.{rank}.{name}", "").strip() for name in ("du", "au", "message"))
        for rank in ranks_of(typed, CLOSURES)[:MOST_LINES]
    ]
    kept = [line for line in lines if any(line)]
    drop_group(typed, CLOSURES)
    for rank, line in enumerate(kept):
        for name, value in zip(("du", "au", "message"), line, strict=True):
            typed[f"{CLOSURES}.{rank}.{name}"] = value
    found = tuple(closure for rank, line in enumerate(kept) for closure in _closure(rank, line, read))
    if len(found) == len(kept):
        put_closures(typed, found)
    return found


def _closure(rank: int, line: tuple[str, ...], read: Read) -> Iterator[Closure]:
    first, last = (read_day(text) for text in line[:2])
    if first is not None and last is not None:
        yield Closure(first, last, line[2])
        return
    for name, row, text, day in (
        ("du", CLOSURE_FIELDS["first_day"], line[0], first),
        ("au", CLOSURE_FIELDS["last_day"], line[1], last),
    ):
        label = f"Fermeture, {row.label.lower()}"
        wire = f"{CLOSURES}.{rank}.{name}"
        if not text:
            read.errors.append(field_error(wire, "valeur-manquante", libelle=label))
        elif day is None:
            _day(text, wire, label, read)


def _areas(typed: Typed, read: Read, places: Places) -> tuple[str, ...]:
    """Return the areas kept, and those whose names were added, one a line or between semicolons."""
    codes = list(typed.getlist(AREAS))
    unread = []
    for text in re.split(r"[;\n]", typed.get(MORE_AREAS, "")):
        if not text.strip():
            continue
        code = read_area(text, read.content.places, places)
        if code:
            codes.append(code)
        else:
            unread.append(text.strip())
            read.errors.append(field_error(MORE_AREAS, "lieu-inconnu", value=text.strip()))
    typed.setlist(AREAS, list(dict.fromkeys(codes)))
    typed[MORE_AREAS] = "\u00a0; ".join(unread)
    return tuple(codes)
