"""A fiche, its history and what moved, as plain dictionaries: read from the rows of its fields.

Its shape is documented in ``schemas.fiche``, from the same rows. What only professionals may read is never given.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from operator import attrgetter

from directory.domain.changes import Json, Version
from directory.domain.resource import Resource
from directory.services.fiches.movements import Moved, MovedPage
from directory.services.fiches.page import FichePage
from directory.services.hours.words import OpeningStatus
from fiche.content import FIELDS, Content
from fiche.fields import Field, Kind, fields_of

Answer = dict[str, object]
_Maker = Callable[..., object]

PUBLIC_FIELDS: Mapping[str, Field] = {name: row for name, row in FIELDS.items() if row.is_public}


def instant(at: datetime | None) -> str | None:
    """Return ``2026-11-23T09:30:00Z``."""
    return None if at is None else f"{at.isoformat()[:19]}Z"


def opening(status: OpeningStatus) -> Answer:
    return {"etat": status.key, "phrase": status.sentence, "note": status.note}


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _maker_of(row: Field) -> _Maker | None:
    """Return what makes the answer of a field from its value, or None where the value is given as it is."""
    if row.kind is Kind.DATE:
        return _day
    if row.part is None:
        return None
    one = answers_of(fields_of(row.part))
    return one if row.kind is Kind.PART else lambda parts: [one(part) for part in parts]


def answers_of(rows: Mapping[str, Field]) -> Callable[[object], Answer]:
    """Return what makes the answer of an object that has these rows."""
    values_of = attrgetter(*rows)
    names = tuple(row.wire for row in rows.values())
    makers = tuple((at, made) for at, row in enumerate(rows.values()) if (made := _maker_of(row)) is not None)

    def answer(holder: object) -> Answer:
        values = list(values_of(holder))
        for at, made in makers:
            values[at] = made(values[at])
        return dict(zip(names, values, strict=True))

    return answer


content_answer: Callable[[Content], Answer] = answers_of(PUBLIC_FIELDS)
"""Give what a content says in public."""


def fiche_answer(fiche: Resource) -> Answer:
    """Return a whole fiche as it is stored."""
    return {
        "id": fiche.id,
        "version": fiche.version,
        "source": fiche.origin.source or None,
        "source_id": fiche.origin.source_id or None,
        **content_answer(fiche.content),
        "creee_le": instant(fiche.created_at),
        "modifiee_le": instant(fiche.modified_at),
        "verifiee_le": instant(fiche.verified_at),
        "importee_le": instant(fiche.imported_at),
        "remplacee_par": fiche.merged_into,
    }


def detailed_answer(page: FichePage) -> Answer:
    """Return a fiche with what is derived from it now."""
    return {
        **fiche_answer(page.resource),
        "ouvert": opening(page.status),
        "complete": not page.missing,
        "manque": page.missing,
    }


def versions_answer(versions: Iterable[Version]) -> Answer:
    """Return the saves of a fiche, without the people who made them."""
    return {
        "versions": [
            {
                "numero": each.number,
                "le": instant(each.at),
                "origine": each.origin.kind,
                "modifications": {
                    row.wire: {"libelle": row.label, "avant": _named(row, before), "apres": _named(row, after)}
                    for name, (before, after) in each.changes.items()
                    if (row := PUBLIC_FIELDS.get(name)) is not None
                },
            }
            for each in versions
        ]
    }


def _named(row: Field, value: Json) -> Json:
    """Return a value kept in a version, the members of its parts under their names in the API."""
    if row.part is None:
        return value
    if isinstance(value, list):
        return [_named(row, each) for each in value]
    if not isinstance(value, dict):
        return value
    rows = fields_of(row.part)
    return {rows[name].wire: member for name, member in value.items() if name in rows}


def moved_answer(page: MovedPage) -> Answer:
    return {
        "curseur": page.cursor,
        "dernier": page.is_last,
        "ressources": [_moved(each) for each in page.moved],
    }


def _moved(moved: Moved) -> Answer:
    return {
        "sequence": moved.seq,
        "le": instant(moved.at),
        "mouvement": moved.movement.value,
        **fiche_answer(moved.resource),
    }
