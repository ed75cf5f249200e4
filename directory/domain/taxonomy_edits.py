"""What administrators change in the classification: each edit is kept, with what was said before, and can be undone."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from directory.domain.taxonomy import Family, Need

MOST_WORDS, MOST_WORD_CHARS, MOST_LABEL_CHARS = 80, 60, 120


class EntryKind(StrEnum):
    NEED = "besoin"
    FAMILY = "famille"


@dataclass(frozen=True, slots=True)
class Said:
    """What an administrator says of a need or of a family, which has no search words.

    retired   no longer offered: fiches that have it keep it, and are still found by it.
    """

    label: str
    search_words: tuple[str, ...] = ()
    retired: bool = False

    @classmethod
    def of(cls, entry: Need | Family) -> "Said":
        return cls(entry.label, entry.search_words if isinstance(entry, Need) else (), entry.retired)

    def on_need(self, need: Need) -> Need:
        return replace(need, label=self.label, search_words=self.search_words, retired=self.retired)

    def on_family(self, family: Family) -> Family:
        return replace(family, label=self.label, retired=self.retired)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit. ``account_id``: who; ``undoes``: number of the edit that it takes back, 0 for none."""

    kind: EntryKind
    code: str
    before: Said
    after: Said
    account_id: int
    at: datetime
    undoes: int = 0
    id: int = 0
