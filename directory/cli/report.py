"""The report of an import as lines of French."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from directory.services.imports.reports import (
    CREATED,
    DUPLICATES,
    LINES,
    REFUSED,
    REVISED,
    UNCHANGED,
    Example,
    ImportReport,
    MessageGroup,
)
from importers.base import RowMessage
from search.text.french import NBSP, counted, number_in_words

SHOWN_LINES = 8
SHOWN_VALUES = 4
SHOWN_EXAMPLES = 5
LONGEST_VALUE = 60


def tell(report: ImportReport, batch_id: int, *, applied: bool) -> Iterator[str]:
    """Give the report line by line."""
    counts = report.counts
    done = "Fait" if applied else "À faire"
    yield f"Import {batch_id}{NBSP}: {counted(counts[LINES], 'ligne lue', 'lignes lues')}."
    yield (
        f"{done}{NBSP}: {counted(counts[CREATED], 'fiche créée', 'fiches créées')},"
        f" {counted(counts[REVISED], 'modifiée', 'modifiées')}, {counted(counts[UNCHANGED], 'inchangée', 'inchangées')}"
        f"{NBSP}; {counted(counts[REFUSED], 'ligne refusée', 'lignes refusées')}."
    )
    if counts[DUPLICATES]:
        yield f"Ressemblent à des fiches déjà là{NBSP}: {number_in_words(counts[DUPLICATES])}."
    yield from (_notice(notice) for notice in report.notices)
    for group in report.groups:
        yield from _group(group)
    if not applied:
        yield from _examples("Seraient créées", report.created)
        yield from _examples("Seraient modifiées", report.revised)


def _notice(notice: RowMessage) -> str:
    return f"À savoir{NBSP}: {notice.text} {notice.advice}".rstrip()


def _group(group: MessageGroup) -> Iterator[str]:
    kind = "Refusé" if group.refuses else "Corrigé ou laissé de côté"
    column = f", colonne «{NBSP}{group.column}{NBSP}»" if group.column else ""
    yield f"{kind} ({number_in_words(group.count)} fois{column}){NBSP}: {group.text}"
    if group.advice:
        yield f"    {group.advice}"
    more = "…" if group.count > min(len(group.lines), SHOWN_LINES) else ""
    lines = ", ".join(map(str, group.lines[:SHOWN_LINES]))
    values = ", ".join(f"«{NBSP}{_short(value)}{NBSP}»" for value in group.values[:SHOWN_VALUES])
    yield f"    {'Lignes' if len(group.lines) > 1 else 'Ligne'} {lines}{more}" + (f"{NBSP}: {values}" if values else "")


def _short(value: str) -> str:
    return shorten(value, LONGEST_VALUE, placeholder="…")


def _examples(title: str, examples: Sequence[Example]) -> Iterator[str]:
    if not examples:
        return
    yield f"{title}, par exemple{NBSP}:"
    for example in examples[:SHOWN_EXAMPLES]:
        changed = f" — {', '.join(sorted(example.changes))}" if example.changes else ""
        yield f"    ligne {example.line}{NBSP}: {example.title} ({example.structure}){changed}"
