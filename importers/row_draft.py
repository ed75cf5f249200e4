"""One row to one draft, by the rules of a mapping. Nothing is judged yet: see ``convert``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from fiche.codes import EVERYONE
from fiche.content import Content
from fiche.fields import Kind
from fiche.parts import Place, Structure
from importers.base import Draft, RowMessage
from importers.cells.areas import AreaReader
from importers.cells.codes import KnownCodes
from importers.cells.hours import ASKS, Hours, hours_in, read_day, read_hours, read_week
from importers.cells.notes import LONGEST_VALUE_CHARS, Notes
from importers.cells.phones import region_of
from importers.cells.places import PlaceCells, PlaceReader, departement_of, nowhere, split_address
from importers.cells.plain_text import is_blank, one_line
from importers.cells.week import Week
from importers.cells.whole_address import read_whole_address
from importers.coordinates import Coordinates
from importers.files.rows import Row
from importers.flat import FLAT_FIELDS, PHONES, content_from
from importers.formats.fields import FIELDS, STRUCTURE_KEY, FileField
from importers.formats.mapping import CASE_LABEL, FileMapping
from importers.formats.rules import Case, FieldRule
from importers.row_fields import CLEANED, Around, FieldReader, Found, joined
from search.places.gazetteer import Gazetteer
from search.places.territory import Territory
from search.text.analysis import fold


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What an import is read against.

    today    tells what is already over.
    source   stands for the source of the mapping when given: two institutions may number their fiches alike.
    territory   tells where the institution of the import works: it decides between names without postal code.
    """

    gazetteer: Gazetteer
    known_codes: KnownCodes
    today: date
    source: str = ""
    territory: Callable[[], Territory] = nowhere


@dataclass(slots=True)
class RowBeingRead:
    """A row as understood so far.

    week   hours of rows that give one day each.
    left   why the mapping leaves the row aside, if it does.
    """

    row: Row
    draft: Draft
    week: set[tuple[int, tuple[int, int]]]
    warnings: list[RowMessage]
    errors: list[RowMessage]
    left: RowMessage | None = None


_Rules: TypeAlias = tuple[tuple[FileField, FieldRule, str, Callable[[str], str] | None], ...]
"""The fields of a row, with their rules, the only column that they need and what makes a text of its cell, if any."""


def _rules_of(fields: Mapping[str, FieldRule]) -> _Rules:
    rules = ((FIELDS[name], rule, rule.lone_column) for name, rule in fields.items())
    return tuple((*each, CLEANED.get(each[0].row.kind) if each[1].plain_column else None) for each in rules)


