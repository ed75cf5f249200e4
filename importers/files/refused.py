"""The refused lines as a file to correct in a spreadsheet and send back."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from importers.base import RefusedRow
from importers.convert import ERRORS_COLUMN

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?\Z")


def refused_csv(header: tuple[str, ...], refused: Iterable[RefusedRow]) -> Iterator[str]:
    """Yield a CSV file in pieces: the columns of the file received, then one that says what is wrong.

    Semicolons and a UTF-8 mark, as French spreadsheets expect. A cell that a spreadsheet would run as a formula is
    protected by an apostrophe, which ``read_rows`` takes away when the file comes back.
    """
    columns = [name for name in header if name != ERRORS_COLUMN]
    yield "\ufeff" + _line([*columns, ERRORS_COLUMN])
    for row in refused:
        cells = [row.cells.get(name, "") for name in columns]
        yield _line([*cells, " ".join(_sentence(error.column, error.text, error.advice) for error in row.errors)])


def _sentence(column: str, text: str, advice: str) -> str:
    place = f"[{column}] " if column else ""
    return f"{place}{text} {advice}".strip()


def _line(cells: list[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow([protected(cell) for cell in cells])
    return buffer.getvalue()


def protected(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet runs it; numbers are left alone."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell
