"""Words found, shown in the text as it was written."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from search.text.analysis import STOP, stem, words
from search.text.pieces import spans
from search.text.plan import TextPlan

ELLIPSIS = "…"
_STRONG, _WEAK = 100, 1

Tokens = tuple[str, ...]


class _Seen(NamedTuple):
    """A word of a text that is no stop word: where it stands and its stems."""

    start: int
    end: int
    stems: Tokens


class Highlighter:
    """Shows in texts what a plan (or a set of stems) looks for, and how much it matters to see each word."""

    def __init__(self, plan: TextPlan | Collection[str]) -> None:
        self._single: dict[str, int] = {}
        self._phrases: dict[str, set[Tokens]] = defaultdict(set)
        self._phrase_values: dict[Tokens, int] = {}
        if not isinstance(plan, TextPlan):
            self._single = dict.fromkeys(plan, _STRONG)
            return
        for group in plan.groups:
            value = _WEAK if group.weak else _STRONG
            for option in group.alternatives:
                if len(option.tokens) == 1:
                    self._single[option.tokens[0]] = max(value, self._single.get(option.tokens[0], 0))
                elif option.tokens:
                    self._phrases[option.tokens[0]].add(option.tokens)
                    self._phrase_values[option.tokens] = max(value, self._phrase_values.get(option.tokens, 0))

    def mark(self, text: str) -> Markup:
        """Return ``text`` escaped for HTML, the words looked for inside ``<mark>``."""
        if not self._single and not self._phrases:
            return escape(text)
        seen = list(_words_of(text))
        parts: list[str] = []
        last = 0
        for word, value in zip(seen, self._values(seen), strict=True):
            if value:
                parts += [escape(text[last : word.start]), "<mark>", escape(text[word.start : word.end]), "</mark>"]
                last = word.end
        return Markup("".join([*parts, escape(text[last:])]))

    def excerpt(self, text: str, length: int = 180) -> str:
        """Return the ``length`` characters of ``text`` that show most of what is looked for, cut between words.

        A text that fits is returned whole; ``…`` stands for what was cut. Blanks and line ends become single blanks.
        """
        text = " ".join(text.split())
        if len(text) <= length:
            return text
        start = 0
        if self._single or self._phrases:
            seen = list(_words_of(text))
            wanted = [(word, value) for word, value in zip(seen, self._values(seen), strict=True) if value]
            start = _best_start(wanted, length)
        start, end = _trimmed(text, start, length)
        return f"{ELLIPSIS if start else ''}{text[start:end]}{ELLIPSIS if end < len(text) else ''}"

    def _values(self, seen: Sequence[_Seen]) -> list[int]:
        """Return what each word is worth, 0 for those not wanted."""
        single = self._single
        values = [
            single.get(word.stems[0], 0) if len(word.stems) == 1 else max(single.get(one, 0) for one in word.stems)
            for word in seen
        ]
        if not self._phrases:
            return values
        flat = [(one, at) for at, word in enumerate(seen) for one in word.stems]
        for start, (one, _) in enumerate(flat):
            for phrase in self._phrases.get(one, ()):
                part = flat[start : start + len(phrase)]
                if tuple(said for said, _ in part) == phrase:
                    for _, at in part:
                        values[at] = max(values[at], self._phrase_values[phrase])
        return values


def highlight(text: str, plan: TextPlan | Collection[str]) -> Markup:
    """Return ``text`` as ``Highlighter(plan)`` marks it."""
    return Highlighter(plan).mark(text)


def excerpt(text: str, plan: TextPlan | Collection[str], length: int = 180) -> str:
    """Return the part of ``text`` that ``Highlighter(plan)`` chooses."""
    return Highlighter(plan).excerpt(text, length)


def _words_of(text: str) -> Iterator[_Seen]:
    for start, end, written in spans(text):
        found = _stems_of(written)
        if found:
            yield _Seen(start, end, found)


@lru_cache(maxsize=100_000)
def _stems_of(written: str) -> Tokens:
    """Return the stems of a word as it is written: the same few words make up all the texts shown."""
    return tuple(stem(word) for word in words(written) if word not in STOP)


def _best_start(wanted: Sequence[tuple[_Seen, int]], length: int) -> int:
    """Return where the window of most value begins: each stem counts once in full, again only a little."""
    best, best_start, left = 0, 0, 0
    inside: dict[Tokens, int] = defaultdict(int)
    total = 0
    for word, value in wanted:
        total += value if not inside[word.stems] else 1
        inside[word.stems] += 1
        while word.end - wanted[left][0].start > length and wanted[left][0] is not word:
            gone, its_value = wanted[left]
            inside[gone.stems] -= 1
            total -= its_value if not inside[gone.stems] else 1
            left += 1
        if total > best:
            best, best_start = total, max(0, wanted[left][0].start - _lead(wanted[left][0], word, length))
    return best_start


def _lead(first: _Seen, last: _Seen, length: int) -> int:
    """Return how many characters to show before the first word found: half of what the window leaves free."""
    return max(0, (length - (last.end - first.start)) // 2)


def _trimmed(text: str, start: int, length: int) -> tuple[int, int]:
    """Move both ends of a window inwards to blanks, and the window back when the text ends before it."""
    start = max(0, min(start, len(text) - length))
    end = start + length
    if start:
        blank = text.find(" ", start - 1, end)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", start, end + 1)
        end = blank if blank > start else end
    return start, end
