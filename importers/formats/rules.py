"""How one field of a fiche is filled from the cells of a row."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from importers.cells.plain_text import clean_text, is_blank, split_list
from search.text.analysis import fold, words

USUAL_SEPARATORS = ("|", ";", "\n", " / ", ", ", ",", "/", " et ", " ou ", " & ", " + ", " - ", " – ", "•")
"""What parts the values of a cell where a mapping does not say, when each part is then known."""
YES = frozenset(("oui", "o", "x", "1", "true", "vrai", "yes", "y", "✓", "✔", "ok"))
"""Folded cells that count as a yes."""
_HOLE = re.compile(r"\{([^{}]+)\}")


def values_of(text: str, separators: Collection[str], knows: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the values of a cell: itself when it is known whole, else its parts outside brackets.

    A part that is not known is parted again by the usual signs, when each of its own parts is then known.
    """
    if knows(text):
        return (text,)
    pieces = split_list(text, separators) if separators else (text,)
    return tuple(dict.fromkeys(part for piece in pieces for part in _usual_parts(piece, knows)))


def _usual_parts(piece: str, knows: Callable[[str], bool]) -> tuple[str, ...]:
    parts = () if knows(piece) else split_list(piece, USUAL_SEPARATORS)
    return parts if len(parts) > 1 and all(map(knows, parts)) else (piece,)


@dataclass(frozen=True, slots=True)
class Template:
    """Text with holes: "{libelle} – {nom}". A part in square brackets goes when one of its holes is empty.

    parts   (text, holes of the text, is it optional).
    whole   nothing is written when a hole outside brackets is empty: half a title is no title.
    """

    parts: tuple[tuple[str, tuple[str, ...], bool], ...]
    whole: bool = False

    @classmethod
    def parse(cls, text: str, *, whole: bool = False) -> "Template":
        pieces = re.split(r"(\[[^\[\]]*\])", text)
        parts = []
        for piece in pieces:
            optional = piece.startswith("[") and piece.endswith("]")
            inner = piece[1:-1] if optional else piece
            if inner:
                parts.append((inner, tuple(_HOLE.findall(inner)), optional))
        return cls(tuple(parts), whole)

    @property
    def holes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(hole for _, holes, _ in self.parts for hole in holes))

    def fill(self, cells: Mapping[str, str]) -> str:
        """Return the text, or nothing when every hole is empty."""
        filled: list[str] = []
        said = not self.holes
        for text, holes, optional in self.parts:
            values = {hole: "" if is_blank(cells.get(hole, "")) else cells[hole] for hole in holes}
            if optional and not all(values.values()):
                continue
            if self.whole and not all(values.values()):
                return ""
            said = said or any(values.values())
            filled.append(_HOLE.sub(lambda match, known=values: known[match[1]], text))  # type: ignore[misc]
        return "".join(filled) if said else ""