class RowReader:
    """Applies one mapping to the rows of one file.

    names   column of the mapping to header of the file, where they are written differently.
    """

    def __init__(
        self, mapping: FileMapping, context: ImportContext, names: Mapping[str, str], coordinates: Coordinates
    ) -> None:
        self._mapping = mapping
        self._coordinates = coordinates
        self._source = context.source or mapping.source
        self._today = context.today.isoformat()
        self._known = context.known_codes
        self._names = names
        self._places = PlaceReader(context.gazetteer, context.territory)
        self._reader = FieldReader(context.known_codes, AreaReader(context.gazetteer))
        self._fields = _rules_of(mapping.fields)
        self._fields_of = {id(case): _rules_of({**mapping.fields, **case.fields}) for case in mapping.every_case}

    def read(self, row: Row) -> RowBeingRead:
        cells = self._cells(row)
        notes = Notes(row.line, list(row.warnings))
        fields, left = self._choose(row, cells, notes)
        if left is not None:
            return RowBeingRead(row, _NOTHING, set(), notes.warnings, notes.errors, left)
        draft, week = self._draft(row, cells, fields, notes)
        return RowBeingRead(row, draft, set(week), notes.warnings, notes.errors)

    def identity(self, row: Row) -> tuple[str, str]:
        """Return what names the fiche of a row, its source and its identifier there, without reading the rest."""
        source = self._source or self._identity(self._mapping.source_columns, row)
        return source, self._identity(self._mapping.identity, row)

    def _identity(self, columns: tuple[str, ...], row: Row) -> str:
        marks = self._mapping.empty_marks
        cells = {name: row.cells.get(self._names.get(name, name), "") for name in columns}
        return _identity(columns, {name: cell for name, cell in cells.items() if cell.casefold() not in marks})

    def without_implied_families(self, draft: Draft) -> Draft:
        """Return the draft without the families that one of its needs already tells."""
        content = draft.content
        told = {self._known.need_families.get(need, "") for need in content.needs}
        families = tuple(family for family in content.families if family not in told)
        if families == content.families:
            return draft
        return replace(draft, content=replace(content, families=families))

    def _cells(self, row: Row) -> dict[str, str]:
        cells = dict(row.cells)
        for name, header in self._names.items():
            cells[name] = cells.get(header, "")
        marks = self._mapping.empty_marks
        if marks:
            cells = {name: "" if cell.casefold() in marks else cell for name, cell in cells.items()}
        return cells

    def _choose(self, row: Row, cells: dict[str, str], notes: Notes) -> tuple[_Rules, RowMessage | None]:
        """Return the rules of the row's case, its label put among the cells, or why the row is left aside."""
        mapping = self._mapping
        if not mapping.case_columns:
            return self._fields, None
        written = " / ".join(filter(None, (cells.get(name, "") for name in mapping.case_columns)))
        case = self._case(cells)
        column = mapping.case_columns[0]
        if case is None:
            notes.refuse(
                "cas-inconnu",
                "Cette valeur n’est pas prévue par le format choisi.",
                column,
                written,
                "Vérifiez que le format choisi est celui de ce fichier, ou complétez-le.",
            )
            return self._fields, None
        if case.leaving:
            return self._fields, RowMessage(row.line, "laissee", case.leaving, column, written[:LONGEST_VALUE_CHARS])
        if case.refusal:
            notes.refuse("hors-perimetre", case.refusal, column, written)
        cells[CASE_LABEL] = case.label or written
        return self._fields_of[id(case)], None

    def _case(self, cells: Mapping[str, str]) -> Case | None:
        mapping = self._mapping
        if mapping.conditions:
            return next((each.case for each in mapping.conditions if each.holds(cells)), mapping.other_case)
        key = fold(cells.get(mapping.case_columns[0], "")).strip()
        return mapping.cases.get(key) or self._begun(key) or mapping.other_case

    def _begun(self, key: str) -> Case | None:
        """Return the case whose name ends with ``*`` and begins as the value does."""
        cases = self._mapping.cases.items()
        return next((case for name, case in cases if name.endswith("*") and key.startswith(name[:-1])), None)

    def _draft(self, row: Row, cells: dict[str, str], rules: _Rules, notes: Notes) -> tuple[Draft, Week]:
        place = self._place(cells, notes)
        around = Around(region_of(departement_of(place)), self._places.covering(place))
        found = Found()
        for target, rule, column, clean in rules:
            # Half of the fields of a row have no cell, or a blank one: they say nothing.
            if clean is not None and (cell := cells.get(column)):
                found.add_text(target.target, "" if is_blank(cell) else clean(cell))
            elif not column or cells.get(column):
                self._reader.read(target, rule, cells, around, found, notes)
        hours, week = self._hours(cells, notes)
        found.add_text("hours_text", hours.text)
        found.texts["hours"] = hours.osm
        self._warn(found, notes)
        source = self._source or _identity(self._mapping.source_columns, cells)
        name, key = _identity(self._mapping.identity, cells), found.texts.get(STRUCTURE_KEY, "")
        return Draft(source, name, (row.line,), _content(found, place), key, self._mapping.themes_in(cells)), week

    def _warn(self, found: Found, notes: Notes) -> None:
        """Tell what of a row is left out, or will not be shown."""
        numbers = tuple(dict.fromkeys(found.phones))
        if len(numbers) > len(PHONES):
            kept = " et ".join(numbers[: len(PHONES)])
            notes.warn("telephones-en-trop", f"Seuls deux numéros sont gardés ({kept}).", "", " / ".join(numbers))
        last_day = found.texts.get("valid_to", "")
        if last_day and last_day < self._today:
            notes.warn(
                "perimee", "Cette fiche n’est plus valable : elle est importée, mais pas affichée.", "", last_day
            )

    def _place(self, cells: Mapping[str, str], notes: Notes) -> Place | None:
        mapping, rules = self._mapping, self._mapping.place
        if not rules and mapping.whole_address is None and mapping.point is None:
            return None
        alone = False
        address = _place_text(rules, "adresse", cells)
        postcode, town = _place_text(rules, "code_postal", cells), _place_text(rules, "commune", cells)
        code = _place_text(rules, "code_insee", cells)
        complement = _place_text(rules, "complement_d_adresse", cells)
        if mapping.whole_address is not None and not address:
            found, flaws = read_whole_address(joined(mapping.whole_address, cells))
            address, postcode, town = found.street, postcode or found.postcode, town or found.town
            alone = bool(flaws) and not (postcode or town or code)
            notes.flaws(flaws if alone else (), _column(mapping.whole_address))
        if mapping.splits_address or mapping.whole_address is not None:
            address, beside = split_address(address)
            complement = ", ".join(filter(None, (complement, beside)))
        latitude, longitude = self._coordinates.of(cells)
        place, flaws = self._places.read(PlaceCells(address, complement, postcode, town, code, latitude, longitude))
        for flaw in flaws:
            if alone and flaw.kind == "commune-inconnue":
                continue
            rule = rules.get(_PLACE_COLUMNS.get(flaw.kind, "commune")) or mapping.point or mapping.whole_address
            notes.flaws((flaw,), _column(rule) if rule else "")
        return place

    def _hours(self, cells: Mapping[str, str], notes: Notes) -> tuple[Hours, Week]:
        rule = self._mapping.hours
        if rule is None:
            return Hours(), ()
        written = [cells.get(name, "") for name in rule.columns]
        if rule.mode == "lignes":
            week, understood = read_day(written[0], written[1:])
            hours = Hours(text="" if understood else " ".join(filter(None, written)), understood=understood)
        else:
            week = ()
            hours = _READ_HOURS[rule.mode](written, rule.days)
        if not hours.understood and not ASKS.fullmatch(hours.text):
            notes.warn(
                "horaires-en-texte",
                "Ces horaires n’ont pas été compris entièrement : ils sont gardés comme texte.",
                rule.columns[0],
                hours.text,
                "Écrivez-les « lundi-vendredi 9h-12h et 14h-17h ; samedi 9h-12h », ou saisissez-les dans la fiche.",
            )
        return hours, week


