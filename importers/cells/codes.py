"""The vocabularies a file is read against, passed in as a value: importers know nothing of where they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

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


def _empty() -> Vocabulary:
    return Vocabulary({})


@dataclass(frozen=True)
class KnownCodes:
    """Every vocabulary a fiche uses. ``need_families`` gives the family of each need.

    networks and institutions: an empty vocabulary is one that is not checked.
    """

    needs: Vocabulary
    families: Vocabulary
    need_families: Mapping[str, str]
    audiences: Vocabulary
    access_modes: Vocabulary
    receptions: Vocabulary
    mobilisations: Vocabulary
    costs: Vocabulary
    languages: Vocabulary
    accessibilities: Vocabulary
    networks: Vocabulary = field(default_factory=_empty)
    institutions: Vocabulary = field(default_factory=_empty)
