"""Columns that a source gave before and gives no more: absent is not empty."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from shlex import quote

from rapidfuzz import fuzz

from importers.columns.names import likeness_of
from importers.files.rows import UnreadableFile
from importers.files.titles import column_name
from importers.flat import FLAT_FIELDS, PHONES
from importers.formats.fields import FIELDS
from importers.formats.mapping import FileMapping
from importers.formats.rules import FieldRule

_ALIKE = 55.0
_IN_ITS_PLACE = 60.0
"""Likeness of a column that stands between the two that the absent one stood between, whatever it is called."""
_NAMES_ANOTHER = 0.8
"""Likeness with another field from which on a title is not that of this one, however near its letters."""

_PHONES = {"telephone", "telephone_2"}


@dataclass(frozen=True, slots=True)
class Gone:
    """A column that is absent. ``like``: the new one most like it, or nothing."""

    column: str
    like: str = ""


def columns_gone(
    header: Iterable[str], before: Iterable[str], mapping: FileMapping, agreed: Iterable[str] = ()
) -> tuple[Gone, ...]:
    """Return the columns the mapping reads that the last file of the source had and this one has not.

    Each comes with the new column most like it, by its letters, by the field it usually is, or by its place among the
    others; a new column is offered for one alone.

    agreed   those that somebody said are gone for good.
    """
    header, before = tuple(header), tuple(before)
    here = {column_name(column) for column in header}
    had = {column_name(column) for column in before}
    passed = {column_name(column) for column in agreed}
    used = {column_name(name): name for name in mapping.used_columns}
    new = [column for column in header if column_name(column) not in had and column_name(column) not in used]
    absent = [name for key, name in used.items() if key in had and key not in here and key not in passed]
    likes = _likes(absent, new, mapping, _between(before), _between(header)) if absent and new else {}
    return tuple(Gone(name, likes.get(name, "")) for name in absent)


def refuse_gone(found: tuple[Gone, ...]) -> None:
    """Raise UnreadableFile (``colonnes-disparues``) when columns are gone."""
    if not found:
        return
    named = ", ".join(f"« {each.column} »" for each in found)
    likes = [
        f"« {each.like} » lui ressemble (--rename {quote(f'{each.like}={each.column}')})" for each in found if each.like
    ]
    without = " ".join(f"--without {quote(each.column)}" for each in found)
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


def _likes(
    absent: list[str],
    new: list[str],
    mapping: FileMapping,
    stood: Mapping[str, tuple[str, str]],
    stands: Mapping[str, tuple[str, str]],
) -> dict[str, str]:
    """Return the new column of each absent one that has one, the likest pairs first."""
    pairs = list(product(absent, new))
    fields = {name: _fields_of(name, mapping) for name in absent}
    scored = [
        (_likeness(name, fields[name], each, stood[column_name(name)] == stands[column_name(each)]), rank)
        for rank, (name, each) in enumerate(pairs)
    ]
    found: dict[str, str] = {}
    for score, rank in sorted(scored, key=lambda one: (-one[0], one[1])):
        name, each = pairs[rank]
        if score >= _ALIKE and name not in found and each not in found.values():
            found[name] = each
    return found


def _likeness(name: str, fields: Collection[str], each: str, is_in_its_place: bool) -> float:
    named = likeness_of(each)
    shared = max((named[field] for field in fields if field in named), default=0.0)
    if not shared and max(named.values(), default=0.0) >= _NAMES_ANOTHER:
        return 0.0
    letters = fuzz.WRatio(column_name(name), column_name(each))
    return max(letters, 100 * shared, _IN_ITS_PLACE * is_in_its_place)


def _fields_of(name: str, mapping: FileMapping) -> set[str]:
    """Return the fields that a column feeds, or is usually called by."""
    holders = (mapping.fields, mapping.place, *(case.fields for case in mapping.every_case))
    fed = {field for holder in holders for field, rule in holder.items() if name in rule.used_columns}
    if mapping.hours is not None and name in mapping.hours.columns:
        fed.add("horaires")
    fed |= {field for field, score in likeness_of(name).items() if score >= _NAMES_ANOTHER}
    return fed | (_PHONES if fed & _PHONES else set())


def _between(header: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Return the columns before and after each one."""
    names = ["", *map(column_name, header), ""]
    return {name: (left, right) for left, name, right in zip(names, names[1:], names[2:], strict=False)}
