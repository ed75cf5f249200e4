"""Labels that answer what is being typed: the same order on every engine."""

from collections.abc import Iterable

from search.text.analysis import words


def label_key(label: str) -> str:
    """Return the folded form by which labels are suggested and ordered."""
    return " ".join(words(label))


def suggestion_words(text: str) -> tuple[tuple[str, ...], str]:
    """Return the whole words typed and the beginning of the last one; empty beginning when nothing was typed."""
    typed = words(text)
    return (tuple(typed[:-1]), typed[-1]) if typed else ((), "")


def matching_labels(labels: Iterable[str], text: str, limit: int) -> tuple[str, ...]:
    """Return at most ``limit`` labels: those whose folded form starts with the text, then those that hold its words.

    Each kind by folded form; among labels with the same folded form, the first in code point order stands for all.
    """
    whole, beginning = suggestion_words(text)
    if not beginning:
        return ()
    start = " ".join((*whole, beginning))
    first: dict[str, str] = {}
    for label in labels:
        key = label_key(label)
        if key and (key not in first or label < first[key]):
            first[key] = label
    starting = sorted(key for key in first if key.startswith(start))
    holding = sorted(
        key
        for key in first
        if not key.startswith(start)
        and set(whole) <= set(parts := key.split())
        and any(part.startswith(beginning) for part in parts)
    )
    return tuple(first[key] for key in (*starting, *holding)[:limit])
