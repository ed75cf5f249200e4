"""What administrators change in the classification: each edit is kept, with what was said before, and can be undone."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from directory.domain.taxonomy import Family, Need

MOST_WORDS, MOST_WORD_CHARS, MOST_LABEL_CHARS, MOST_DESCRIPTION_CHARS = 80, 60, 120, 300
MOST_LINES, MOST_LINE_CHARS = 500, 300


Entry = TypeVar("Entry", Need, Family)


class EntryKind(StrEnum):
    """What is edited: an entry of the classification, or the lines that an instance puts over a list of words."""

    NEED = "besoin"
    FAMILY = "famille"
    SYNONYMS = "synonymes"
    WEAK_WORDS = "mots-faibles"

    @property
    def is_list(self) -> bool:
        return self in (EntryKind.SYNONYMS, EntryKind.WEAK_WORDS)


@dataclass(frozen=True, slots=True)
class Said:
    """What an administrator says of a need or of a family, which has no search words.

    A list of words has nothing but its lines, which stand for search words.

    retired       no longer offered: fiches that have it keep it, and are still found by it.
    rank          place among all those of its kind, from 1; 0 where it was not kept.
    replaced_by   code of the one it was merged into, empty for none.
    family        code of the family of a need, empty for a family and where it was not kept.
    """

    label: str
    search_words: tuple[str, ...] = ()
    retired: bool = False
    description: str = ""
    rank: int = 0
    replaced_by: str = ""
    family: str = ""

    @classmethod
    def of(cls, entry: Need | Family) -> "Said":
        words, family = (entry.search_words, entry.family) if isinstance(entry, Need) else ((), "")
        return cls(entry.label, words, entry.retired, entry.description, entry.rank, entry.replaced_by, family)

    def on_need(self, need: Need) -> Need:
        return replace(self.on(need), search_words=self.search_words, family=self.family or need.family)

    def on_family(self, family: Family) -> Family:
        return self.on(family)

    def on(self, entry: Entry) -> Entry:
        return replace(
            entry,
            label=self.label,
            retired=self.retired,
            description=self.description,
            rank=self.rank,
            replaced_by=self.replaced_by,
        )


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of one entry.

    account_id   who.
    undoes       number of the edit that it takes back, 0 for none.
    comes_with   number of the first edit of the same gesture, 0 for that one: they are undone together.
    """

    kind: EntryKind
    code: str
    before: Said
    after: Said
    account_id: int
    at: datetime
    undoes: int = 0
    comes_with: int = 0
    id: int = 0

    def taken_back(self, today: Said) -> Said | None:
        """Return what an entry says of which this edit is undone; None when what it changed was changed again."""
        changed = [
            field.name for field in fields(Said) if getattr(self.before, field.name) != getattr(self.after, field.name)
        ]
        if any(getattr(today, name) != getattr(self.after, name) for name in changed):
            return None
        return replace(today, **{name: getattr(self.before, name) for name in changed})
