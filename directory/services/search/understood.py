"""The needs understood in the words of a question: named by a list first, then guessed from all the words together."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from directory.services.search.question import Question
from directory.services.search.results import Proposal
from directory.services.search.typed import TypedWords
from directory.services.taxonomy.vocabularies import Vocabularies
from search.text.meanings import LEAST_OF_ONE_WORD, Meanings, default_meanings
from search.text.plan import Group, TextPlan

MOST_NEEDS = 3
FEWEST_WORDS = 2
"""Words asked from which a guess stands beside what lists know."""


@dataclass(frozen=True, slots=True)
class NeedApart:
    """One of the needs that a sentence speaks of. ``words``: those that speak of it, as they were typed."""

    need: Proposal
    words: str


def needs_understood(question: Question, plan: TextPlan | None, words: Vocabularies) -> tuple[Proposal, ...]:
    """Return at most ``MOST_NEEDS`` needs, likeliest first: those that the words name, then those that they suggest.

    Nothing is guessed beside a need asked for, nor for a number; one word that a list knows says enough.
    """
    if plan is None:
        return ()
    named = tuple(code for code in plan.needs if code not in question.needs)[:MOST_NEEDS]
    guessed: tuple[str, ...] = ()
    if len(named) < MOST_NEEDS and _may_guess(question, plan):
        read = [group.word for group in plan.groups]
        likely = default_meanings().likely(read, among=words.need_families)
        guessed = tuple(code for code in likely if code not in named)[: MOST_NEEDS - len(named)]
    return tuple(
        Proposal("besoin", code, words.label("besoin", code), is_guess=code in guessed) for code in (*named, *guessed)
    )


def _may_guess(question: Question, plan: TextPlan) -> bool:
    if question.needs or plan.identifier is not None:
        return False
    return len(plan.groups) >= FEWEST_WORDS or not plan.needs


def needs_apart(text: str, plan: TextPlan, needs: Sequence[Proposal]) -> tuple[NeedApart, ...]:
    """Return the needs that different words of a sentence speak of, in the order of ``needs``.

    text    as typed.
    needs   understood in it.
    """
    codes = [need.value for need in needs]
    speaking = _speaking(plan.groups, codes, default_meanings())
    typed = TypedWords(text, plan)
    return tuple(NeedApart(need, typed.quoted(speaking[need.value])) for need in needs if speaking[need.value])


def _speaking(groups: Sequence[Group], codes: Sequence[str], meanings: Meanings) -> dict[str, Set[int]]:
    """Return, for each need, the positions of the words that speak of it more than of the other ones."""
    points = meanings.of([group.word for group in groups])
    found: dict[str, set[int]] = {code: set() for code in codes}
    for at, group in enumerate(groups):
        named = [code for code in codes if any(option.need == code for option in group.alternatives)]
        if named:
            found[named[0]].add(at)
            continue
        of_word = {code: int(points[at, column]) for code in codes if (column := meanings.column(code)) is not None}
        best = max(of_word, key=lambda code: of_word[code], default="")
        if best and of_word[best] >= LEAST_OF_ONE_WORD:
            found[best].add(at)
    return dict(found)
