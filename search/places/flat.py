"""Texts, and what they lead to, in flat arrays: a file holds them as they are, and all processes map it together."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Arrays: TypeAlias = Mapping[str, NDArray[Any]]
"""Arrays by name; those of one ``Texts`` or ``Keys`` begin with its own."""

_HEAD = 8
"""First bytes of a text, as one number: most texts are told apart by these, without being read."""
_FILLING = "\0"
"""Behind a shorter text. One that holds it is not told by its head."""
_AFTER_EVERYTHING = "\U0010ffff"
_AFTER_EQUALS = "\x01"
"""Sorts before every sign of a text, a blank too: what goes on comes after, what is equal before."""


class Texts:
    """Texts one after the other in UTF-8, each with a line break behind it. A text holds none."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._letters = arrays[f"{name}.letters"].data
        self._bounds = arrays[f"{name}.bounds"].data

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, at: int) -> str:
        return str(self._letters[self._bounds[at] : self._bounds[at + 1] - 1], "utf-8")

    def some(self, start: int, end: int) -> list[str]:
        """Return the texts from ``start`` up to ``end``, at once."""
        if start >= end:
            return []
        return str(self._letters[self._bounds[start] : self._bounds[end] - 1], "utf-8").split("\n")

    def all(self) -> list[str]:
        return self.some(0, len(self))


class Keys:
    """Texts in order, each with the number it leads to; those of one text stand in the order they were given in."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.texts = Texts(arrays, name)
        self.numbers: NDArray[np.int32] = arrays[f"{name}.numbers"]
        self._numbers = self.numbers.data
        self._heads = arrays[f"{name}.heads"].data

    def __len__(self) -> int:
        return len(self._heads)

    def of(self, text: str) -> list[int]:
        """Return the numbers of a text, [] when it is not there."""
        head, is_told = _head(text), _is_told_by_head(text)
        low = high = self._at_least(text, head, 0)
        # Equal texts are few, and short ones are told by their heads.
        while high < len(self) and self._heads[high] == head and (is_told or self.texts[high] == text):
            high += 1
        return self._numbers[low:high].tolist()

    def at_least(self, text: str, start: int = 0) -> int:
        """Return where the first text from ``start`` on stands that does not come before this one."""
        return self._at_least(text, _head(text), start)

    def _at_least(self, text: str, head: int, start: int) -> int:
        low = bisect_left(self._heads, head, start)
        if _is_told_by_head(text):
            return low
        return bisect_left(self.texts, text, low, bisect_right(self._heads, head, low))

    def after(self, text: str, start: int = 0) -> int:
        """Return where the texts equal to this one end; ``start``: where they begin, or before."""
        return self.at_least(text + _AFTER_EQUALS, start)

    def begun(self, prefix: str) -> tuple[int, int]:
        """Return where the texts that begin so stand: from the first to after the last."""
        low = self.at_least(prefix)
        return low, self.at_least(prefix + _AFTER_EVERYTHING, low)


def text_arrays(name: str, texts: Iterable[str]) -> Arrays:
    """Return the arrays of ``Texts``."""
    packed = [f"{text}\n".encode() for text in texts]
    bounds = np.zeros(len(packed) + 1, dtype=np.uint32)
    bounds[1:] = np.cumsum([len(text) for text in packed], dtype=np.uint32)
    return {f"{name}.letters": np.frombuffer(b"".join(packed), dtype=np.uint8), f"{name}.bounds": bounds}


def key_arrays(name: str, entries: Iterable[tuple[str, int]]) -> Arrays:
    """Return the arrays of ``Keys``."""
    ordered: Sequence[tuple[str, int]] = sorted(entries, key=lambda entry: entry[0])
    return {
        **text_arrays(name, (text for text, _ in ordered)),
        f"{name}.heads": np.array([_head(text) for text, _ in ordered], dtype=np.uint64),
        f"{name}.numbers": np.array([number for _, number in ordered], dtype=np.int32),
    }


def _is_told_by_head(text: str) -> bool:
    """Tell whether no other text has the same first bytes."""
    return len(text) < _HEAD and text.isascii() and _FILLING not in text


def _head(text: str) -> int:
    # UTF-8 sorts as Python does, and so do its first bytes as a number. Half a sign, which JSON may ask, is nowhere.
    first = text.encode(errors="surrogatepass")[:_HEAD]
    return int.from_bytes(first.ljust(_HEAD, _FILLING.encode()), "big")
