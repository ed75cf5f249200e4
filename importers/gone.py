"""Columns that a source gave before and gives no more: absent is not empty."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from importers.files.rows import UnreadableFile
from importers.files.titles import column_name
from importers.flat import FLAT_FIELDS, PHONES
from importers.formats.fields import FIELDS
from importers.formats.mapping import FileMapping
from importers.formats.rules import FieldRule

_ALIKE = 55.0


@dataclass(frozen=True, slots=True)
class Gone:
    """A column that is absent. ``like``: the new one most like it, or nothing."""

    column: str
    like: str = ""


def columns_gone(
    header: Iterable[str], before: Iterable[str], mapping: FileMapping, agreed: Iterable[str] = ()
) -> tuple[Gone, ...]:
    """Return the columns the mapping reads that the last file of the source had and this one has not.

    agreed   those that somebody said are gone for good.
    """
    header = tuple(header)
    here = {column_name(column) for column in header}
    had = {column_name(column) for column in before}
    passed = {column_name(column) for column in agreed}
    used = {column_name(name): name for name in mapping.used_columns}
    new = [column for column in header if column_name(column) not in had and column_name(column) not in used]
    absent = [name for key, name in used.items() if key in had and key not in here and key not in passed]
    return tuple(Gone(name, _most_like(name, new)) for name in absent)


def refuse_gone(found: tuple[Gone, ...]) -> None:
    """Raise UnreadableFile (``colonnes-disparues``) when columns are gone."""
    if not found:
        return
    named = ", ".join(f"« {each.column} »" for each in found)
    likes = [f"« {each.like} » lui ressemble (--rename {each.like}={each.column})" for each in found if each.like]
    without = " ".join(f"--without {each.column}" for each in found)
    raise UnreadableFile(
        "colonnes-disparues",
        f"Le fichier précédent de cette source avait {named}, que celui-ci n’a plus.",
        f"{' ; '.join(likes)}{'. ' if likes else ''}Si c’est voulu : {without} ; les fiches gardent leurs valeurs.",
    )


def silent_fields(header: Iterable[str], mapping: FileMapping) -> frozenset[str]:
    """Return the flat names of the fields none of whose columns is in a file: it says nothing of them."""
    here = {column_name(column) for column in header}

    def is_silent(rules: Iterable[FieldRule]) -> bool:
        columns = [name for rule in rules for name in rule.used_columns]
        fixed = any(one.fixed or one.default for rule in rules for one in rule.rules)
        return bool(columns) and not fixed and not any(column_name(name) in here for name in columns)

    cases = [dict(case.fields) for case in mapping.every_case]
    silent, told, fed = set(), set(), set()
    for name, field in FIELDS.items():
        rules = [holder[name] for holder in (dict(mapping.fields), *cases) if name in holder]
        if rules and not is_silent(rules):
            told.add(field.target)
        elif rules and field.target in FLAT_FIELDS:
            silent.add(field.target)
            # What a column could not say in codes went there.
            fed |= {field.beside} - {""} | ({"families"} if field.target == "needs" else set())
    if mapping.hours is not None and not any(column_name(name) in here for name in mapping.hours.columns):
        silent.add("hours")
        fed.add("hours_text")
    silent |= fed - told
    place = [*mapping.place.values(), *filter(None, (mapping.whole_address, mapping.point))]
    if place and is_silent(place):
        silent.add("places")
    # A second phone may come from the column of the first.
    return frozenset(silent - set(PHONES) | (set(PHONES) if "phone" in silent else set()))


def _most_like(name: str, new: list[str]) -> str:
    scored = [(fuzz.WRatio(column_name(name), column_name(each)), each) for each in new]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else ""