_READ_HOURS: Mapping[str, Callable[[Sequence[str], Sequence[int]], Hours]] = {
    "semaine": read_week,
    "prose": lambda cells, _: hours_in(cells[0]),
    "texte": lambda cells, _: read_hours(cells[0]),
}
_NOTHING = Draft("", "", (), Content(title="", structure=Structure(name="")))
_PLACE_COLUMNS = {
    "code-postal-invalide": "code_postal",
    "code-commune-invalide": "code_insee",
    "coordonnees-illisibles": "latitude",
    "coordonnees-impossibles": "latitude",
    "coordonnees-inversees": "latitude",
    "coordonnees-lointaines": "latitude",
}


def _place_text(rules: Mapping[str, FieldRule], name: str, cells: Mapping[str, str]) -> str:
    rule = rules.get(name)
    return joined(rule, cells) if rule else ""


def _column(rule: FieldRule) -> str:
    return rule.used_columns[0] if rule.used_columns else ""


def _identity(columns: tuple[str, ...], cells: Mapping[str, str]) -> str:
    values = [one_line(cells.get(name, "")) for name in columns]
    return "/".join(values) if any(not is_blank(value) for value in values) else ""


_ROWS = {name: each.row for name, each in FLAT_FIELDS.items()}


def _content(found: Found, place: Place | None) -> Content:
    """Return what the cells of a row say, each field by its kind."""
    values: dict[str, object] = {}
    for name, text in found.texts.items():
        if text and name in _ROWS:
            values[name] = date.fromisoformat(text) if _ROWS[name].kind is Kind.DATE else text
    for name, codes in found.codes.items():
        values[name] = codes[0] if _ROWS[name].kind is Kind.CODE else _sorted(codes)
    values |= found.closures
    values |= dict(zip(PHONES, dict.fromkeys(found.phones), strict=False))
    if place is not None:
        values["places"] = (place,)
    return content_from(values)


def _sorted(codes: tuple[str, ...]) -> tuple[str, ...]:
    if len(codes) == 1:
        return codes
    return (EVERYONE,) if EVERYONE in codes else tuple(sorted(set(codes)))
