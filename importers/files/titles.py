"""Which line holds the titles of columns: the first, or one below a title and remarks; lines that repeat them."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from importers.base import RowMessage
from importers.files.corrections import NO_TITLES
from importers.files.rows import Row, Rows
from search.text.analysis import words

MOST_LINES = 30
"""Lines among which titles are looked for."""
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Titles:
    """Where the titles of columns are.

    rank    of the record that holds them, from 0, blank lines not counted.
    known   how many of its names are columns that were expected.
    width   how many of its cells are filled.
    """

    rank: int = 0
    known: int = 0
    width: int = 0


def column_name(title: str) -> str:
    """Return a title as columns are compared: case, accents and punctuation aside."""
    return " ".join(words(title))


def written_otherwise(header: Sequence[str], wanted: Iterable[str]) -> dict[str, str]:
    """Return, for each wanted name that a header writes otherwise (case, accents…), how it is written there."""
    by_name = {column_name(column): column for column in reversed(header)}
    exact = set(header)
    names = ((name, column_name(name)) for name in wanted if name not in exact)
    return {name: by_name[key] for name, key in names if key in by_name}


def renamed(rows: Rows, names: Mapping[str, str]) -> Rows:
    """Return the rows under other titles. ``names``: title in the file to title read, unless the file has that too."""
    here = {column_name(title): title for title in rows.header}
    names = {title: name for title, name in names.items() if here.get(column_name(name), title) == title}
    if not names:
        return rows

    def opened() -> Generator[Row, None, None]:
        with closing(rows.open_rows()) as found:
            for row in found:
                yield replace(row, cells={names.get(title, title): cell for title, cell in row.cells.items()})

    return replace(rows, header=tuple(names.get(title, title) for title in rows.header), open_rows=opened)


def titles_among(records: Sequence[Sequence[str]], expected: Collection[str]) -> Titles:
    """Find the titles among the first records of a table.

    expected   names of columns, as ``column_name`` gives them; two of them at least settle it. Else what is above is a
               title or remarks where it fills no more than a third of the columns.
    """
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in records[:MOST_LINES]]
    if not filled:
        return Titles()
    known = [
        len({column_name(cell) for cell in cells if cell.strip()} & set(expected)) for cells in records[:MOST_LINES]
    ]
    rank = max(range(len(known)), key=lambda each: (known[each], -each))
    if known[rank] < 2:
        rank = next(each for each, width in enumerate(filled) if 3 * width > max(filled))
        rank = rank if _may_be_titles(records[rank]) else 0
    return Titles(rank, known[rank], filled[rank])


def rank_of(lines: Sequence[int], said: int | None, found: int) -> int | None:
    """Return the rank of the record that holds the titles, None when there are none.

    lines   number of each of the first records.
    said    the line that somebody chose; the first record from there on, else the one ``found``.
    """
    if said == NO_TITLES:
        return None
    if said is None:
        return found
    return next((rank for rank, line in enumerate(lines) if line >= said), found)


def _may_be_titles(cells: Sequence[str]) -> bool:
    """Tell names from values: no two the same, none a number nor an address."""
    names = [cell.strip() for cell in cells if cell.strip()]
    return len(set(names)) == len(names) and not any(
        name[0].isdigit() or "@" in name or "://" in name for name in names
    )


def told(line: int, above: Iterable[Sequence[str]]) -> tuple[RowMessage, ...]:
    """Return what to say when the titles are not on the first line.

    line    where they are.
    above   the cells of the records left aside.
    """
    texts = [text for cells in above if (text := " ".join(cell.strip() for cell in cells if cell.strip()))]
    if not texts:
        return ()
    shown = ", ".join(f"« {text[:80]} »" for text in texts[:_MOST_SHOWN])
    text = f"Les titres des colonnes ont été lus à la ligne {line} ; ce qui est au-dessus est laissé : {shown}."
    advice = "Si ce ne sont pas les titres, effacez les lignes qui sont au-dessus des vôtres."
    return (RowMessage(1, "titres-plus-bas", text, advice=advice),)


def without_repeats(rows: Iterator[Row], header: tuple[str, ...], written: Sequence[str]) -> Generator[Row, None, None]:
    """Pass over the lines that repeat the titles, as printed lists do on each page; a row beside each tells it.

    written   the titles as written, when ``header`` had to tell two of one name apart.
    """
    titles = {name: column_name(title) for name, title in zip(header, written, strict=True) if column_name(title)}
    probe = next(iter(titles), "")
    if len(titles) < 2:
        yield from rows
        return
    first = written[header.index(probe)].strip().casefold()
    held: Row | None = None
    waiting: tuple[RowMessage, ...] = ()
    for row in rows:
        if row.cells.get(probe, "").casefold() == first and _repeats(row, titles):
            waiting = (*waiting, _repeat(row.line))
            continue
        if held is not None:
            yield held
        held = replace(row, warnings=(*row.warnings, *waiting)) if waiting and not row.errors else row
        waiting = waiting if row.errors else ()
    if held is not None:
        yield replace(held, warnings=(*held.warnings, *waiting)) if waiting else held


def _repeats(row: Row, titles: dict[str, str]) -> bool:
    said = [(column_name(row.cells.get(name, "")), title) for name, title in titles.items()]
    return all(cell in ("", title) for cell, title in said) and 2 * sum(bool(cell) for cell, _ in said) > len(said)


def _repeat(line: int) -> RowMessage:
    text = "Cette ligne répète les titres des colonnes : elle est passée."
    return RowMessage(line, "titres-repetes", text)