@dataclass(frozen=True, slots=True)
class Keyword:
    """An expression to look for, as folded words; ``open_ended`` accepts any ending of the last one ("itineran*")."""

    text: str
    open_ended: bool
    values: tuple[str, ...]

    def is_in(self, folded: str) -> bool:
        return (f" {self.text}" if self.open_ended else f" {self.text} ") in folded


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to fill a field. Read in this order: fixed values, else columns or template, then dictionary or keywords.

    separators   texts that split a cell into values, outside brackets; a cell known whole is never split.
    flags        column → values it gives where its cell counts as a yes.
    joiner       joins the values of a text field.
    before       put before a text, or before each value of a list, when there is one.
    unknown      what to do with a value outside the vocabulary: ``avertir`` (kept as text where there is a field for
                 it), ``ecarter`` (left out, and told), ``ignorer`` or ``refuser``.
    extract      ``courriel``, ``telephone``, ``site``: take the first one found in prose.
    notice       a sentence told each time the rule gives a value, for a column whose values need a look.
    """

    columns: tuple[str, ...] = ()
    template: Template | None = None
    fixed: tuple[str, ...] = ()
    dictionary: Mapping[str, tuple[str, ...]] | None = None
    keywords: tuple[Keyword, ...] = ()
    separators: tuple[str, ...] = ()
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    yes: frozenset[str] = frozenset()
    joiner: str = " "
    before: str = ""
    after: str = ""
    default: tuple[str, ...] = ()
    unknown: str = "avertir"
    extract: str = ""
    notice: str = ""

    def values(self, cells: Mapping[str, str], knows: Callable[[str], bool] | None = None) -> tuple[str, ...]:
        """Return the values a row gives, as written or as the dictionary says.

        knows   tells whether a text is a value of the field as it stands: such a cell is not split.
        """
        if self.fixed:
            return self.fixed
        if self.flags:
            return self._flagged(cells) or self.default
        found = self._written(cells, knows)
        if self.keywords:
            found = self._spotted(found)
        elif self.dictionary is not None:
            found = self._translated(found)
        return found or self.default

    def _flagged(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        said = [values for name, values in self.flags.items() if fold(cells.get(name, "")).strip() in self.yes]
        return tuple(dict.fromkeys(value for values in said for value in values))

    def _written(self, cells: Mapping[str, str], knows: Callable[[str], bool] | None) -> tuple[str, ...]:
        if self.template is not None:
            text = self.template.fill(cells)
            texts = [text] if text else []
        else:
            texts = [cell for name in self.columns if (cell := cells.get(name, "")) and not is_blank(cell)]
        if not self.separators and knows is None:
            return tuple(texts)
        return tuple(value for text in texts for value in self._parts(text, knows))

    def _parts(self, text: str, knows: Callable[[str], bool] | None) -> tuple[str, ...]:
        known = self.dictionary or {}
        return values_of(
            text,
            self.separators,
            lambda value: fold(value).strip() in known or (knows is not None and knows(value)),
        )

    def _translated(self, found: tuple[str, ...]) -> tuple[str, ...]:
        known = self.dictionary or {}
        out: dict[str, None] = {}
        for value in found:
            missing = () if self.unknown == "ignorer" else (value,)
            out.update(dict.fromkeys(known.get(fold(value).strip(), missing)))
        return tuple(out)

    def _spotted(self, found: tuple[str, ...]) -> tuple[str, ...]:
        if not found:
            return ()
        text = f" {' '.join(word for value in found for word in words(clean_text(value)))} "
        out: dict[str, None] = {}
        for keyword in self.keywords:
            if keyword.is_in(text):
                out.update(dict.fromkeys(keyword.values))
        return tuple(out)

    @property
    def used_columns(self) -> tuple[str, ...]:
        return self.columns + tuple(self.flags) + (self.template.holes if self.template else ())


@dataclass(frozen=True, slots=True)
class FieldRule:
    """The rules of one field: all of them together, or the first that gives something.

    used_columns   that its rules read.
    plain_column   the one whose cell is the value as it stands, where the rule says no more; else empty.
    lone_column    the only one without whose cell the field is not said; else empty.
    """

    rules: tuple[Rule, ...]
    first_only: bool = False
    used_columns: tuple[str, ...] = field(init=False)
    plain_column: str = field(init=False)
    lone_column: str = field(init=False)

    def __post_init__(self) -> None:
        used = tuple(dict.fromkeys(name for rule in self.rules for name in rule.used_columns))
        object.__setattr__(self, "used_columns", used)
        is_plain = len(used) == 1 and self.rules == (Rule(used),)
        object.__setattr__(self, "plain_column", used[0] if is_plain else "")
        needs_a_cell = not any(rule.fixed or rule.flags or rule.template or rule.default for rule in self.rules)
        object.__setattr__(self, "lone_column", used[0] if len(used) == 1 and needs_a_cell else "")

    def answers(
        self, cells: Mapping[str, str], knows: Callable[[str], bool] | None = None
    ) -> list[tuple[Rule, tuple[str, ...]]]:
        """Return the rules that give something, with what they give: all, or the first of which a value is known.

        knows   tells whether a value is understood; where it is not given, any is.
        """
        found: list[tuple[Rule, tuple[str, ...]]] = []
        for rule in self.rules:
            values = rule.values(cells, knows)
            if values:
                found.append((rule, values))
                if self.first_only and (knows is None or any(map(knows, values))):
                    break
        return found


@dataclass(frozen=True, slots=True)
class HoursRule:
    """How opening hours are written.

    mode      ``texte``: one column, prose or OpenStreetMap; ``semaine``: columns of days; ``lignes``: one row per day,
              the day then starts and ends by pairs; ``prose``: hours looked for in a description.
    days      of a week: day (0 is Monday) of each column, in the order of ``columns``.
    """

    mode: str
    columns: tuple[str, ...]
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What changes for one value of the deciding columns.

    refusal   why such a row becomes no fiche, to be mended; ``leaving``: why it is left aside, which is no fault.
    """

    label: str = ""
    refusal: str = ""
    leaving: str = ""
    fields: Mapping[str, FieldRule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """A case that several columns decide: each of them holds one of its values, as folded texts."""

    values: Mapping[str, Collection[str]]
    case: Case

    def holds(self, cells: Mapping[str, str]) -> bool:
        return all(_is_among(fold(cells.get(name, "")).strip(), wanted) for name, wanted in self.values.items())


def _is_among(text: str, wanted: Collection[str]) -> bool:
    """``*`` at the end of a value accepts any ending."""
    return text in wanted or any(each.endswith("*") and text.startswith(each[:-1]) for each in wanted)


def keyword(text: str, values: tuple[str, ...]) -> Keyword:
    return Keyword(" ".join(words(text)), text.rstrip().endswith("*"), values)
