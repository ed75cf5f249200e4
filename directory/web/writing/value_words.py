"""A value of a fiche in words, whatever its kind: for a conflict, for a history."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from directory.services.hours.usual import A_MONDAY, closure_in_words, usual_hours
from directory.services.search.places import Places
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.shared.words import address_lines
from fiche.codes import CLOSED
from fiche.content import FIELDS, Content
from fiche.fields import Comparison, Kind
from search.text.french import NBSP, day_in_words

LONGEST_COMPARED_WORDS = 3_000
"""Longer texts are shown one after the other: comparing them word by word would take seconds."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a comparison. ``look``: "same", "gone" or "new"."""

    look: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One field that changed, piece by piece. ``is_list``: a line for each."""

    label: str
    pieces: tuple[Piece, ...]
    is_list: bool


class ValueWords:
    """Says the values of fiches with the words of one moment."""

    def __init__(self, words: Vocabularies, places: Places) -> None:
        self._words = words
        self._places = places

    def lines(self, name: str, content: Content) -> tuple[str, ...]:
        """Return what a fiche says in a field, one line for each thing; empty when it says nothing."""
        row, value = FIELDS[name], getattr(content, name)
        if not value:
            return ()
        if row.is_list_of_codes:
            return tuple(self._label(name, code) for code in value)
        if name == "structure":
            return tuple(part for part in (value.name, f"SIRET {value.siret}" if value.siret else "") if part)
        if name == "places":
            return tuple(", ".join(address_lines(place)) or "lieu sans adresse" for place in value)
        if name == "closures":
            return tuple(closure_in_words(each) for each in value)
        if row.kind is Kind.HOURS:
            usual = usual_hours(value, (), "", A_MONDAY)
            return (*usual.week, *usual.besides) or (value,)
        if row.kind is Kind.DATE:
            return (f"{day_in_words(value)} {value.year}",)
        if row.kind is Kind.CODE:
            return (self._label(name, value),)
        return (str(value),)

    def _label(self, name: str, code: str) -> str:
        row = FIELDS[name]
        if row.kind is Kind.AREAS:
            return self._places.gazetteer.territory(code) or code
        names = {"needs": "besoin", "families": "famille", "institutions": "institution"}
        if row.vocabulary in CLOSED:
            return CLOSED[row.vocabulary].get(code, code)
        return self._words.label(names.get(row.vocabulary, row.wire), code)

    def changes(self, before: Content, after: Content) -> tuple[ChangeView, ...]:
        """Return the fields that differ, compared as each kind is best read."""
        return tuple(
            ChangeView(row.label, *self._compared(name, before, after))
            for name, row in FIELDS.items()
            if getattr(before, name) != getattr(after, name)
        )

    def _compared(self, name: str, before: Content, after: Content) -> tuple[tuple[Piece, ...], bool]:
        old, new = self.lines(name, before), self.lines(name, after)
        comparison = FIELDS[name].comparison
        if comparison is Comparison.ITEMS or len(old) > 1 or len(new) > 1:
            return _items(old, new), True
        if comparison is Comparison.WORDS and old and new:
            return by_words(old[0], new[0]), False
        return _items(old, new), True


def _items(old: Sequence[str], new: Sequence[str]) -> tuple[Piece, ...]:
    pieces = [Piece("gone" if line not in new else "same", line) for line in old]
    pieces += [Piece("new", line) for line in new if line not in old]
    # Only what has no words moved: where a place stands on the map, the networks of a structure.
    return tuple(pieces) or (Piece("same", "précisé"),)


def by_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return two texts as one, with the words that went and those that came."""
    left, right = (re.findall(r"\s+|[^\s]+", text) for text in (old, new))
    if max(len(left), len(right)) > LONGEST_COMPARED_WORDS:
        return Piece("gone", old), Piece("new", new)
    pieces: list[Piece] = []
    for look, first, last, start, end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if look == "equal":
            pieces.append(Piece("same", "".join(left[first:last])))
            continue
        if last > first:
            pieces.append(Piece("gone", "".join(left[first:last])))
        if end > start:
            pieces.append(Piece("new", "".join(right[start:end])))
    return tuple(pieces)


def joined_labels(names: Sequence[str]) -> str:
    """Return the labels of some fields: ``Téléphone, Horaires``."""
    return ", ".join(FIELDS[name].label.replace(" ", NBSP) for name in names)
