"""The report of an import as lines of French."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from directory.services.imports.reports import (
    CREATED,
    DUPLICATES,
    EMPTIED,
    LEFT,
    LINES,
    REFUSED,
    REPEATED,
    REVISED,
    UNCHANGED,
    WAITING,
    Example,
    ImportReport,
    MessageGroup,
)
from directory.services.imports.telling import line_ranges
from fiche.content import FIELDS
from importers.base import RowMessage
from search.text.french import NBSP, counted, number_in_words

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
    if counts.get(EMPTIED):
        emptied = counted(counts[EMPTIED], "valeur", "valeurs")
        yield f"Vidées par le fichier, parmi ce que cette source avait dit{NBSP}: {emptied}."
    if counts.get(REPEATED):
        repeated = counted(counts[REPEATED], "ligne", "lignes")
        yield f"Répètent une ligne du même fichier, passées{NBSP}: {repeated}."
    if counts.get(LEFT):
        yield f"Laissées de côté, comme le veut le format{NBSP}: {counted(counts[LEFT], 'ligne', 'lignes')}."
    if counts.get(WAITING):
        waiting = counted(counts[WAITING], "ligne", "lignes")
        yield f"Ressemblent à des fiches déjà là, à trancher parmi les doublons{NBSP}: {waiting}."
    if counts[DUPLICATES]:
        yield f"Ressemblent à des fiches déjà là{NBSP}: {number_in_words(counts[DUPLICATES])}."
    yield from (_notice(notice) for notice in report.notices)
    for group in report.groups:
        yield from _group(group)
    if not applied:
        yield from _examples("Seraient créées", report.created)
        yield from _examples("Seraient modifiées", report.revised)
        if report.moved:
            moved = ", ".join(f"{FIELDS[name].label} ({number_in_words(n)})" for name, n in report.moved.items())
            yield f"Champs qui changeraient{NBSP}: {moved}."


def _notice(notice: RowMessage) -> str:
    return f"À savoir{NBSP}: {notice.text} {notice.advice}".rstrip()


def _group(group: MessageGroup) -> Iterator[str]:
    kind = "Refusé" if group.refuses else "Laissé" if group.kind == "laissee" else "Corrigé ou laissé de côté"
    column = f", colonne «{NBSP}{group.column}{NBSP}»" if group.column else ""
    yield f"{kind}{NBSP}: {group.heading}{column}, {line_ranges(group.ranges, group.lines)}."
    if group.count == 1 and group.text != group.heading:
        yield f"    {group.text}"
    if group.values:
        values = ", ".join(f"«{NBSP}{_short(value)}{NBSP}»" for value in group.values[:SHOWN_VALUES])
        yield f"    Par exemple{NBSP}: {values}"
    if group.advice:
        yield f"    À faire{NBSP}: {group.advice}"


def _short(value: str) -> str:
    return shorten(value, LONGEST_VALUE, placeholder="…")


def _examples(title: str, examples: Sequence[Example]) -> Iterator[str]:
    if not examples:
        return
    yield f"{title}, par exemple{NBSP}:"
    for example in examples[:SHOWN_EXAMPLES]:
        changed = f" — {', '.join(sorted(example.changes))}" if example.changes else ""
        yield f"    ligne {example.line}{NBSP}: {example.title} ({example.structure}){changed}"
