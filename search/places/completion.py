"""Communes whose name a text begins, or holds in part."""

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from search.places.candidate import WEIGHTS, Candidate, Kind
from search.places.flat import Arrays, Keys
from search.places.name_index import NameIndex
from search.places.names import LINKS, without_article
from search.places.territory import Territory

_MOST_KEYS_OF_ONE_NAME = 8

Weights = NDArray[np.float64]
Allowed = NDArray[np.bool_]


class Completion:
    """Prefixes over the names of ``index``: at their beginning, their article left out or not, and at each word."""

    def __init__(self, arrays: Arrays, index: NameIndex) -> None:
        self._index = index
        self._communes = index.communes
        self._keys = Keys(arrays, "beginnings")
        self._at_start: Allowed = arrays["at_start"]
        self._glued = Keys(arrays, "run_together")
        self._sizes: Weights = np.maximum(1.0, index.communes.populations)
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

    def _spans(self, prefix: str) -> Iterator[tuple[Kind, NDArray[np.int32]]]:
        low, high = self._keys.begun(prefix)
        if low == high:
            return
        whole = self._keys.after(prefix, low)
        # A blank sorts before any letter: the names that go on with a new word come first.
        short = self._keys.at_least(prefix + "!", whole)
        at_start, owners = self._at_start, self._keys.numbers
        for kind, start, end in ((Kind.WHOLE, low, whole), (Kind.SHORT, whole, short), (Kind.BEGUN, short, high)):
            yield kind, owners[start:end][at_start[start:end]]
        yield Kind.INSIDE, owners[low:high][~at_start[low:high]]

    def _weights_of(self, territory: Territory) -> Weights:
        known = self._weights.get(territory)
        if known is None:
            known = self._sizes * np.array([territory.weight(code) for code in self._communes.codes.tolist()])
            self._weights[territory] = known
        return known

    def _words_left_out(self, wanted: Sequence[str]) -> Iterator[int]:
        """Give the names that begin with the first word and hold the others after it: "aix provence"."""
        telling = [word for word in wanted if word not in LINKS]
        if len(telling) < 2:
            return
        for at in self._holding(telling):
            name = without_article(self._index.words(at))
            if name[0] == telling[0] and _in_order(telling, name):
                yield at

    def _words_in_any_order(self, wanted: Sequence[str]) -> Iterator[int]:
        telling = [word for word in wanted if word not in LINKS]
        if len(telling) < 2:
            return
        for at in self._holding(telling):
            if all(any(word.startswith(part) for word in self._index.words(at)) for part in telling):
                yield at

    def _holding(self, telling: Sequence[str]) -> list[int]:
        """Return the owners of the rarest word."""
        low, high = min((self._keys.begun(word) for word in telling), key=lambda span: span[1] - span[0])
        owners: list[int] = np.unique(self._keys.numbers[low:high]).tolist()
        return owners

    def _run_together(self, wanted: Sequence[str]) -> Iterator[int]:
        low, high = self._glued.begun("".join(wanted))
        return iter(sorted(self._glued.numbers[low:high].tolist()))

    def _formerly(self, wanted: Sequence[str]) -> Iterator[int]:
        former = self._index.former
        low, high = former.begun(" ".join(wanted))
        return iter(dict.fromkeys(former.numbers[low:high].tolist()))


def _in_order(wanted: Sequence[str], name: Sequence[str]) -> bool:
    left = iter(name)
    return all(any(word.startswith(part) for word in left) for part in wanted)
