"""Texts of a fiche as they were read at its save: their stems, and where the words of the one shown in part stand."""

from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from search.text.analysis import BREAK, STOP, fold, in_place
from search.text.pieces import written_words
from search.text.said import one_of, rank_in

_BETWEEN = f" {BREAK} "
_FIRST_SIGN = 35
"""Numbers are written as signs from ``#`` on: most take one byte, none has to be escaped."""
_LAST_SIGN = 255
_SUM_DIGITS = 8
_HEAD = _SUM_DIGITS + 1


def marks_of(texts: Sequence[str], folded: Sequence[Sequence[str]], shown: int) -> str:
    """Return what is kept of texts beside their stems; empty for texts that have to be read again each time.

    texts    in which words are looked for, nine at most. ``shown``: the rank of the one that is shown in part.
    folded   ``analysis.words`` of each.

    Eight digits tell these texts from others, a ninth how many they are. Two signs follow for each stem of the text
    shown, its blanks made single: the characters between the last word and its word, and those of its word.
    """
    if any(BREAK in text for text in texts) or any(map(STOP.issuperset, folded)):
        return ""
    places = _places(with_single_blanks(texts[shown]), folded[shown])
    return f"{_sum(texts)}{len(texts)}{places}" if places else ""


def with_single_blanks(text: str) -> str:
    """Return ``text`` with each run of blanks or line ends as one blank, and none at either end."""
    # No blank but the usual one is printable.
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(text.split())


def _places(text: str, folded: Sequence[str]) -> str:
    plainly = in_place(text)
    written: Sequence[str] = folded
    if plainly is not None and plainly.split() == list(folded):
        text = plainly
    else:
        written = written_words(text)
        if fold(" ".join(written)).replace(".", "").split() != list(folded):
            return ""
    signs: list[int] = []
    at = end = 0
    for word, plain in zip(written, folded, strict=True):
        # Between two words stands nothing that a word begins with.
        start = text.find(word, at)
        at = start + len(word)
        if plain not in STOP:
            signs += (start - end + _FIRST_SIGN, at - start + _FIRST_SIGN)
            end = at
    return bytes(signs).decode("latin-1") if max(signs) <= _LAST_SIGN else ""


def _sum(texts: Sequence[str]) -> str:
    return f"{crc32(BREAK.join(texts).encode(errors='surrogatepass')):0{_SUM_DIGITS}x}"


class Saved(NamedTuple):
    """Texts of a fiche, as ``said.Read`` gives them without having to read them.

    line     the stems in order, one blank around each; ``BREAK`` between two texts.
    places   of the words of the text shown in part, as ``marks_of`` writes them.
    """

    line: str
    places: bytes

    def one(self, rank: int) -> "Saved":
        """Return the text of that rank alone."""
        return Saved(one_of(self.line, rank), self.places)

    def rank_at(self, place: int) -> int:
        """Return the rank of the text that says what stands at ``place`` of the line."""
        return rank_in(self.line, place)

    def ranks_of(self, sought: str) -> list[int]:
        """Return, of the stems of a text alone, the ranks of those that are ``sought`` (``said.in_line``)."""
        ranks = []
        at = self.line.find(sought)
        while at >= 0:
            ranks.append(self.line.count(" ", 0, at))
            at = self.line.find(sought, at + 1)
        return ranks

    def place(self, rank: int) -> tuple[int, int]:
        """Return where the word of a stem of the text shown begins and ends in that text, its blanks made single."""
        before = 2 * rank + 1
        start = sum(self.places[:before]) - before * _FIRST_SIGN
        return start, start + self.places[before] - _FIRST_SIGN


class SavedStems(NamedTuple):
    """What an index holds of the texts of a fiche: ``marks_of`` them, and the stems of its fields."""

    marks: str
    title: str
    structure: str
    body: str

    def of(self, texts: Sequence[str]) -> Saved | None:
        """Return ``texts`` as they were read at the save; None for others than those, and for such as must be read.

        texts   title, structure, then those that the body begins with.
        """
        if not self.marks or self.marks[:_SUM_DIGITS] != _sum(texts) or self.marks[_SUM_DIGITS] != str(len(texts)):
            return None
        body = self.body.split(_BETWEEN, len(texts) - 2)[: len(texts) - 2]
        line = _BETWEEN.join((self.title, self.structure, *body))
        return Saved(f" {line} ", self.marks[_HEAD:].encode("latin-1"))
