"""Words found, shown in the text as it was written."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from search.text.pieces import written_words
from search.text.plan import TextPlan
from search.text.said import Read, Tokens, in_line, line_of, line_of_chunk, stems_of_word
from search.text.saved import Saved, with_single_blanks

ELLIPSIS = "…"
MOST_LEAD = 45
"""Characters shown before what is looked for: one line of a list holds about 90."""
_STRONG, _WEAK = 100, 1
_SENTENCE_END = re.compile(r"[.!?…]»?\s")
_SIGNS = " .,;:!?–-(\u00a0"
_JOINED = re.compile(r"[\s\w'’\u2010\u2011-]*")
"""What may stand between two words marked as one: blanks, hyphens, apostrophes and small words, no other sign."""
_TIED = re.compile(r"[\u2010\u2011-]([^\W_]+)")


class _Seen(NamedTuple):
    """A word of a text that may be looked for: where it stands, its stems, the rank of the first among all stems."""

    start: int
    end: int
    stems: Tokens
    rank: int


class Highlighter:
    """Shows in texts what a plan (or a set of stems) looks for, and how much it matters to see each word."""

    def __init__(self, plan: TextPlan | Collection[str]) -> None:
        self._single: dict[str, int] = {}
        self._phrases: dict[str, set[Tokens]] = defaultdict(set)
        self._phrase_values: dict[Tokens, int] = {}
        if not isinstance(plan, TextPlan):
            self._single = dict.fromkeys(plan, _STRONG)
        for group in plan.groups if isinstance(plan, TextPlan) else ():
            value = _WEAK if group.weak else _STRONG
            for option in group.alternatives:
                if len(option.tokens) == 1:
                    self._single[option.tokens[0]] = max(value, self._single.get(option.tokens[0], 0))
                elif option.tokens:
                    self._phrases[option.tokens[0]].add(option.tokens)
                    self._phrase_values[option.tokens] = max(value, self._phrase_values.get(option.tokens, 0))
        self._has_strong = _STRONG in {*self._single.values(), *self._phrase_values.values()}
        self._known = frozenset(self._single).union(*self._phrase_values)
        self._valued: dict[str, list[tuple[int, int, Tokens, int]]] = {}
        self._sought = [(in_line((one,)), one) for one in self._single]
        self._sought_side_by_side = [in_line(phrase) for phrase in self._phrase_values]

    def mark(self, text: str) -> Markup:
        """Return ``text`` escaped for HTML, the words looked for inside ``<mark>``: one for words that follow.

        A weak word is marked beside a word that matters, or where none of the question does: "sans" alone is noise.
        """
        if not self._known:
            return escape(text)
        parts: list[str] = []
        last = 0
        wanted = self._wanted(text) if self._holds(text) else ()
        for start, end, value in _runs(text, wanted):
            if value == _WEAK and self._has_strong:
                continue
            parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
            last = end
        return Markup("".join([*parts, escape(text[last:])]))

    def excerpt(self, text: str, length: int = 180, read: Read | Saved | None = None) -> str:
        """Return the ``length`` characters of ``text`` that show most of what is looked for, cut between words.

        A text that fits is returned whole. It begins with a sentence when one begins near what is looked for; ``…``
        stands for what was cut inside a sentence or after it. Blanks and line ends become single blanks.

        read   the text, where it was read already.
        """
        if len(text) <= length or not self._known:
            return _beginning(text, length)
        read = read or Read.of(text)
        whole = with_single_blanks(text) if isinstance(read, Saved) else " ".join(read.chunks)
        if len(whole) <= length:
            return whole
        wanted = self._wanted_of(read) if isinstance(read, Saved) else self._wanted_in(read, whole)
        if not wanted:
            return _beginning(text, length)
        start, end = _trimmed(whole, _best_start(wanted, length), length)
        first = next((word.start for word, _ in wanted if word.start >= start), start)
        if (sentence := _sentence_before(whole, first)) is not None:
            start, end = _trimmed(whole, sentence, length)
        begins = not start or start == sentence
        shown = whole[start:end] if end == len(whole) else whole[start:end].rstrip(_SIGNS) + ELLIPSIS
        return shown if begins else ELLIPSIS + shown

    def _wanted_of(self, saved: Saved) -> list[tuple[_Seen, int]]:
        """Return what ``_wanted`` does, of a text whose words were found at its save."""
        line = saved.line
        if any(phrase in line for phrase in self._sought_side_by_side):
            ranked = [(rank, stem) for stem in self._known for rank in saved.ranks_of(in_line((stem,)))]
        else:
            ranked = [
                (rank, stem) for sought, stem in self._sought if sought in line for rank in saved.ranks_of(sought)
            ]
        seen = [_Seen(*saved.place(rank), (stem,), rank) for rank, stem in sorted(ranked)]
        return [(word, value) for word, value in zip(seen, self._values(seen), strict=True) if value]

    def _wanted_in(self, read: Read, whole: str) -> list[tuple[_Seen, int]]:
        """Return what ``_wanted`` does; ``whole`` is the text with single blanks. Ranks are told beside a phrase alone.

        Where no phrase stands, what holds one of the words is looked for in the text, which is not read word by word.
        """
        line = read.line
        for phrase in self._sought_side_by_side:
            if phrase in line:
                return self._wanted(whole)
        stems = [one for sought, one in self._sought if sought in line]
        if not stems:
            return []
        found: list[tuple[_Seen, int]] = []
        padded = f" {whole} "
        for chunk in set().union(*map(read.chunks_holding, stems)):
            valued = self._valued_in(chunk)
            sought = f" {chunk} "
            at = padded.find(sought)
            while at >= 0:
                found += [(_Seen(at + begins, at + end, tokens, 0), value) for begins, end, tokens, value in valued]
                at = padded.find(sought, at + 1)
        found.sort()
        return found

    def _valued_in(self, chunk: str) -> list[tuple[int, int, Tokens, int]]:
        """Return where words looked for begin and end in a chunk, their stems and what each is worth."""
        found = self._valued.get(chunk)
        if found is None:
            words = [(begins, begins + len(word), stems_of_word(word)) for word, begins in _words_of(chunk)]
            found = self._valued[chunk] = [
                (begins, end, tokens, value)
                for begins, end, tokens in words
                if (value := max([self._single.get(one, 0) for one in tokens], default=0))
            ]
        return found

    def _holds(self, text: str) -> bool:
        """Tell whether a word of ``text`` may be looked for: most texts are left at once."""
        return bool(self._known) and not self._known.isdisjoint(line_of(text).split())

    def _wanted(self, text: str) -> list[tuple[_Seen, int]]:
        """Return the words looked for, in order, and what each is worth."""
        seen: list[_Seen] = []
        at = rank = 0
        for chunk in text.split():
            start = text.find(chunk, at)
            at = start + len(chunk)
            line = line_of_chunk(chunk)
            if self._known.isdisjoint(line.split()):
                rank += line.count(" ")
                continue
            for word, begins in _words_of(chunk):
                stems = stems_of_word(word)
                if not self._known.isdisjoint(stems):
                    seen.append(_Seen(start + begins, start + begins + len(word), stems, rank))
                rank += len(stems)
        return [(word, value) for word, value in zip(seen, self._values(seen), strict=True) if value]

    def _values(self, seen: Sequence[_Seen]) -> list[int]:
        values = [max(self._single.get(one, 0) for one in word.stems) for word in seen]
        if not self._phrases:
            return values
        by_rank = {word.rank + more: (one, at) for at, word in enumerate(seen) for more, one in enumerate(word.stems)}
        for rank, (one, _) in by_rank.items():
            for phrase in self._phrases.get(one, ()):
                part = [by_rank.get(rank + more, ("", 0)) for more in range(len(phrase))]
                if tuple(stem for stem, _ in part) == phrase:
                    for _, at in part:
                        values[at] = max(values[at], self._phrase_values[phrase])
        return values


def highlight(text: str, plan: TextPlan | Collection[str]) -> Markup:
    """Return ``text`` as ``Highlighter(plan)`` marks it."""
    return Highlighter(plan).mark(text)


def excerpt(text: str, plan: TextPlan | Collection[str], length: int = 180) -> str:
    """Return the part of ``text`` that ``Highlighter(plan)`` chooses."""
    return Highlighter(plan).excerpt(text, length)


def as_written(text: str, phrases: Collection[Tokens]) -> str:
    """Return how ``text`` writes the first of these adjacent stems that it holds; empty when it holds none."""
    line = line_of(text)
    places = ((line.find(in_line(phrase)), order, len(phrase)) for order, phrase in enumerate(phrases))
    at, _, length = min((place for place in places if place[0] >= 0), default=(-1, 0, 0))
    if at < 0:
        return ""
    rank = line.count(" ", 0, at)
    first, seen = -1, 0
    for word, start in _words_of(text):
        seen += len(stems_of_word(word))
        if first < 0 and seen > rank:
            first = start
        if seen >= rank + length:
            return text[first : start + len(word)]
    return ""


def _runs(text: str, words: Sequence[tuple[_Seen, int]]) -> list[tuple[int, int, int]]:
    """Return where each stretch of words that follow one another begins and ends, small words between them inside.

    The third number is what the word that matters most in it is worth.
    """
    runs: list[tuple[int, int, int]] = []
    next_rank = -1
    for word, value in words:
        if runs and word.rank == next_rank and _JOINED.fullmatch(text, runs[-1][1], word.start):
            start, _, before = runs.pop()
            runs.append((start, word.end, max(before, value)))
        else:
            runs.append((word.start, word.end, value))
        next_rank = word.rank + len(word.stems)
    return [(start, _whole(text, end), value) for start, end, value in runs]


def _whole(text: str, end: int) -> int:
    """Return where a word ends with the small words that a hyphen ties to it: ``rendez-vous`` is marked whole."""
    while (tied := _TIED.match(text, end)) and not line_of(tied[1]).strip():
        end = tied.end()
    return end


def _words_of(text: str) -> Iterator[tuple[str, int]]:
    """Yield each written word of a text, and where it begins."""
    at = 0
    for word in written_words(text):
        # Between two words stands nothing that a word begins with.
        start = text.find(word, at)
        at = start + len(word)
        yield word, start


def _beginning(text: str, length: int) -> str:
    """Return the first ``length`` characters of a text, cut between words, each blank or line end a single blank."""
    # Nothing beyond is shown: a long text is not read to its end.
    line = " ".join(text[: 2 * length].split())
    if len(line) <= length + 1:
        line = " ".join(text.split())
    if len(line) <= length:
        return line
    _, end = _trimmed(line, 0, length)
    return line[:end].rstrip(_SIGNS) + ELLIPSIS


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
    """Return how many characters to show before the first word found: few, for one line of a list holds about 90."""
    return min(MOST_LEAD, max(0, (length - (last.end - first.start)) // 2))


def _sentence_before(text: str, at: int) -> int | None:
    """Return where the sentence that holds ``at`` begins, None when that is more than ``MOST_LEAD`` before."""
    begins = max((found.end() for found in _SENTENCE_END.finditer(text, max(0, at - 2 * MOST_LEAD), at)), default=0)
    return begins if at - begins <= MOST_LEAD else None


def _trimmed(text: str, start: int, length: int) -> tuple[int, int]:
    """Move both ends of a window inwards to blanks; one that the text ends before is shorter.

    Moved back, it would begin so far before what is looked for that one line of a list would not show it.
    """
    end = min(len(text), start + length)
    if start:
        blank = text.find(" ", start - 1, end)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", start, end + 1)
        end = blank if blank > start else end
    return start, end
