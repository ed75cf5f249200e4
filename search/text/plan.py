"""What a query asks for, the same for every engine: groups of weighted alternatives."""

from dataclasses import dataclass

from search.text.days import WhenUnderstood
from search.text.identifiers import Identifier
from search.text.places_said import (
    PlaceUnderstood,
)

FIELD_WEIGHTS = {"title": 60, "needs": 30, "structure": 20, "body": 20}

MOST_GROUPS = 32
MOST_ALTERNATIVES = 12

MOST_WORTH = MOST_GROUPS * MOST_ALTERNATIVES * sum(FIELD_WEIGHTS.values())
"""Points of a fiche that holds every word of the longest plan in every field."""

TYPED, CORRECTED, NEED, SYNONYM, HINT = 10, 9, 8, 6, 1
"""Weights of alternatives, in tenths.

A hint is the weakest: the words typed are only a part of a search word of the need."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a group.

    weight   tenths: 10 the typed stem, 9 its correction, 8 a need, 6 a synonym or a need that it names, 1 a need only
             hinted at or a family.
    tokens   stems that must stand side by side in one field; empty for a need or a family.
    need     code of a need, or empty.
    family   code of a family, for fiches that do not say which of its needs they answer, or empty.
    """

    weight: int
    tokens: tuple[str, ...]
    need: str = ""
    family: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether it only shows that the fiche is filed under the same need, not that the fiche says the word."""
        return self.weight == HINT


@dataclass(frozen=True, slots=True)
class Group:
    """One word kept of the query.

    word   folded, as read after correction; two words when a blank was missing.
    typed  as typed.
    weak   never required, only adds to the score.
    alternatives   unique, heaviest first; ``MOST_ALTERNATIVES`` at most.
    families       of the needs among them, for a wider reading.
    """

    word: str
    typed: str
    weak: bool
    alternatives: tuple[Alternative, ...]
    families: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """The query as what a structure may be called.

    tokens    stems that stand side by side in the name, place words aside; empty for one ordinary word.
    whole     every stem of the query, joined by blanks: the name itself.
    communes  INSEE codes of the place typed beside the name; empty when none was.
    """

    tokens: tuple[str, ...]
    whole: str
    communes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPlan:
    """The query as every engine reads it.

    pairs         adjacent stems, as read: they count when adjacent in the title too.
    title_key     the query as read, compared with ``title_key`` of titles.
    corrections   typed → read, the latter with its accents when known, in the order typed.
    needs         codes of the needs understood, best first, a few at most. Proposed, never applied.
    truncated     the query holds more than ``MOST_GROUPS`` words.
    identifier    the query is nothing but this number.
    name          the query as the name of a structure; None when it holds no word.
    """

    groups: tuple[Group, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    title_key: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    place: PlaceUnderstood | None = None
    when: WhenUnderstood | None = None
    truncated: bool = False
    identifier: Identifier | None = None
    name: Name | None = None
