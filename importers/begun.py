"""Fiches of which rows are still to come in the file: a few thousand in memory, the others in a file of its own."""

import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from importers.base import RowMessage
from importers.drafts import draft_from_json, draft_text
from importers.files.rows import Row
from importers.kept import Key
from importers.row_draft import RowBeingRead

MOST_IN_MEMORY = 2_000


class Begun:
    """What was read so far of fiches that are not whole. A context: the file is gone at its end."""

    def __init__(self, most_in_memory: int = MOST_IN_MEMORY) -> None:
        self._most = most_in_memory
        self._here: OrderedDict[Key, RowBeingRead] = OrderedDict()
        self._there: dict[Key, int] = {}
        self._file: BinaryIO | None = None

    def __enter__(self) -> "Begun":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def put(self, key: Key, reading: RowBeingRead) -> None:
        self._here[key] = reading
        if len(self._here) > self._most:
            # The one whose last row is the furthest behind.
            self._write(*self._here.popitem(last=False))

    def take(self, key: Key) -> RowBeingRead | None:
        """Return what was put under a key, and forget it; None for a key of which nothing was read."""
        place = self._there.pop(key, None)
        return self._here.pop(key, None) if place is None else self._read(place)

    def rest(self) -> Iterator[RowBeingRead]:
        """Give, once, every fiche that was not taken."""
        for key in [*self._there, *self._here]:
            reading = self.take(key)
            if reading is not None:
                yield reading

    def _write(self, key: Key, reading: RowBeingRead) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115
        warnings = [
            (each.line, each.kind, each.text, each.column, each.value, each.advice) for each in reading.warnings
        ]
        text = orjson.dumps((reading.row.line, draft_text(reading.draft)[0], list(reading.week), warnings))
        self._there[key] = self._file.seek(0, 2)
        self._file.write(text + b"\n")

    def _read(self, place: int) -> RowBeingRead:
        assert self._file is not None
        self._file.seek(place)
        line, draft, week, warnings = orjson.loads(self._file.readline())
        days = {(day, (start, end)) for day, (start, end) in week}
        said = [RowMessage(*each) for each in warnings]
        return RowBeingRead(Row(line, {}), draft_from_json(orjson.loads(draft)), days, said, [])
