"""Rows of one fiche put together: lists are united, places added, single values must agree."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import zip_longest

from fiche.fields import Field, Kind
from fiche.parts import Closure
from importers.base import Draft, RowMessage
from importers.flat import FLAT_FIELDS, PHONES, content_from, flat_values
from importers.formats.fields import LABELS, STRUCTURE_KEY, STRUCTURE_KEY_ROW
from importers.row_draft import RowBeingRead

_IDENTITY = ("title", "structure_name")


def combined(first: RowBeingRead, other: RowBeingRead, joins: Mapping[str, str]) -> tuple[RowMessage, ...]:
    """Add ``other`` to ``first``; or return the errors that forbid it, ``first`` being then unchanged.

    joins   flat name of a text → ``joindre`` its values as paragraphs, ``lister`` them, or keep the ``premier``.
    """
    conflicts = tuple(_conflicts(first.draft, other))
    if conflicts:
        return conflicts
    old, new = first.draft, other.draft
    before, after = (dict(zip(FLAT_FIELDS, flat_values(each.content), strict=True)) for each in (old, new))
    merged = {
        name: _merged(each.row, name, before[name], after[name], old, other, joins.get(name, ""))
        for name, each in FLAT_FIELDS.items()
    }
    phones = dict.fromkeys(phone for values in (before, after) for name in PHONES if (phone := values[name]))
    merged |= dict(zip_longest(PHONES, list(phones)[: len(PHONES)], fillvalue=""))
    first.draft = Draft(
        old.source,
        old.source_id,
        # Several rows of one line come from tables that were joined.
        tuple(dict.fromkeys((*old.lines, *new.lines))),
        content_from(merged),
        str(_merged(STRUCTURE_KEY_ROW, STRUCTURE_KEY, old.structure_key, new.structure_key, old, other)),
        tuple(sorted({*old.themes, *new.themes})),
    )
    first.week |= other.week
    # What each row of a fiche repeats is told once.
    told = {(each.kind, each.column, each.value) for each in first.warnings}
    first.warnings += [each for each in other.warnings if (each.kind, each.column, each.value) not in told]
    return ()


def _conflicts(old: Draft, other: RowBeingRead) -> Iterator[RowMessage]:
    for name in _IDENTITY:
        of = FLAT_FIELDS[name].of
        before, after = str(of(old.content)), str(of(other.draft.content))
        if before and after and before != after:
            yield RowMessage(
                other.row.line,
                "identifiant-contradictoire",
                f"Cet identifiant est aussi celui de la ligne {old.lines[0]}, dont « {LABELS[name]} » est différent.",
                value=after[:200],
                advice="Donnez un identifiant différent à chaque fiche, ou le même contenu à leurs lignes.",
            )


def _merged(
    row: Field, name: str, before: object, after: object, old: Draft, other: RowBeingRead, how: str = ""
) -> object:
    """Return what two rows say of one field: items and some texts add up, of the others the first row is kept."""
    if not after or before == after or row.kind is Kind.PHONE:
        return before
    if not before:
        return after
    if isinstance(before, tuple) and isinstance(after, tuple):
        return _united(row, before, after)
    if how in _BETWEEN and isinstance(before, str) and isinstance(after, str):
        return _added(before, after, how)
    if how == "premier":
        return before
    if row.joined_by and isinstance(before, str) and isinstance(after, str):
        known = before.split(row.joined_by)
        return row.joined_by.join([*known, *(part for part in after.split(row.joined_by) if part not in known)])
    other.warnings.append(
        RowMessage(
            other.row.line,
            "valeur-differente",
            f"« {LABELS.get(name, name)} » diffère de la ligne {old.lines[0]}, qui est gardée.",
            value=str(after)[:200],
            advice="Une fiche a un seul contenu pour tous ses lieux : sinon, donnez un autre identifiant.",
        )
    )
    return before


_BETWEEN = {"joindre": "\n\n", "lister": "\n"}


def _added(before: str, after: str, how: str) -> str:
    """Add a text to those of the rows before it, once; a list has a dash before each."""
    between = _BETWEEN[how]
    marked = (
        (before if before.startswith("- ") else f"- {before}", f"- {after}") if how == "lister" else (before, after)
    )
    known, new = marked
    return known if f"{between}{new}{between}" in f"{between}{known}{between}" else f"{known}{between}{new}"


def _united(row: Field, before: tuple[object, ...], after: tuple[object, ...]) -> tuple[object, ...]:
    both = dict.fromkeys((*before, *after))
    if row.is_list_of_codes:
        return tuple(sorted(map(str, both)))
    # Places stay in the order of the rows; what has a first day is in the order of the calendar.
    return tuple(sorted(both, key=_days)) if row.part is Closure else tuple(both)


def _days(closure: object) -> tuple[date, date]:
    if not isinstance(closure, Closure):
        raise TypeError(f"not a closure: {closure!r}")
    return closure.first_day, closure.last_day
