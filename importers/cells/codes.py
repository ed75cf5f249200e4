"""The vocabularies a file is read against, passed in as a value: importers know nothing of where they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from fiche.codes import CLOSED
from search.text.analysis import words

_NEAR = 70.0


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
        """Return the label most like ``text``, to suggest it, or nothing."""
        found = process.extractOne(
            _name(text), {code: _name(label) for code, label in self.labels.items()}, scorer=fuzz.WRatio
        )
        return self.labels[found[2]] if found and found[1] >= _NEAR else ""


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
