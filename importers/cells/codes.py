"""The vocabularies a file is read against, passed in as a value: importers know nothing of where they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from fiche.codes import CLOSED
from importers.cells.usual_words import turns
from search.text.analysis import words

_NEAR = 80.0
_SHORTEST = 5
_PREFIXES = ("in", "im", "il", "ir", "non", "anti", "des", "de", "mal")


@dataclass(frozen=True)
class Vocabulary:
    """Codes and labels of one closed list.

    labels     code to French label.
    replaced   a code no longer used to the one that stands for it now.
    """

    labels: Mapping[str, str]
    replaced: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        named = {_name(label): code for code, label in self.labels.items()}
        return named | {_name(code): code for code in self.labels}

    def code_of(self, text: str) -> str:
        """Return the current code that ``text`` names, as a code or as a label however written, or nothing."""
        if text in self.labels:
            return text
        if text in self.replaced:
            return self.code_of(self.replaced[text])
        return self._by_name.get(_name(text), "")

    def nearest(self, text: str) -> str:
        """Return the label that ``text`` misspells, or nothing: never its contrary, nor another meaning."""
        written = _name(text)
        if len(written) < _SHORTEST:
            return ""
        best, label = _NEAR, ""
        for each in self.labels.values():
            name = _name(each)
            likeness = max(fuzz.ratio(written, name), fuzz.token_sort_ratio(written, name))
            if likeness >= best and turns(text) == turns(each) and not _is_contrary(written, name):
                best, label = likeness, each
        return label


def _is_contrary(text: str, label: str) -> bool:
    """Tell "inaccessible" from "accessible": a word that is another one with a negative before it."""
    here, there = set(text.split()), set(label.split())
    pairs = [(a, b) for a in here - there for b in there - here]
    return any(a == f"{prefix}{b}" or b == f"{prefix}{a}" for a, b in pairs for prefix in _PREFIXES)


def _name(text: str) -> str:
    return " ".join(words(text))


UNCHECKED = Vocabulary({})
"""A list that is not known: any code is taken."""


CLOSED_LISTS: Mapping[str, Vocabulary] = {name: Vocabulary(labels) for name, labels in CLOSED.items()}
"""The lists that nobody edits."""


@dataclass(frozen=True)
class KnownCodes:
    """Every vocabulary a fiche uses.

    lists           by the name a row of ``fiche.content`` gives; a list that is missing is not checked.
    need_families   the family of each need.
    """

    lists: Mapping[str, Vocabulary]
    need_families: Mapping[str, str]

    def of(self, name: str) -> Vocabulary:
        return self.lists.get(name, UNCHECKED)
