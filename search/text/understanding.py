"""What the words of a query mean: needs named, synonyms, words typed in two pieces."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.text.analysis import stem
from search.text.expressions import Key, Span
from search.text.need_words import NeedWords
from search.text.spelling import Speller
from search.text.synonyms import Synonyms, Tokens
from search.text.weak_words import WeakWords

MOST_NEEDS = 5

_DIRECT, _BY_SYNONYM = 60, 20


@dataclass(frozen=True, slots=True)
class Meaning:
    """By position of the word in the sequence read.

    joined       the one word that the word makes with its neighbour, as tokens.
    need_codes   needs named by an expression the word is part of.
    hint_codes   needs that such an expression is only a part of.
    families     families of both.
    synonym_codes  needs named by a synonym of such an expression.
    synonyms     tokens that stand for an expression the word is part of, in the order of the file.
    strong       positions of words that say little alone, but not in the expression they make ("accueil de jour").
    needs        codes of the needs understood, best first.
    """

    joined: Mapping[int, tuple[Tokens, ...]]
    need_codes: Mapping[int, tuple[str, ...]]
    hint_codes: Mapping[int, tuple[str, ...]]
    families: Mapping[int, tuple[str, ...]]
    synonym_codes: Mapping[int, tuple[str, ...]]
    synonyms: Mapping[int, tuple[Tokens, ...]]
    strong: frozenset[int]
    needs: tuple[str, ...]

    @property
    def understood(self) -> frozenset[int]:
        """Return the positions of the words that are part of a known expression."""
        found = (
            place for known in (self.need_codes, self.hint_codes, self.synonyms) for place in known if known[place]
        )
        return frozenset(found)


def understand(
    read: Sequence[str], synonyms: Synonyms, need_words: NeedWords, weak: WeakWords, speller: Speller
) -> Meaning:
    """Return the meaning of words (folded, corrected, without stop words)."""
    found = _Found(need_words)
    joinings = list(_joinings(read, speller))
    for sequence in joinings:
        found.add_joining(sequence[0])
    for sequence in (_flat(read), *joinings):
        found.add_needs(sequence)
        found.add_synonyms(sequence, synonyms, weak)
    return found.meaning()


class _Found:
    """What is found word by word; by place, the rank of the word in the query."""

    def __init__(self, need_words: NeedWords) -> None:
        self._need_words = need_words
        self._joined: dict[int, list[Tokens]] = defaultdict(list)
        self._codes: dict[int, dict[str, None]] = defaultdict(dict)
        self._hints: dict[int, dict[str, None]] = defaultdict(dict)
        self._others: dict[int, dict[Tokens, None]] = defaultdict(dict)
        self._other_codes: dict[int, dict[str, None]] = defaultdict(dict)
        self._points: dict[str, int] = defaultdict(int)
        self._first: dict[str, int] = {}
        self._strong: set[int] = set()

    def add_joining(self, whole: "_Word") -> None:
        for place in whole.places:
            self._joined[place].append((stem(whole.word),))

    def add_needs(self, sequence: "Sequence[_Word]") -> None:
        """Add the needs that expressions name, and those they only hint at."""
        need_words = self._need_words
        for span in need_words.find([one.word for one in sequence]):
            for place in _places(span, sequence):
                self._codes[place].update(dict.fromkeys(need_words.codes(span.key)))
                self._hints[place].update(dict.fromkeys(need_words.hints(span.key)))
            proposed = _proposed(need_words, span.key)
            for code in proposed:
                self._points[code] += _DIRECT * len(span.positions) // len(proposed)
                self._first.setdefault(code, span.positions[0])

    def add_synonyms(self, sequence: "Sequence[_Word]", synonyms: Synonyms, weak: WeakWords) -> None:
        """Add the synonyms of expressions, and the needs that these name."""
        said = [one.word for one in sequence]
        for span in synonyms.find(said):
            places = _places(span, sequence)
            is_weak = all(weak.is_weak(said[at]) for at in span.positions)
            if is_weak and synonyms.is_mutual(span.key) and len(places) > 1:
                self._strong.update(places)
            for tokens in synonyms.alternatives(span.key):
                for place in places:
                    self._others[place][tokens] = None
                    self._other_codes[place].update(dict.fromkeys(self._need_words.codes(tokens)))
                for code in _proposed(self._need_words, tokens):
                    self._points[code] = max(self._points[code], _BY_SYNONYM)
                    self._first.setdefault(code, span.positions[0])

    def meaning(self) -> Meaning:
        points, first, families = self._points, self._first, self._need_words.families
        ranked = sorted(points, key=lambda code: (-points[code], first[code], code))[:MOST_NEEDS]
        return Meaning(
            joined={place: tuple(tokens) for place, tokens in self._joined.items()},
            need_codes={place: tuple(named) for place, named in self._codes.items()},
            hint_codes={place: tuple(named) for place, named in self._hints.items()},
            families={place: families((*named, *self._hints[place])) for place, named in self._codes.items()},
            synonym_codes={place: tuple(named) for place, named in self._other_codes.items()},
            synonyms={place: tuple(tokens) for place, tokens in self._others.items()},
            strong=frozenset(self._strong),
            needs=tuple(ranked),
        )


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, and the positions of the query it comes from."""

    word: str
    places: tuple[int, ...]


def _flat(read: Sequence[str]) -> list[_Word]:
    return [_Word(part, (place,)) for place, word in enumerate(read) for part in word.split()]


def _joinings(read: Sequence[str], speller: Speller) -> Iterator[list[_Word]]:
    """Yield each word that two neighbours make, as a sequence of its own."""
    for place, (one, other) in enumerate(pairwise(read)):
        if whole := speller.joined(one, other):
            yield [_Word(whole, (place, place + 1))]


def _proposed(need_words: NeedWords, key: Key) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*need_words.codes(key), *need_words.hints(key))))


def _places(span: Span, sequence: Sequence[_Word]) -> list[int]:
    return [place for position in span.positions for place in sequence[position].places]
