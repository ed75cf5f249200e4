"""Texts of the lines of an answer as they were read at their save: beside words, they are not read again."""

from collections.abc import Mapping

from directory.domain.lines import Texts
from directory.store.lines import ReadLine
from search.port import SearchEngine
from search.text.saved import Saved

MOST_TEXTS = 2_000
"""Some 3 MB in a worker."""


class SavedTexts:
    """One per process. What the index says of texts is kept as long as a line is read with these very texts."""

    def __init__(self, engine: SearchEngine, most: int = MOST_TEXTS) -> None:
        self._engine = engine
        self._most = most
        self._kept: dict[int, tuple[Texts, Saved | None]] = {}

    def of(self, lines: Mapping[int, ReadLine]) -> dict[int, Saved]:
        """Return, for the lines whose texts the index knows, these texts as they were read.

        The index may be behind a fiche, or before it: what it says of other texts is not given.
        Raises SearchUnavailable.
        """
        wanted = {each: read.texts for each, read in lines.items() if read.texts is not None}
        found = {each: held for each in wanted if (held := self._kept.get(each)) and held[0] is wanted[each]}
        unread = [each for each in wanted if each not in found]
        stems = self._engine.saved_stems(unread) if unread else {}
        for each in unread:
            texts = wanted[each]
            found[each] = texts, stems[each].of(texts) if each in stems else None
        if len(self._kept) + len(found) > self._most:
            self._kept = {}
        self._kept.update(found)
        return {each: saved for each, (_, saved) in found.items() if saved is not None}
