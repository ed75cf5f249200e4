"""Items kept between the look and the deed: converted once, read back without the file."""

import zlib
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import orjson

from importers.base import AcceptedRow, Draft, Item, LeftRow, RefusedRow, RowMessage
from importers.drafts import draft_from_json, draft_text

Key: TypeAlias = tuple[str, str]
"""Source, then identifier in it or "#" and digest."""


class KeptRow:
    """An ``AcceptedRow`` with the digest and the JSON text of its draft, which is read only when it is asked for."""

    __slots__ = ("_draft", "cells", "digest", "lines", "source", "source_id", "text", "warnings")

    def __init__(
        self, source: str, source_id: str, lines: tuple[int, ...], digest: str, text: str,
        warnings: tuple[RowMessage, ...], cells: dict[str, str], draft: Draft | None = None,
    ) -> None:  # fmt: skip
        self.source = source
        self.source_id = source_id
        self.lines = lines
        self.digest = digest
        self.text = text
        self.warnings = warnings
        self.cells = cells
        self._draft = draft

    @classmethod
    def of(cls, row: AcceptedRow) -> "KeptRow":
        draft = row.draft
        text, digest = draft_text(draft)
        return cls(draft.source, draft.source_id, draft.lines, digest, text, row.warnings, row.cells, draft)

    @property
    def draft(self) -> Draft:
        if self._draft is None:
            self._draft = draft_from_json(orjson.loads(self.text))
        return self._draft

    @property
    def key(self) -> Key:
        """What names the fiche: its source and its identifier there, or "#" and its digest when it has none."""
        return self.source, self.source_id or f"#{self.digest}"


Kept: TypeAlias = KeptRow | RefusedRow | LeftRow


def kept(item: Item) -> Kept:
    """Return an item as it can be kept."""
    return KeptRow.of(item) if isinstance(item, AcceptedRow) else item


def packed(items: Sequence[Kept], header: Sequence[str]) -> bytes:
    """Return a slice of items in few bytes. ``header`` spares the names of the columns of each row."""
    names = list(header)
    plain = [_plain(item, names) for item in items]
    return zlib.compress(orjson.dumps(plain), 1)


def unpacked(content: bytes, header: Sequence[str]) -> Iterator[Kept]:
    """Give back the items that ``packed`` was given."""
    for kind, *values in orjson.loads(zlib.decompress(content)):
        if kind == _ACCEPTED:
            source, source_id, lines, digest, text, warnings, cells = values
            found = tuple(RowMessage(*each) for each in warnings)
            yield KeptRow(source, source_id, tuple(lines), digest, text, found, _cells(cells, header))
        elif kind == _REFUSED:
            line, cells, errors = values
            yield RefusedRow(line, _cells(cells, header), tuple(RowMessage(*each) for each in errors))
        else:
            line, reason = values
            yield LeftRow(line, RowMessage(*reason))


_ACCEPTED, _REFUSED, _LEFT = "a", "r", "l"


def _plain(item: Kept, names: list[str]) -> tuple[object, ...]:
    if isinstance(item, KeptRow):
        return (
            _ACCEPTED, item.source, item.source_id, item.lines, item.digest, item.text, _messages(item.warnings),
            _plain_cells(item.cells, names),
        )  # fmt: skip
    if isinstance(item, RefusedRow):
        return _REFUSED, item.line, _plain_cells(item.cells, names), _messages(item.errors)
    return _LEFT, item.line, _messages((item.reason,))[0]


def _messages(found: Sequence[RowMessage]) -> list[tuple[object, ...]]:
    return [(each.line, each.kind, each.text, each.column, each.value, each.advice) for each in found]


def _plain_cells(cells: dict[str, str], names: list[str]) -> object:
    return list(cells.values()) if list(cells) == names else cells


def _cells(cells: dict[str, str] | list[str], header: Sequence[str]) -> dict[str, str]:
    return cells if isinstance(cells, dict) else dict(zip(header, cells, strict=True))
