"""Which known format a file is in: a score with its reasons, and no answer when it is weak or when two are as good."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from importers.base import AcceptedRow, Item, RefusedRow
from importers.convert import ERRORS_COLUMN, ImportContext, convert, missing_columns
from importers.files.rows import Row, Rows
from importers.files.titles import column_name
from importers.formats.mapping import FileMapping
from importers.registry import ImportFormat, formats
from search.text.analysis import fold
from search.text.french import NBSP, counted, percent

SAMPLE_ROWS = 60
SURE = 0.6
"""Below this a claim is not taken: the columns of the file have to be shown to a person."""
LEAD = 0.1
"""Two claims closer than this are a tie."""
ENOUGH_OWN = 2
FEW_CONVERT = 0.1
WEAK = 0.5
OUT_OF_SCOPE = "hors-perimetre"
"""A refusal that a format foresees: the row was understood."""
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """What says that a file is in a format.

    score     0 to 1; ``reasons`` are sentences in French, for a person who has to judge.
    missing   columns without which the format reads nothing: the claim is then worth nothing.
    """

    format: ImportFormat
    score: float
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognition:
    """``taken`` is the format when one claim is sure and alone; ``claims`` are all of them, best first."""

    claims: tuple[Claim, ...]
    taken: ImportFormat | None


def recognised(rows: Rows, context: ImportContext) -> Recognition:
    """Judge every packaged format on the columns of a file and on its first rows."""
    columns = {column_name(column) for column in rows.header} - {"", column_name(ERRORS_COLUMN)}
    sample = replace(rows, open_rows=lambda: _first(rows))
    claims = [_claim(each, rows, columns, sample, context) for each in formats()]
    ranked = tuple(sorted((each for each in claims if each), key=lambda each: (-each.score, each.format.label)))
    return Recognition(ranked, _taken(ranked))


def _taken(claims: tuple[Claim, ...]) -> ImportFormat | None:
    if not claims or claims[0].score < SURE:
        return None
    is_tied = len(claims) > 1 and claims[0].score - claims[1].score < LEAD
    return None if is_tied else claims[0].format


def _first(rows: Rows) -> Generator[Row, None, None]:
    found = rows.open_rows()
    try:
        yield from islice(found, SAMPLE_ROWS)
    finally:
        found.close()


def _claim(chosen: ImportFormat, rows: Rows, columns: set[str], sample: Rows, context: ImportContext) -> Claim | None:
    """Return what a format claims, or None when hardly anything of the file is its own."""
    mapping = chosen.mapping
    used = {column_name(name) for name in mapping.used_columns}
    explained = columns & (used | {column_name(name) for name in mapping.ignored})
    missing = missing_columns(rows.header, mapping)
    if missing or not columns:
        near = 2 * len(explained) > len(columns)
        return Claim(chosen, 0.0, (_said_missing(missing),), missing) if near else None
    own = explained - _of_others(chosen)
    foreseen = _foreseen(mapping, sample)
    converted, read = _converted(sample, mapping, context)
    share = converted / read if read else 0.0
    score = (
        0.35 * len(explained) / len(columns)
        + 0.25 * max(min(len(own) / ENOUGH_OWN, 1.0), foreseen)
        + 0.15 * len(columns & used) / len(used)
        + 0.25 * share
    )
    if share < FEW_CONVERT:
        score = min(score, WEAK)
    reasons = (
        f"{len(explained)} de ses colonnes parmi les {len(columns)} du fichier",
        _said_own(own),
        *(
            (f"{percent(foreseen)} des lignes ont une valeur prévue dans «{NBSP}{mapping.case_columns[0]}{NBSP}»",)
            if foreseen
            else ()
        ),
        f"{counted(converted, 'ligne', 'lignes')} sur {read} deviendraient des fiches",
    )
    return Claim(chosen, round(score, 3), reasons)


def _said_missing(missing: tuple[str, ...]) -> str:
    return f"il manque {', '.join(f'«{NBSP}{name}{NBSP}»' for name in missing)}"


def _said_own(own: set[str]) -> str:
    if not own:
        return "aucune colonne qu’il soit seul à avoir"
    named = ", ".join(f"«{NBSP}{name}{NBSP}»" for name in sorted(own)[:_MOST_NAMED])
    return f"{counted(len(own), 'colonne qu’il est seul à avoir', 'colonnes qu’il est seul à avoir')} ({named})"


def _of_others(chosen: ImportFormat) -> set[str]:
    """Return the columns of the other formats, but for those that read the very same ones."""
    ours = set(chosen.mapping.used_columns)
    return {
        column_name(name)
        for each in formats()
        if set(each.mapping.used_columns) != ours
        for name in (*each.mapping.used_columns, *each.mapping.ignored)
    }


def _foreseen(mapping: FileMapping, sample: Rows) -> float:
    """Return the share of the rows whose deciding column holds a value that the format foresees."""
    if len(mapping.case_columns) != 1:
        return 0.0
    wanted = column_name(mapping.case_columns[0])
    column = next((name for name in sample.header if column_name(name) == wanted), "")
    values = [fold(row.cells.get(column, "")).strip() for row in sample]
    return sum(value in mapping.cases for value in values) / len(values) if values else 0.0


def _converted(sample: Rows, mapping: FileMapping, context: ImportContext) -> tuple[int, int]:
    """Return how many rows of a sample would be fiches or are left out on purpose, and how many were read."""
    items: Iterator[Item] = convert(sample, mapping, context)
    converted = read = 0
    for item in items:
        lines = len(item.draft.lines) if isinstance(item, AcceptedRow) else 1
        read += lines
        if not isinstance(item, RefusedRow) or any(error.kind == OUT_OF_SCOPE for error in item.errors):
            converted += lines
    return converted, read
