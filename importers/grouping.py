"""Rows of one fiche put together: lists are united, places added, single values must agree."""

from collections.abc import Iterator
from dataclasses import fields, replace

from importers.base import Draft, RowMessage
from importers.formats.fields import LABELS
from importers.row_draft import Reading

_IDENTITY = ("title", "structure_name")
_UNITED = frozenset(
    [
        "structure_networks",
        "needs",
        "families",
        "audiences",
        "access_modes",
        "receptions",
        "mobilisations",
        "costs",
        "languages",
        "accessibilities",
        "service_areas",
    ]
)
_ADDED_TEXTS = {"audience_text": "\n", "access_text": "\n", "hours_text": "\n", "named_contact": " ; "}
"""Texts of the rows follow one another; any other text is that of the first row that has one."""
_LEFT = frozenset(("source", "source_id", "lines", "phone", "second_phone", "places", "closures"))


def combined(first: Reading, other: Reading) -> tuple[RowMessage, ...]:
    """Add ``other`` to ``first``; or return the errors that forbid it, ``first`` being then unchanged."""
    conflicts = tuple(_conflicts(first.draft, other))
    if conflicts:
        return conflicts
    old, new = first.draft, other.draft
    phones = tuple(dict.fromkeys(filter(None, (old.phone, old.second_phone, new.phone, new.second_phone))))
    merged: dict[str, str | tuple[str, ...]] = {}
    for item in fields(Draft):
        if item.name not in _LEFT:
            merged[item.name] = _merged(item.name, old, other)
    first.draft = replace(
        old,
        **merged,  # type: ignore[arg-type]  # names and types are those of the fields of Draft
        lines=(*old.lines, *new.lines),
        phone=phones[0] if phones else "",
        second_phone=phones[1] if len(phones) > 1 else "",
        places=(*old.places, *(place for place in new.places if place not in old.places)),
        closures=tuple(sorted({*old.closures, *new.closures}, key=lambda each: (each.first_day, each.last_day))),
    )
    first.week |= other.week
    first.warnings += other.warnings
    return ()


def _conflicts(old: Draft, other: Reading) -> Iterator[RowMessage]:
    for name in _IDENTITY:
        before, after = getattr(old, name), getattr(other.draft, name)
        if before and after and before != after:
            yield RowMessage(
                other.row.line,
                "identifiant-contradictoire",
                f"Cet identifiant est aussi celui de la ligne {old.lines[0]}, dont « {LABELS[name]} » est différent.",
                value=after[:200],
                advice="Donnez un identifiant différent à chaque fiche, ou le même contenu à leurs lignes.",
            )


def _merged(name: str, old: Draft, other: Reading) -> str | tuple[str, ...]:
    before: str | tuple[str, ...] = getattr(old, name)
    after: str | tuple[str, ...] = getattr(other.draft, name)
    if not after or before == after:
        return before
    if not before:
        return after
    if name in _UNITED:
        return tuple(sorted({*before, *after}))
    if name in _ADDED_TEXTS and isinstance(before, str) and isinstance(after, str):
        between = _ADDED_TEXTS[name]
        known = before.split(between)
        return between.join([*known, *(part for part in after.split(between) if part not in known)])
    other.warnings.append(
        RowMessage(
            other.row.line,
            "valeur-differente",
            f"« {LABELS.get(name, name)} » diffère de la ligne {old.lines[0]}, qui est gardée.",
            value=str(after)[:200],
            advice="Une fiche a un seul contenu pour tous ses lieux : sinon, donnez un autre identifiant.",
        )
    )
    return before
