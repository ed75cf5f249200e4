"""Communes whose name a text begins, or holds in part."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from search.places.candidate import WEIGHTS, Candidate, Kind
from search.places.name_index import NameIndex
from search.places.names import LINKS, without_article
from search.places.territory import Territory

_AFTER_EVERYTHING = "\U0010ffff"
_MOST_KEYS_OF_ONE_NAME = 8

Weights = NDArray[np.float64]
Allowed = NDArray[np.bool_]


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
                    key = " ".join(name[first:]) if first else index.spellings[at]
                    entries.append((key, at, first in starts))
        entries.sort()
        self._keys = [key for key, _, _ in entries]
        self._owners = np.array([at for _, at, _ in entries], dtype=np.int64)
        self._at_start = np.array([is_start for _, _, is_start in entries], dtype=np.bool_)
        # One word is its name already.
        spelt = enumerate(zip(index.names, index.spellings, strict=True))
        glued = sorted(("".join(name) if len(name) > 1 else spelling, at) for at, (name, spelling) in spelt)
        self._glued, self._glued_by = [key for key, _ in glued], np.array([at for _, at in glued], dtype=np.int32)
        at_code = {commune.code: at for at, commune in enumerate(self._communes)}
        self._former = sorted((name, at_code[commune.code]) for name, commune in index.former)
        self._sizes = np.maximum(1, np.array([commune.population for commune in self._communes], dtype=np.float64))
        self._weights: WeakKeyDictionary[Territory, Weights] = WeakKeyDictionary()

    def beginning(self, prefixes: Sequence[str], allowed: Allowed | None, territory: Territory,
                  limit: int) -> list[Candidate]:  # fmt: skip
        """Return the ``limit`` likeliest communes with a name that begins, or a word inside that begins, so."""
        best: dict[int, tuple[float, Kind]] = {}
        weights = self._weights_of(territory)
        for prefix in prefixes:
            for kind, owners in self._spans(prefix):
                kept = owners if allowed is None else owners[allowed[owners]]
                scores = weights[kept] * WEIGHTS[kind]
                enough = limit * _MOST_KEYS_OF_ONE_NAME
                if enough < len(scores):
                    top = np.argpartition(-scores, enough)[:enough]
                    kept, scores = kept[top], scores[top]
                for at, score in zip(kept.tolist(), scores.tolist(), strict=True):
                    best[at] = max(best.get(at, (0.0, kind)), (score, kind))
        ranked = sorted(best, key=lambda at: (-best[at][0], at))[:limit]
        return [Candidate(self._communes[at], best[at][1]) for at in ranked]

    def otherwise(self, wanted: Sequence[str], allowed: Allowed | None) -> list[Candidate]:
        """Return what a text says in other ways: words left out, words run together, a name of before a merger."""
        for kind, found in (
            (Kind.SHORT, self._words_left_out(wanted)),
            (Kind.INSIDE, self._words_in_any_order(wanted)),
            (Kind.BEGUN, self._run_together(wanted)),
            (Kind.FORMER, self._formerly(wanted)),
        ):
            kept = [Candidate(self._communes[at], kind) for at in found if allowed is None or allowed[at]]
            if kept:
                return kept
        return []

    def _spans(self, prefix: str) -> Iterator[tuple[Kind, NDArray[np.int64]]]:
        low = bisect_left(self._keys, prefix)
        high = bisect_left(self._keys, prefix + _AFTER_EVERYTHING, low)
        whole = bisect_right(self._keys, prefix, low, high)
        # A blank sorts before any letter: the names that go on with a new word come first.
        short = bisect_left(self._keys, prefix + "!", whole, high)
        at_start = self._at_start
        for kind, start, end in ((Kind.WHOLE, low, whole), (Kind.SHORT, whole, short), (Kind.BEGUN, short, high)):
            yield kind, self._owners[start:end][at_start[start:end]]
        yield Kind.INSIDE, self._owners[low:high][~at_start[low:high]]

    def _weights_of(self, territory: Territory) -> Weights:
        known = self._weights.get(territory)
        if known is None:
            known = self._sizes * np.array([territory.weight(commune.code) for commune in self._communes])
            self._weights[territory] = known
        return known

    def _words_left_out(self, wanted: Sequence[str]) -> Iterator[int]:
        """Give the names that begin with the first word and hold the others after it: "aix provence"."""
        telling = [word for word in wanted if word not in LINKS]
        if len(telling) < 2:
            return
        for at in self._holding(telling):
            name = without_article(self._index.names[at])
            if name[0] == telling[0] and _in_order(telling, name):
                yield at

    def _words_in_any_order(self, wanted: Sequence[str]) -> Iterator[int]:
        telling = [word for word in wanted if word not in LINKS]
        if len(telling) < 2:
            return
        for at in self._holding(telling):
            if all(any(word.startswith(part) for word in self._index.names[at]) for part in telling):
                yield at

    def _holding(self, telling: Sequence[str]) -> list[int]:
        """Return the owners of the rarest word."""
        spans = ((bisect_left(self._keys, word), bisect_left(self._keys, word + _AFTER_EVERYTHING)) for word in telling)
        low, high = min(spans, key=lambda span: span[1] - span[0])
        owners: list[int] = np.unique(self._owners[low:high]).tolist()
        return owners

    def _run_together(self, wanted: Sequence[str]) -> Iterator[int]:
        glued = "".join(wanted)
        low = bisect_left(self._glued, glued)
        high = bisect_left(self._glued, glued + _AFTER_EVERYTHING, low)
        return iter(sorted(self._glued_by[low:high].tolist()))

    def _formerly(self, wanted: Sequence[str]) -> Iterator[int]:
        prefix = " ".join(wanted)
        low = bisect_left(self._former, (prefix, -1))
        high = bisect_left(self._former, (prefix + _AFTER_EVERYTHING, -1), low)
        return iter(dict.fromkeys(at for _, at in self._former[low:high]))


def _in_order(wanted: Sequence[str], name: Sequence[str]) -> bool:
    left = iter(name)
    return all(any(word.startswith(part) for word in left) for part in wanted)
