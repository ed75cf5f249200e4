"""The report of an import as a page shows it: counts that add up, fields that move, reasons and what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from directory.domain.changes import Json, applied
from directory.services.imports.reports import (
    CREATED,
    DUPLICATES,
    EMPTIED,
    LEFT,
    LINES,
    PROPOSED,
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
from directory.web.writing.value_words import ChangeView, ValueWords
from fiche.content import FIELDS, Content
from fiche.parts import Structure
from search.text.french import NBSP, counted, number_in_words

SHOWN_VALUES = 4
NOTHING = Content("", Structure(""))
LONGEST_VALUE = 80
_SCREEN_ADVICE: Mapping[str, str] = {
    "identifiant-d-une-autre-fiche": "Si le fichier vient d’une autre source, revenez à la première étape. Si ces"
    " lignes remplacent vraiment ces fiches, cochez «\u00a0Remplacer quand même\u00a0» plus bas.",
    "deja-importee": "Si le tableur a mangé des zéros, cochez «\u00a0Ne pas tenir compte des zéros\u00a0» plus bas.",
}
"""Advice of the command line said for a page."""


@dataclass(frozen=True, slots=True)
class CountView:
    """One figure and its words. ``anchor``: id of the section that says more; ``beside`` what is said after."""

    count: str
    words: str
    anchor: str = ""
    beside: str = ""
    is_sum: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class MovedView:
    """A field that the file changes: in how many fiches, and what changes in one of them."""

    label: str
    count: str
    change: ChangeView | None
    title: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Messages of one kind. ``count``: of lines."""

    count: str
    heading: str
    column: str
    lines: str
    text: str
    values: tuple[str, ...]
    advice: str
    kind: str


@dataclass(frozen=True, slots=True)
class ReportView:
    counts: tuple[CountView, ...]
    moved: tuple[MovedView, ...]
    created: tuple[Example, ...]
    refused: tuple[GroupView, ...]
    told: tuple[GroupView, ...]
    notices: tuple[str, ...]
    kinds: frozenset[str]


def report_view(
    report: ImportReport, words: ValueWords, *, absent: int = 0, absent_url: str = "", is_applied: bool = False
) -> ReportView:
    """``absent``: fiches of the source that the file does not speak of, ``absent_url`` where they are listed."""
    notices = tuple(f"{each.text} {each.advice}".strip() for each in report.notices)
    return ReportView(
        tuple(_counts(report, absent, absent_url, is_applied=is_applied)),
        tuple(_moved(report, words)),
        report.created,
        tuple(_group(each) for each in report.groups if each.refuses),
        tuple(_group(each) for each in report.groups if not each.refuses),
        notices,
        frozenset(each.kind for each in report.groups),
    )


def _counts(report: ImportReport, absent: int, absent_url: str, *, is_applied: bool) -> Iterator[CountView]:
    counts = report.counts

    def get(name: str) -> int:
        return counts.get(name, 0)

    def line(name: str, one: str, many: str, anchor: str = "", beside: str = "") -> CountView:
        return CountView(
            number_in_words(get(name)), one if get(name) < 2 else many, anchor if get(name) else "", beside
        )

    yield line(CREATED, "fiche créée", "fiches créées", "" if is_applied else "creees")
    emptied = get(EMPTIED)
    beside = counted(emptied, "valeur vidée", "valeurs vidées") if emptied else ""
    yield line(REVISED, "fiche modifiée", "fiches modifiées", "modifiees", beside)
    yield line(UNCHANGED, "fiche inchangée", "fiches inchangées")
    if get(PROPOSED):
        beside = "tenues par d’autres\u00a0: la modification leur est proposée"
        yield line(PROPOSED, "fiche proposée", "fiches proposées", "", beside)
    if get(WAITING):
        yield line(WAITING, "ligne à trancher", "lignes à trancher", "dites", "une fiche leur ressemble")
    kinds = sum(group.refuses for group in report.groups)
    yield line(
        REFUSED, "ligne refusée", "lignes refusées", "refusees", counted(kinds, "raison", "raisons") if kinds else ""
    )
    if get(REPEATED):
        yield line(REPEATED, "ligne répétée, passée", "lignes répétées, passées")
    if get(LEFT):
        yield line(LEFT, "ligne laissée de côté", "lignes laissées de côté", "dites")
    told = sum(get(name) for name in (CREATED, REVISED, UNCHANGED, PROPOSED, WAITING, REFUSED, REPEATED, LEFT))
    lines = get(LINES)
    words = "lignes, toutes comptées" if told == lines else "lignes, dont plusieurs pour une même fiche"
    yield CountView(number_in_words(lines), words if lines > 1 else "ligne", is_sum=True)
    if absent:
        words = "fiche que le fichier ne dit plus" if absent < 2 else "fiches que le fichier ne dit plus"
        yield CountView(number_in_words(absent), words, "", "rien ne leur arrive sans vous", url=absent_url)
    if get(DUPLICATES):
        yield CountView(number_in_words(get(DUPLICATES)), "ressemblances à trancher, dans les doublons")


def _moved(report: ImportReport, words: ValueWords) -> Iterator[MovedView]:
    for name, count in sorted(report.moved.items(), key=lambda each: (-each[1], each[0])):
        example = next((each for each in report.revised if name in each.changes), None)
        yield MovedView(
            FIELDS[name].label,
            number_in_words(count),
            _change(name, example.changes[name], words) if example is not None else None,
            example.title if example is not None else "",
        )


def _change(name: str, pair: Sequence[Json], words: ValueWords) -> ChangeView | None:
    before, after = (applied(NOTHING, {name: [None, value]}) for value in pair)
    return next(iter(words.changes(before, after)), None)


def _group(group: MessageGroup) -> GroupView:
    return GroupView(
        number_in_words(group.lines),
        group.heading,
        group.column,
        line_ranges(group.ranges, group.lines),
        group.text if group.text != group.heading else "",
        tuple(value[:LONGEST_VALUE] for value in group.values[:SHOWN_VALUES]),
        _SCREEN_ADVICE.get(group.kind, group.advice),
        group.kind,
    )


def doing(counts: Mapping[str, int]) -> str:
    """Return what the button says it will do: zero is not said."""
    parts: list[str] = []
    if counts.get(CREATED):
        parts.append(f"créer {counted(counts[CREATED], 'fiche', 'fiches')}")
    if counts.get(REVISED):
        noun = "" if parts else f"{NBSP}{'fiche' if counts[REVISED] < 2 else 'fiches'}"
        parts.append(f"{'en ' if parts else ''}modifier {number_in_words(counts[REVISED])}{noun}")
    if counts.get(EMPTIED):
        parts.append(f"vider {counted(counts[EMPTIED], 'valeur', 'valeurs')}")
    if counts.get(PROPOSED):
        parts.append(f"proposer {counted(counts[PROPOSED], 'modification', 'modifications')}")
    if counts.get(WAITING):
        parts.append(f"laisser {counted(counts[WAITING], 'ligne', 'lignes')} à trancher")
    said = ", ".join(parts)
    return said[:1].upper() + said[1:] if said else "Noter que rien ne change"
