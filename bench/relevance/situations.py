"""Situations told in a sentence: does one of the needs proposed, three at most, fit?"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from bench.relevance.corpora import JUDGEMENTS
from bench.relevance.ranking import Searcher
from directory.domain.taxonomy import Taxonomy
from directory.services.search.question import Question
from directory.services.search.results import Proposal
from directory.services.search.understood import needs_understood
from directory.services.taxonomy.vocabularies import Vocabularies, vocabularies_of
from search.text.synonyms import Synonyms
from search.text.weak_words import WEAK_WORDS
from search.text.word_lists import DATA

HELD_OUT = JUDGEMENTS / "situations.toml"
SECOND = JUDGEMENTS / "situations_second.toml"
"""Written by somebody else when the file of meanings was made: the first guided choices, this one none."""
LEARNT = DATA / "situations.toml"
"""The file of meanings was made from these: what they give says nothing of other sentences."""


@dataclass(frozen=True, slots=True)
class Situation:
    """``needs``: codes, any of which is a right proposal; none when nothing should be proposed."""

    text: str
    needs: frozenset[str]


def read_situations(path: Path) -> tuple[Situation, ...]:
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    told = [(text, key) for key, texts in found["situations"].items() for text in texts]
    return (
        *(Situation(text, frozenset(key.split("+"))) for text, key in told),
        *(Situation(text, frozenset()) for text in found["nothing"]["texts"]),
    )


def situation_lines(ours: Searcher, taxonomy: Taxonomy) -> Iterator[str]:
    """Yield the share of situations that one proposal fits; no sentence is named, so that nobody learns from them."""
    words = vocabularies_of(taxonomy, {}, Synonyms.load(), WEAK_WORDS)
    for name, path in (("held out", HELD_OUT), ("second set", SECOND), ("learnt from", LEARNT)):
        yield from _lines(name, read_situations(path), ours, words)


def _lines(name: str, asked: Iterable[Situation], ours: Searcher, words: Vocabularies) -> Iterator[str]:
    proposed = {one: _proposed(one.text, ours, words) for one in asked}
    told = [one for one in proposed if one.needs]
    fits = [any(need.value in one.needs for need in proposed[one]) for one in told]
    named = [any(need.value in one.needs for need in proposed[one] if not need.is_guess) for one in told]
    nothing = [not proposed[one] for one in proposed if not one.needs]
    yield f"situations, {name}: {len(told)}, by lists alone {fmean(named):.3f}"
    yield f"  one of three proposals fits: {fmean(fits):.3f}"
    yield f"  what asks for no need: {len(nothing)}, nothing proposed: {fmean(nothing):.3f}"


def _proposed(text: str, ours: Searcher, words: Vocabularies) -> tuple[Proposal, ...]:
    return needs_understood(Question(text=text), ours.plan(text), words)
