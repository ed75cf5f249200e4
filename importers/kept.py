"""Items kept between the look and the deed: converted once, read back without the file."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import TypeAlias

import orjson

from fiche.content import Content
from importers.base import AcceptedRow, Draft, Item, LeftRow, RefusedRow, RowMessage
from importers.drafts import Json, draft_from_json, draft_text, moved_by_tidying, tidied

Key: TypeAlias = tuple[str, str]
"""Source, then identifier in it or "#" and digest."""


Cells: TypeAlias = dict[str, str]


class KeptRow:
    """An ``AcceptedRow`` with the digest and the JSON text of its draft, which is read only when it is asked for.

    ready   the fiche that it makes as it would be kept, where a trial made it.
    """

    __slots__ = ("_cells", "_draft", "_moved", "_ready", "digest", "lines", "source", "source_id", "text", "warnings")

    def __init__(
        self, source: str, source_id: str, lines: tuple[int, ...], digest: str, text: str,
        warnings: tuple[RowMessage, ...], cells: Cells | Callable[[], Cells], draft: Draft | None = None,
        moved: dict[str, Json] | None = None,
    ) -> None:  # fmt: skip
        self.source = source
        self.source_id = source_id
        self.lines = lines
        self.digest = digest
        self.text = text
        self.warnings = warnings
        self._cells = cells
        self._draft = draft
        self._moved = moved
        self._ready: Content | None = None

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
    def cells(self) -> Cells:
        """What the row said; of few rows anybody asks."""
        return self._cells() if callable(self._cells) else self._cells

    @property
    def ready(self) -> Content | None:
        if self._ready is None and self._moved is not None:
            self._ready = tidied(self.draft.content, self._moved)
        return self._ready

    @ready.setter
    def ready(self, content: Content | None) -> None:
        self._ready = content
        self._moved = None if content is None else moved_by_tidying(self.draft.content, content)

    @property
    def moved(self) -> dict[str, Json] | None:
        """What tidying made otherwise than the draft; None where nobody tidied it."""
        return self._moved

    @property
    def key(self) -> Key:
        """What names the fiche: its source and its identifier there, or "#" and its digest when it has none."""
        return self.source, self.source_id or f"#{self.digest}"


Kept: TypeAlias = KeptRow | RefusedRow | LeftRow


def kept(item: Item) -> Kept:
    """Return an item as it can be kept."""
    return KeptRow.of(item) if isinstance(item, AcceptedRow) else item


def packed(items: Sequence[Kept], header: Sequence[str]) -> bytes:
    """Return a slice of items in few bytes. ``header`` spares the names of the columns of each row.

    The drafts are one a line, as they are kept of each fiche. The cells of what was accepted, half of it all, stand
    apart: they are unpacked when somebody asks for them.
    """
    names = list(header)
    accepted = [item for item in items if isinstance(item, KeptRow)]
    said = orjson.dumps([_plain(item, names) for item in items])
    texts = "\n".join(["", *(item.text for item in accepted)]).encode()
    cells = orjson.dumps([_plain_cells(item.cells, names) for item in accepted])
    shown, apart = (zlib.compress(part, 1) for part in (said + texts, cells))
    return b"".join((_IN_TWO, len(shown).to_bytes(_LENGTH_BYTES), shown, apart))


def unpacked(content: bytes, header: Sequence[str]) -> Iterator[Kept]:
    """Give back the items that ``packed`` was given; those of an older version, which kept all in one."""
    said, apart = content, b""
    if content.startswith(_IN_TWO):
        start = len(_IN_TWO) + _LENGTH_BYTES
        end = start + int.from_bytes(content[len(_IN_TWO) : start])
        said, apart = content[start:end], content[end:]
    cells_apart = cache(partial(_unpacked_cells, apart))
    rank = 0
    # Neither part holds the end of a line but between two drafts.
    head, *texts = zlib.decompress(said).decode().split("\n")
    for kind, *values in orjson.loads(head):
        if kind == _ACCEPTED:
            source, source_id, lines, digest, text, warnings, last = values
            text = text or texts[rank]
            found = tuple([RowMessage(*each) for each in warnings])
            cells = partial(_cells_at, cells_apart, rank, header) if apart else _cells(last, header)
            moved = last if apart else None
            yield KeptRow(source, source_id, tuple(lines), digest, text, found, cells, moved=moved)
            rank += 1
        elif kind == _REFUSED:
            line, cells, errors = values
            yield RefusedRow(line, _cells(cells, header), tuple(RowMessage(*each) for each in errors))
        else:
            line, reason = values
            yield LeftRow(line, RowMessage(*reason))


def _unpacked_cells(content: bytes) -> list[Cells | list[str]]:
    found: list[Cells | list[str]] = orjson.loads(zlib.decompress(content))
    return found


def _cells_at(cells_apart: Callable[[], list[Cells | list[str]]], rank: int, header: Sequence[str]) -> Cells:
    return _cells(cells_apart()[rank], header)


_IN_TWO = b"2"
"""Begins a slice whose cells stand apart; what zlib makes never begins so."""
_LENGTH_BYTES = 4
_AMONG_TEXTS = ""
"""Stands for a draft that is one of the lines; an older version wrote it in its place."""
_ACCEPTED, _REFUSED, _LEFT = "a", "r", "l"


def _plain(item: Kept, names: list[str]) -> tuple[object, ...]:
    if isinstance(item, KeptRow):
        return (
            _ACCEPTED, item.source, item.source_id, item.lines, item.digest, _AMONG_TEXTS, _messages(item.warnings),
            item.moved,
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
