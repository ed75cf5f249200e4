"""What somebody says of how a file is read, in place of what was found; and what each answer would give."""

from dataclasses import dataclass, field

ENCODINGS = ("utf-8", "cp1252", "mac_roman", "iso8859_15", "cp850", "utf-16-le", "utf-16-be")
"""Codecs that may be asked for."""
NO_TITLES = 0
"""In place of the line of the titles: the file has none."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """How a file is to be read; what is empty, or None, is found as ever.

    encoding    a codec of ``ENCODINGS``; a mark at the beginning of the file goes before it.
    separator   one sign.
    sheet       name of the sheet of a workbook; when it has none of this name, one is found.
    titles      number of the line that holds the titles of the columns, among the first thirty; ``NO_TITLES`` for none.
    """

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    titles: int | None = None


AS_FOUND = Corrections()


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What other answers about a file would give.

    encodings    codec → words of the file that have accents, as it reads them.
    separators   sign → how many columns most of the first lines would have.
    sheets       name → its first titles.
    lines        number → its first cells, of the lines that may hold the titles.
    mended       line, text received, text read, where a file mixes two encodings: the first twenty.
    """

    encodings: tuple[tuple[str, str], ...] = ()
    separators: tuple[tuple[str, int], ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    mended: tuple[tuple[int, str, str], ...] = field(default=())


NO_ALTERNATIVES = Alternatives()
