"""Lines that sum the ones above: no fiche, and no fault to mend each month; left aside, told and counted."""

import re
from collections.abc import Generator, Iterator
from dataclasses import replace

from importers.base import RowMessage
from importers.files.rows import Row
from search.text.analysis import fold

_TOTAL = re.compile(
    r"(?:sous[- ]?|grand )?tota(?:l|ux)\b(?: (?:general|generaux|des? .{1,40}))?\W*(?:\d[\d ,.]*(?: [a-z]+){0,3})?\s*\Z"
)
_NUMBER = re.compile(r"[\d\s,.%€+-]+\Z")


def without_totals(rows: Iterator[Row]) -> Generator[Row, None, None]:
    """Give rows, those that only say a total to be left aside."""
    for row in rows:
        yield replace(row, left=_told(row)) if not row.errors and row.left is None and _is_total(row) else row


def _is_total(row: Row) -> bool:
    said = [cell for cell in row.cells.values() if cell]
    if not said or "tota" not in said[0].lower() or not _TOTAL.match(fold(said[0]).strip()):
        return False
    return len(row.cells) > 2 and all(_NUMBER.match(cell) for cell in said[1:])


def _told(row: Row) -> RowMessage:
    text = next(cell for cell in row.cells.values() if cell)
    return RowMessage(row.line, "ligne-de-total", "Une ligne de total n’est pas une fiche.", value=text)
