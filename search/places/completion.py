"""Communes proposed while their name or postal code is being typed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from search.places.commune import Commune
from search.places.name_index import NameIndex
from search.places.names import LINKS, Typed, name_words, typed, without_article
from search.text.analysis import words

_AFTER_EVERYTHING = "\U0010ffff"
_START, _INSIDE = 0, 1
_RANK = 1 << 32  # above any position
_MOST_KEYS_OF_ONE_NAME = 8
_LEAST_SIMILARITY = 75.0
_POSTCODE_LENGTH = 5


class Completion:
    """Prefixes over the names of ``index``: at their beginning, their article left out or not, and at each word."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._communes = index.communes
        entries = []
        for at, name in enumerate(index.names):
            starts = (0, len(name) - len(without_article(name)))
            for first, word in enumerate(name):
                if first in starts or word not in LINKS:
                    entries.append((" ".join(name[first:]), at, _START if first in starts else _INSIDE))
        entries.sort()
        self._keys = [key for key, _, _ in entries]
        self._owners = np.array([at for _, at, _ in entries], dtype=np.int64)
        self._kinds = np.array([kind for _, _, kind in entries], dtype=np.int64)
        # Communes come by population already: their position is a rank.
        self._glued = sorted(("".join(name), at) for at, name in enumerate(index.names))
        at_code = {commune.code: at for at, commune in enumerate(self._communes)}
        self._former = sorted((name, at_code[commune.code]) for name, commune in index.former)
        self._postcodes = sorted((code, at) for at, commune in enumerate(self._communes) for code in commune.postcodes)
        self._departments = np.array([commune.department for commune in self._communes])
        self._spellings = [" ".join(name) for name in index.names]

    def complete(self, text: str, limit: int) -> list[Commune]:
        """Return at most ``limit`` communes: whole name first, then beginning, then inside; each by population."""
        asked = typed(text)
        if not asked.words:
            return self._with_digits(asked.digits, limit) if asked.digits else []
        district = self._index.district(asked.words)
        first = [district] if district is not None else []
        allowed = self._allowed(asked)
        found = self._beginning(_variants(text, asked), allowed, limit)
        if len(asked.digits) == _POSTCODE_LENGTH:
            found.sort(key=lambda commune: not commune.parent)
        found = found or first or self._otherwise(asked.words, allowed, limit)
        return list(dict.fromkeys([*first, *found]))[:limit]

    def similar(self, text: str, limit: int) -> list[Commune]:
        """Return the communes whose name looks most like ``text``, for "did you mean"; closest first."""
        asked = " ".join(typed(text).words)
        close = process.extract(
            asked, self._spellings, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILARITY, limit=4 * limit
        )
        ranked = sorted(close, key=lambda match: (-round(match[1]), match[2]))
        return [self._communes[at] for _, _, at in ranked[:limit]]

    def _allowed(self, asked: Typed) -> NDArray[np.bool_]:
        """Return which communes have the département or the beginning of a postal code that was typed."""
        if asked.department:
            return np.array(self._departments == asked.department, dtype=np.bool_)
        allowed = np.full(len(self._communes), not asked.digits)
        if asked.digits:
            allowed[self._serving(asked.digits)] = True
        return allowed

    def _beginning(self, prefixes: Iterable[str], allowed: NDArray[np.bool_], limit: int) -> list[Commune]:
        scores = []
        for prefix in prefixes:
            low, high = self._span(prefix)
            whole = bisect_right(self._keys, prefix, low, high)
            ranks = self._kinds[low:high] + 1
            ranks[: whole - low][self._kinds[low:whole] == _START] = 0
            owners = self._owners[low:high]
            scores.append((ranks * _RANK + owners)[allowed[owners]])
        return [self._communes[at] for at in _best(np.concatenate(scores), limit)]

    def _span(self, prefix: str) -> tuple[int, int]:
        low = bisect_left(self._keys, prefix)
        return low, bisect_left(self._keys, prefix + _AFTER_EVERYTHING, low)

    def _otherwise(self, wanted: Sequence[str], allowed: NDArray[np.bool_], limit: int) -> list[Commune]:
        """Words in any order, then words run together, then names of before a merger."""
        for found in (self._all_words(wanted), self._run_together(wanted), self._formerly(wanted)):
            kept = [self._communes[at] for at in islice((at for at in found if allowed[at]), limit)]
            if kept:
                return kept
        return []

    def _all_words(self, wanted: Sequence[str]) -> Iterator[int]:
        telling = [word for word in wanted if word not in LINKS]
        if len(telling) < 2:
            return iter(())
        low, high = min(map(self._span, telling), key=lambda span: span[1] - span[0])
        owners = np.unique(self._owners[low:high]).tolist()
        return (at for at in owners if _begins_each(self._index.names[at], telling))

    def _run_together(self, wanted: Sequence[str]) -> Iterator[int]:
        glued = "".join(wanted)
        low = bisect_left(self._glued, (glued, -1))
        high = bisect_left(self._glued, (glued + _AFTER_EVERYTHING, -1), low)
        return iter(sorted(at for _, at in self._glued[low:high]))

    def _formerly(self, wanted: Sequence[str]) -> Iterator[int]:
        prefix = " ".join(wanted)
        low = bisect_left(self._former, (prefix, -1))
        high = bisect_left(self._former, (prefix + _AFTER_EVERYTHING, -1), low)
        return iter(dict.fromkeys(at for _, at in self._former[low:high]))

    def _with_digits(self, digits: str, limit: int) -> list[Commune]:
        whole = self._index.with_postcode(digits)
        begun = (self._communes[at] for at in self._serving(digits))
        return list(dict.fromkeys([*whole, *begun]))[:limit]

    def _serving(self, digits: str) -> list[int]:
        low = bisect_left(self._postcodes, (digits, -1))
        high = bisect_left(self._postcodes, (digits + _AFTER_EVERYTHING, -1), low)
        return sorted({at for _, at in self._postcodes[low:high]})


def _best(scores: NDArray[np.int64], limit: int) -> list[int]:
    """Return the positions of least rank then least position, each once."""
    enough = limit * _MOST_KEYS_OF_ONE_NAME
    if enough < scores.size:
        scores = np.partition(scores, enough)[:enough]
    scores.sort()
    return list(dict.fromkeys((scores % _RANK).tolist()))[:limit]


def _variants(text: str, asked: Typed) -> list[str]:
    """Return the name as read; and as typed when its last word may go on: "st" is Saint, or soon Strasbourg."""
    name = " ".join(asked.words)
    raw = words(text)
    begun = raw[-1] if raw and not text[-1:].isspace() else ""
    if begun and name_words(begun) != [begun] and not asked.department:
        return [name, " ".join([*name_words(text)[:-1], begun])]
    return [name]


def _begins_each(name: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in name) for part in wanted)
