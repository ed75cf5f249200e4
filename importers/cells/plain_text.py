"""Text of a cell made readable: tags, entities, stray characters; and what stands for nothing."""

import html
import re
from collections.abc import Collection, Iterable
from functools import cache
from html.parser import HTMLParser

from search.text.analysis import fold

_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*\b[^<>]*|!--.*?--)/?>", re.DOTALL)
_ENTITY = re.compile(r"&(#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,10});")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]")
_BLANKS = re.compile(r"[^\S\n\u00a0]+")
_LINE_BLANKS = re.compile(r"[ \u00a0]*\n[ \u00a0]*")
_RUN = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "ul",
        "ol",
        "li",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "blockquote",
    ]
)
_HIDDEN = frozenset(["script", "style", "iframe"])

EMPTY_MARKS = frozenset(
    ("null", "none", "nan", "n/a", "#n/a", "nc", "n.c.", "non renseigne", "non communique", "-", "--")
)
"""Folded cells that stand for nothing."""
_LONGEST_MARK = max(map(len, EMPTY_MARKS)) + 1
_FIRST_SIGNS = frozenset(mark[0] for mark in EMPTY_MARKS) | frozenset(mark[0].upper() for mark in EMPTY_MARKS)


def is_blank(text: str) -> bool:
    """Say whether a cell holds nothing, or a mark that stands for nothing (``NULL``, ``-``, ``NC``…)."""
    if not text or text.isspace():
        return True
    # Most cells are told by their length or their first sign: folding each would take a tenth of an import.
    if len(text) > _LONGEST_MARK:
        return False
    first = text.lstrip()[0]
    # A wide or accented sign may fold to the first of a mark.
    return (first in _FIRST_SIGNS or not first.isascii()) and fold(text).strip() in EMPTY_MARKS


class _TextOfHtml(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _BLOCKS and tag != "li":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def clean_text(text: str) -> str:
    """Return readable text: tags and entities resolved, blanks tidied, line breaks kept."""
    if _is_plain(text):
        return text.strip()
    if "<" in text and _TAG.search(text):
        parser = _TextOfHtml()
        parser.feed(text)
        parser.close()
        text = "".join(parser.parts)
    elif "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub(" ", text)
    text = _BLANKS.sub(" ", text)
    if "\n" in text:
        text = _EMPTY_LINES.sub("\n\n", _LINE_BLANKS.sub("\n", text))
    return text.strip()


def one_line(text: str) -> str:
    """Return ``clean_text`` on one line, for titles, names and addresses."""
    return text.strip() if _is_plain(text) else _RUN.sub(_one_blank, clean_text(text)).strip()


def _is_plain(text: str) -> bool:
    """Most cells have nothing to mend: neither markup, nor control characters, nor runs of blanks."""
    return text.isprintable() and "  " not in text and "<" not in text and "&" not in text


def _one_blank(match: re.Match[str]) -> str:
    """A non-breaking space stays where French typography wants one."""
    wanted = match.group()[0] in "\u00a0\u202f" and len(match.group()) == 1
    after, before = match.string[match.end() : match.end() + 1], match.string[: match.start()][-1:]
    return match.group() if wanted and ((after and after in ":;!?»") or before == "«") else " "


def split_list(text: str, separators: Collection[str]) -> tuple[str, ...]:
    """Return the values of a list cell, trimmed, without repeats or blanks.

    separators   texts, each of which splits, but inside brackets or quotation marks: "Jeunes (16-25 ans, sans emploi)"
                 is one value.
    """
    if not any(each in text for each in separators):
        pieces = [text]
    elif not _HOLDING.search(text):
        pieces = _between(tuple(separators)).split(text)
    else:
        pieces = _cut(text, separators)
    return tuple(dict.fromkeys(piece for piece in map(str.strip, pieces) if not is_blank(piece)))


def _longest_first(separators: Iterable[str]) -> list[str]:
    return sorted(filter(None, separators), key=len, reverse=True)


@cache
def _between(separators: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _longest_first(separators))))


def _cut(text: str, separators: Collection[str]) -> list[str]:
    longest_first = _longest_first(separators)
    # A bracket that is never closed holds nothing.
    is_closed = all(text.count(a) == text.count(b) for a, b in _BRACKETS.items())
    pieces, start, place, depth = [], 0, 0, 0
    while place < len(text):
        sign = text[place]
        if is_closed and sign in _BRACKETS:
            depth += 1
        elif is_closed and sign in _CLOSING:
            depth = max(0, depth - 1)
        found = next((each for each in longest_first if text.startswith(each, place)), "") if not depth else ""
        if found:
            pieces.append(text[start:place])
            place += len(found)
            start = place
        else:
            place += 1
    return [*pieces, text[start:]]


_BRACKETS = {"(": ")", "[": "]", "«": "»"}
_HOLDING = re.compile(r"[(\[«]")
_CLOSING = frozenset(_BRACKETS.values())
