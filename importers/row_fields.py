"""The fields of one row, each by its kind: texts, codes of a vocabulary, areas, phones, addresses."""

from collections.abc import Callable, Collection, Mapping

from importers.cells.areas import AreaReader
from importers.cells.cleaning import Flaws, emails_in, read_date, read_email, read_siret, read_url
from importers.cells.codes import KnownCodes, Vocabulary
from importers.cells.notes import Notes
from importers.cells.phones import read_phones
from importers.cells.plain_text import clean_text, one_line
from importers.formats.fields import FIELDS, Field
from importers.formats.rules import FieldRule, Rule
from search.text.analysis import words

_READERS: dict[str, Callable[[str], tuple[str, Flaws]]] = {
    "siret": read_siret,
    "courriel": read_email,
    "site": read_url,
    "date": read_date,
}
_SINGLE = frozenset(_READERS)


class FieldReader:
    """Reads fields against the vocabularies and territories known."""

    def __init__(self, known: KnownCodes, areas: AreaReader) -> None:
        self._known = known
        self._areas = areas

    def text(self, target: Field, rule: FieldRule, cells: Mapping[str, str], notes: Notes) -> str:
        parts: list[str] = []
        for one, values in rule.answers(cells):
            if one.fixed and target.kind in ("texte", "ligne"):
                written = one.joiner.join(values)
            elif one.extract:
                written = emails_in(" ".join(values))
            elif target.kind == "texte":
                written = clean_text(one.joiner.join(values))
            elif target.kind in ("ligne", "identifiant"):
                written = one_line(one.joiner.join(values))
            else:
                written, flaws = _READERS[target.kind](values[0])
                notes.flaws(flaws, one.columns[0] if one.columns else "")
            if not written or (target.kind in _SINGLE and parts):
                continue
            parts.append(f"{one.before}{written}{one.after}")
            if one.notice:
                notes.warn("valeur-supposee", one.notice, "", parts[-1])
        return ("\n" if target.kind == "texte" else ", ").join(dict.fromkeys(parts))

    def codes(
        self,
        target: Field,
        rule: FieldRule,
        cells: Mapping[str, str],
        codes: dict[str, tuple[str, ...]],
        texts: dict[str, str],
        notes: Notes,
    ) -> None:
        vocabulary: Vocabulary = getattr(self._known, target.vocabulary)
        unchecked = not vocabulary.labels
        for one, values in rule.answers(cells):
            for value in values:
                code = "-".join(words(value)) if unchecked else vocabulary.code_of(value)
                if code:
                    codes[target.target] = (*codes.get(target.target, ()), code)
                    continue
                family = self._known.families.code_of(value) if target.target == "needs" else ""
                if family:
                    codes["families"] = (*codes.get("families", ()), family)
                elif one.unknown != "ignorer":
                    self._unknown(target, one, value, vocabulary, texts, notes)

    def _unknown(
        self, target: Field, rule: Rule, value: str, vocabulary: Vocabulary, texts: dict[str, str], notes: Notes
    ) -> None:
        nearest = vocabulary.nearest(value)
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
            add_text(texts, FIELDS[target.beside].target, clean_text(value))

    def zones(
        self, rule: FieldRule, cells: Mapping[str, str], notes: Notes, covering: Collection[str]
    ) -> tuple[str, ...]:
        """Return area codes; ``covering``: those that cover the fiche's own place."""
        found: list[str] = []
        for one, values in rule.answers(cells):
            for value in values:
                code, flaws = self._areas.read(one.before + value, covering)
                notes.flaws(flaws, one.columns[0] if one.columns else "")
                if code:
                    found.append(code)
        columns = rule.rules[0].columns
        notes.flaws(self._areas.outside(found, covering), columns[0] if columns else "")
        return tuple(found)

    def phones(self, rule: FieldRule, cells: Mapping[str, str], region: str, notes: Notes) -> list[str]:
        found: list[str] = []
        for one, values in rule.answers(cells):
            for value in values:
                numbers, flaws = read_phones(value, region)
                notes.flaws(flaws, one.columns[0] if one.columns else "")
                found += numbers
        return found


def add_text(texts: dict[str, str], target: str, text: str) -> None:
    """Put ``text`` after what the field already says, once."""
    before = texts.get(target, "")
    if text and text not in before.split("\n"):
        texts[target] = f"{before}\n{text}" if before else text
