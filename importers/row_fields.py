"""The fields of one row, each by its kind: texts, codes of a vocabulary, areas, phones, closures."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from fiche.fields import Kind
from fiche.parts import Closure
from fiche.plain import is_plain_email, is_siret
from importers.cells.addresses import emails_in, plain_site, read_email, read_url, sites_in
from importers.cells.areas import AreaReader
from importers.cells.cleaning import Flaws, read_date, read_siret
from importers.cells.closures import read_closures
from importers.cells.codes import KnownCodes
from importers.cells.notes import Notes
from importers.cells.phones import as_precision, plain_phone, read_phones
from importers.cells.plain_text import clean_text, is_blank, one_line
from importers.cells.usual_words import Usual, usual
from importers.formats.fields import FileField
from importers.formats.rules import FieldRule, Rule
from search.text.analysis import words

_READERS: Mapping[Kind, Callable[[str], tuple[str, Flaws]]] = {
    Kind.SIRET: read_siret,
    Kind.EMAIL: read_email,
    Kind.WEB: read_url,
    Kind.DATE: read_date,
}


_UNDERSTOOD: Mapping[Kind, Callable[[str], bool]] = {
    Kind.SIRET: lambda value: bool(read_siret(value)[0]),
    Kind.EMAIL: lambda value: bool(emails_in(value)),
    Kind.WEB: lambda value: bool(read_url(value)[0] or sites_in(value)),
    Kind.DATE: lambda value: bool(read_date(value)[0]),
}
"""What makes the first rule of a list the one that is taken."""
CLEANED: Mapping[Kind, Callable[[str], str]] = {Kind.TEXT: clean_text, Kind.LINE: one_line}
"""What makes the whole value of a text from the only cell that says it."""
_TOLD_AT_A_GLANCE: Mapping[Kind, Callable[[str], str]] = {
    Kind.SIRET: lambda text: text if is_siret(text) else "",
    Kind.EMAIL: lambda text: text if is_plain_email(text) else "",
    Kind.WEB: plain_site,
}
_LONGEST_REMEMBERED, _MOST_REMEMBERED = 120, 20_000
_EXTRACTED: Mapping[str, Callable[[str], str]] = {"courriel": emails_in, "site": sites_in, "telephone": one_line}


@dataclass(slots=True)
class Found:
    """What the cells of one row gave so far, by flat name of the field; what is missing is not said."""

    texts: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    closures: dict[str, tuple[Closure, ...]] = field(default_factory=dict)
    phones: list[str] = field(default_factory=list)

    def add_text(self, name: str, text: str) -> None:
        """Put ``text`` after what the field already says, once."""
        before = self.texts.get(name)
        if before is None:
            if text:
                self.texts[name] = text
        elif text and text not in before.split("\n"):
            self.texts[name] = f"{before}\n{text}" if before else text

    def add_code(self, name: str, code: str) -> None:
        self.codes[name] = (*self.codes.get(name, ()), code)


@dataclass(frozen=True, slots=True)
class _Said:
    """What some cells say of one field, whatever the row they stand in."""

    found: Found
    notes: Notes

    def add_to(self, found: Found, notes: Notes) -> None:
        for name, text in self.found.texts.items():
            found.add_text(name, text)
        for name, codes in self.found.codes.items():
            before = found.codes.get(name)
            found.codes[name] = codes if before is None else (*before, *codes)
        if self.found.closures:
            found.closures |= self.found.closures
        if self.found.phones:
            found.phones += self.found.phones
        if self.notes.warnings or self.notes.errors:
            notes.warnings += [replace(each, line=notes.line) for each in self.notes.warnings]
            notes.errors += [replace(each, line=notes.line) for each in self.notes.errors]


@dataclass(frozen=True, slots=True)
class Around:
    """What the place of a row tells of its other fields.

    region     numbering region of phone numbers written without a country: ``FR``, ``RE``.
    covering   codes of the areas that cover the place.
    """

    region: str
    covering: Collection[str]


class FieldReader:
    """Reads the fields of rows against the vocabularies and territories known; remembers what short cells say."""

    def __init__(self, known: KnownCodes, areas: AreaReader) -> None:
        self._known = known
        self._areas = areas
        self._said: dict[tuple[object, ...], _Said] = {}

    def read(
        self, target: FileField, rule: FieldRule, cells: Mapping[str, str], around: Around, found: Found, notes: Notes
    ) -> None:
        """Add to ``found`` what the cells say of a field."""
        kind = target.row.kind
        if rule.plain_column:
            cell = cells.get(rule.plain_column, "")
            if is_blank(cell):
                return
            told = _TOLD_AT_A_GLANCE.get(kind)
            if told is not None and (value := told(cell)):
                found.add_text(target.target, value)
                return
            if kind is Kind.PHONE and (number := plain_phone(cell, around.region)):
                found.phones.append(number)
                return
            written: str | tuple[str, ...] = cell
            length = len(cell)
        elif rule.lone_column:
            written = cells.get(rule.lone_column, "")
            length = len(written)
        else:
            written = tuple([cells.get(name, "") for name in rule.used_columns])
            length = sum(map(len, written))
        if length > _LONGEST_REMEMBERED:
            self._read(target, rule, cells, around, found, notes)
            return
        beside = around.region if kind is Kind.PHONE else around.covering if kind is Kind.AREAS else ""
        key = (id(rule), beside, written)
        said = self._said.get(key)
        if said is None:
            said = _Said(Found(), Notes(0))
            self._read(target, rule, cells, around, said.found, said.notes)
            if len(self._said) >= _MOST_REMEMBERED:
                self._said.clear()
            self._said[key] = said
        said.add_to(found, notes)

    def _read(
        self, target: FileField, rule: FieldRule, cells: Mapping[str, str], around: Around, found: Found, notes: Notes
    ) -> None:
        match target.row.kind:
            case Kind.CODES | Kind.CODE:
                self._codes(target, rule, cells, found, notes)
            case Kind.AREAS:
                self._zones(target, rule, cells, around.covering, found, notes)
            case Kind.PHONE:
                self._phones(rule, cells, around.region, found, notes)
            case Kind.PARTS:
                self._closures(target, rule, cells, found, notes)
            case kind:
                found.add_text(target.target, self._text(kind, rule, cells, notes))

    def _text(self, kind: Kind, rule: FieldRule, cells: Mapping[str, str], notes: Notes) -> str:
        parts: list[str] = []
        for one, values in rule.answers(cells, _UNDERSTOOD.get(kind)):
            if one.fixed and kind in (Kind.TEXT, Kind.LINE):
                written = one.joiner.join(values)
            elif one.extract:
                written = _EXTRACTED[one.extract](" ".join(values))
            elif kind is Kind.TEXT:
                written = clean_text(one.joiner.join(values))
            elif kind is Kind.LINE:
                written = one_line(one.joiner.join(values))
            else:
                written, flaws = _READERS[kind](values[0])
                notes.flaws(flaws, one.columns[0] if one.columns else "")
            if not written or (kind in _READERS and parts):
                continue
            parts.append(f"{one.before}{written}{one.after}")
            if one.notice:
                notes.warn("valeur-supposee", one.notice, "", parts[-1])
        return ("\n" if kind is Kind.TEXT else ", ").join(dict.fromkeys(parts))

    def _codes(self, target: FileField, rule: FieldRule, cells: Mapping[str, str], found: Found, notes: Notes) -> None:
        name = target.row.vocabulary
        vocabulary = self._known.of(name)
        is_checked = bool(vocabulary.labels)

        def knows(value: str) -> bool:
            return bool(self._code(target, value)[0] or usual(name, value))

        for one, values in rule.answers(cells, knows if is_checked else None):
            for value in values:
                code, family = self._code(target, value) if is_checked else ("-".join(words(value)), "")
                meant = None if code else usual(name, value)
                if family:
                    found.add_code("families", code)
                elif code:
                    found.add_code(target.target, code)
                elif meant is not None:
                    self._usual(target, meant, found)
                elif one.unknown != "ignorer":
                    self._unknown(target, one, value, found, notes)

    def _code(self, target: FileField, value: str) -> tuple[str, bool]:
        """Return the code a value is, and whether it is that of a family given as a need."""
        code = self._known.of(target.row.vocabulary).code_of(value)
        if code or target.target != "needs":
            return code, False
        family = self._known.of("families").code_of(value)
        return family, bool(family)

    def _usual(self, target: FileField, meant: Usual, found: Found) -> None:
        for code in meant.codes:
            found.add_code(target.target, code)
        if meant.rest and target.beside:
            found.add_text(target.beside, clean_text(meant.rest))

    def _unknown(self, target: FileField, rule: Rule, value: str, found: Found, notes: Notes) -> None:
        nearest = self._known.of(target.row.vocabulary).nearest(value)
        advice = (
            f"Vouliez-vous dire « {nearest} » ?" if nearest else "Voyez les valeurs admises dans l’aide de l’import."
        )
        column = rule.columns[0] if rule.columns else ""
        if rule.unknown == "refuser":
            notes.refuse("valeur-inconnue", f"Valeur inconnue pour « {target.label} ».", column, value, advice)
            return
        keeps = bool(target.beside) and rule.unknown == "avertir"
        kept = "elle est gardée comme texte" if keeps else "elle est laissée de côté"
        notes.warn("valeur-inconnue", f"Valeur inconnue pour « {target.label} » : {kept}.", column, value, advice)
        if keeps:
            found.add_text(target.beside, clean_text(value))

    def _zones(
        self,
        target: FileField,
        rule: FieldRule,
        cells: Mapping[str, str],
        covering: Collection[str],
        found: Found,
        notes: Notes,
    ) -> None:
        for one, values in rule.answers(cells):
            for value in values:
                code, flaws = self._areas.read(one.before + value, covering)
                notes.flaws(flaws, one.columns[0] if one.columns else "")
                if code:
                    found.add_code(target.target, code)
        columns = rule.rules[0].columns
        notes.flaws(self._areas.outside(found.codes.get(target.target, ()), covering), columns[0] if columns else "")

    def _closures(
        self, target: FileField, rule: FieldRule, cells: Mapping[str, str], found: Found, notes: Notes
    ) -> None:
        found.closures[target.target], flaws = read_closures(joined(rule, cells))
        notes.flaws(flaws, rule.used_columns[0] if rule.used_columns else "")

    def _phones(self, rule: FieldRule, cells: Mapping[str, str], region: str, found: Found, notes: Notes) -> None:
        for one, values in rule.answers(cells, lambda value: bool(read_phones(value, region).numbers)):
            for value in values:
                read = read_phones(value, region)
                if one.extract:
                    found.phones += read.numbers[:1]
                    continue
                notes.flaws(read.flaws, one.columns[0] if one.columns else "")
                found.phones += read.numbers
                if read.words:
                    found.add_text("access_text", as_precision(read.words))


def joined(rule: FieldRule, cells: Mapping[str, str]) -> str:
    """Return what a rule gives as one text."""
    if rule.plain_column:
        cell = cells.get(rule.plain_column, "")
        return "" if is_blank(cell) else cell
    return " ".join(one.joiner.join(values) for one, values in rule.answers(cells))
