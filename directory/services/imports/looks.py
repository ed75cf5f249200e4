"""What was read of a file, kept with its batch: its shape, its first rows, what its columns and values seem to be."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TypeAlias

from directory.domain.changes import Document, Json
from directory.domain.imports import Batch, BatchState
from directory.services.imports.looking import look_at
from directory.store.database import Database
from importers.base import RowMessage
from importers.columns.guess import Guess
from importers.files.accents import mended
from importers.files.corrections import AS_FOUND, NO_ALTERNATIVES, Alternatives, Corrections
from importers.files.rows import Rows, UnreadableFile
from importers.files.source import Source
from search.places.gazetteer import Gazetteer

SHOWN_ROWS = 20
SHOWN_WOUNDS = 20
WOUND = "accents-repares"
_DOUBTFUL = frozenset(("titres-plus-bas", "feuilles-ignorees", "tableaux-ignores", "encodage-melange", WOUND))
"""Kinds of notices that tell of a choice made in place of the person."""
LONGEST_CELL = 300
MOST_VALUES = 300
"""Distinct values beyond which a column is not one to translate value by value."""


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """``filled`` cells of a column, and how many rows hold each value, most frequent first; no value past the limit."""

    filled: int
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimSaid:
    """A known format and how far the file is in it: 0 to 1, with the reasons in French."""

    name: str
    label: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileLook:
    """What is known of a file once it was read through.

    rows      how many; ``first`` the first of them, each with its line.
    taken     name of the format that it is surely in, or nothing.
    values    by column.
    titles    line of the titles, 0 for none; ``sheet``: name of that of a workbook; ``others``: what else they may be.
    mended    line, text received and text read of the first cells whose accents were mended, each text once;
              ``wounds``: of how many cells.
    """

    kind: str = ""
    encoding: str = ""
    separator: str = ""
    header: tuple[str, ...] = ()
    rows: int = 0
    first: tuple[tuple[int, Mapping[str, str]], ...] = ()
    notices: tuple[RowMessage, ...] = ()
    claims: tuple[ClaimSaid, ...] = ()
    taken: str = ""
    guesses: tuple[Guess, ...] = ()
    values: Mapping[str, ColumnValues] = field(default_factory=dict)
    unreadable: RowMessage | None = None
    titles: int = 1
    sheet: str = ""
    others: Alternatives = NO_ALTERNATIVES
    mended: tuple[tuple[int, str, str], ...] = ()
    wounds: int = 0

    @property
    def is_doubtful(self) -> bool:
        """Say whether somebody should look at what was read before anything else."""
        return bool(self.wounds) or len(self.header) == 1 or any(each.kind in _DOUBTFUL for each in self.notices)


def look_into(
    database: Database,
    gazetteer: Gazetteer,
    content: Source,
    name: str,
    *,
    now: datetime,
    said: Corrections = AS_FOUND,
) -> FileLook:
    """Read a whole file and say what it is; a file that cannot be read is told in the answer."""
    try:
        found = look_at(database, gazetteer, content, name, now=now, said=said)
        count, first, values, wounds = _read_through(found.rows)
        others = found.rows.others()
    except UnreadableFile as error:
        return FileLook(unreadable=RowMessage(1, error.code, error.message, advice=error.advice))
    rows, taken = found.rows, found.recognition.taken
    claims = tuple(
        ClaimSaid(each.format.name, each.format.label, each.score, each.reasons)
        for each in found.recognition.claims[:3]
        if each.score
    )
    return FileLook(
        rows.kind, rows.encoding, rows.separator, rows.header, count, first, rows.notices, claims,
        taken.name if taken else "", found.guesses, values, None, rows.titles, rows.sheet, others,
        _distinct((*others.mended, *wounds))[:SHOWN_WOUNDS], len(others.mended) + len(wounds),
    )  # fmt: skip


def _distinct(wounds: Iterable[tuple[int, str, str]]) -> tuple[tuple[int, str, str], ...]:
    """Return each text once, at the first of its lines."""
    lines: dict[tuple[str, str], int] = {}
    for line, before, after in wounds:
        lines.setdefault((before, after), line)
    return tuple((line, *texts) for texts, line in lines.items())


_Read: TypeAlias = tuple[
    int, tuple[tuple[int, Mapping[str, str]], ...], dict[str, ColumnValues], list[tuple[int, str, str]]
]


def _read_through(rows: Rows) -> _Read:
    counters: dict[str, Counter[str] | None] = {title: Counter() for title in rows.header}
    filled: Counter[str] = Counter()
    first: list[tuple[int, Mapping[str, str]]] = []
    wounds: list[tuple[int, str, str]] = []
    count = 0
    for row in rows:
        count += 1
        wounds += ((row.line, each.value, mended(each.value)) for each in row.warnings if each.kind == WOUND)
        if len(first) < SHOWN_ROWS:
            first.append((row.line, {title: row.cells.get(title, "")[:LONGEST_CELL] for title in rows.header}))
        for title, counter in counters.items():
            cell = row.cells.get(title, "")
            if not cell:
                continue
            filled[title] += 1
            if counter is not None:
                counter[cell[:LONGEST_CELL]] += 1
                if len(counter) > MOST_VALUES:
                    counters[title] = None
    values = {
        title: ColumnValues(filled[title], tuple(counter.most_common()) if counter is not None else ())
        for title, counter in counters.items()
    }
    return count, tuple(first), values, wounds


def is_unreadable(batch: Batch) -> bool:
    """Say whether the file of a batch could not be read, when it came or when it was tried."""
    return batch.state is BatchState.UNREADABLE or bool(batch.look.get("unreadable"))


def look_json(look: FileLook) -> Document:
    return asdict(look)


def look_from_json(value: Mapping[str, Json]) -> FileLook | None:
    """Return what ``look_json`` wrote; None for a file that nobody looked into yet."""
    if not value:
        return None
    said = dict(value)
    unreadable = said.pop("unreadable")
    return FileLook(
        header=_texts(said.pop("header")),
        first=tuple((int(str(line)), cells) for line, cells in _pairs(said.pop("first"))),  # type: ignore[misc]
        notices=tuple(RowMessage(**each) for each in _objects(said.pop("notices"))),  # type: ignore[arg-type]
        claims=tuple(ClaimSaid(**_tupled(each, "reasons")) for each in _objects(said.pop("claims"))),  # type: ignore[arg-type]
        guesses=tuple(Guess(**_tupled(each, "reasons", "values")) for each in _objects(said.pop("guesses"))),  # type: ignore[arg-type]
        values=_values(said.pop("values")),
        others=_others(said.pop("others", None)),
        mended=tuple(
            (int(str(line)), str(before), str(after)) for line, before, after in _triples(said.pop("mended", None))
        ),
        unreadable=RowMessage(**unreadable) if isinstance(unreadable, dict) else None,  # type: ignore[arg-type]
        **said,  # type: ignore[arg-type]
    )


def _others(value: Json) -> Alternatives:
    kept = value if isinstance(value, dict) else {}
    return Alternatives(
        tuple((str(name), str(words)) for name, words in _pairs(kept.get("encodings"))),
        tuple((str(sign), int(str(width))) for sign, width in _pairs(kept.get("separators"))),
        tuple((str(name), str(words)) for name, words in _pairs(kept.get("sheets"))),
        tuple((int(str(line)), str(words)) for line, words in _pairs(kept.get("lines"))),
    )


def _triples(value: Json) -> list[list[Json]]:
    return [each for each in value if isinstance(each, list) and len(each) == 3] if isinstance(value, list) else []


def _values(value: Json) -> dict[str, ColumnValues]:
    found = value if isinstance(value, dict) else {}
    return {
        title: ColumnValues(
            int(str(held["filled"])), tuple((str(text), int(str(count))) for text, count in _pairs(held["counts"]))
        )
        for title, held in found.items()
        if isinstance(held, dict)
    }


def _tupled(held: dict[str, Json], *names: str) -> dict[str, object]:
    return {**held, **{name: _texts(held[name]) for name in names}}


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _pairs(value: Json) -> list[tuple[Json, Json]]:
    return [(each[0], each[1]) for each in value if isinstance(each, list)] if isinstance(value, list) else []


def _objects(value: Json) -> list[dict[str, Json]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
