"""What to tell the person who imports: counts that add up, messages grouped by kind with their lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from importers.base import RowMessage
from importers.headings import heading_of
from importers.plan import Action, Create, Refuse, Revise, Unchanged, lines_of
from search.text.french import counted, number_in_words

MOST_EXAMPLES = 3
MOST_RANGES = 12

Severity: TypeAlias = Literal["refus", "avertissement", "fichier"]


@dataclass(slots=True)
class Counts:
    """Rows by outcome, which add up to ``rows``, and the fiches they make (several rows may make one)."""

    created: int = 0
    modified: int = 0
    unchanged: int = 0
    refused: int = 0
    created_resources: int = 0
    modified_resources: int = 0
    unchanged_resources: int = 0

    @property
    def rows(self) -> int:
        return self.created + self.modified + self.unchanged + self.refused

    def add(self, action: Action) -> None:
        rows = len(lines_of(action))
        match action:
            case Create():
                self.created += rows
                self.created_resources += 1
            case Revise():
                self.modified += rows
                self.modified_resources += 1
            case Unchanged():
                self.unchanged += rows
                self.unchanged_resources += 1
            case Refuse():
                self.refused += rows


@dataclass(slots=True)
class MessageGroup:
    """The messages of one kind about one column.

    text       of the only message, or of the first one.
    ranges     lines as (first, last), in the order met.
    examples   a few distinct values, as written in the file.
    total      how many messages; a line may have several.
    """

    severity: Severity
    kind: str
    column: str
    heading: str
    text: str
    advice: str
    total: int = 0
    ranges: list[tuple[int, int]] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    def add(self, message: RowMessage) -> None:
        self.total += 1
        if message.value and len(self.examples) < MOST_EXAMPLES and message.value not in self.examples:
            self.examples.append(message.value)
        last = self.ranges[-1] if self.ranges else None
        if last is not None and last[0] <= message.line <= last[1]:
            return
        if last is not None and message.line == last[1] + 1:
            self.ranges[-1] = (last[0], message.line)
        else:
            self.ranges.append((message.line, message.line))


@dataclass(slots=True)
class Report:
    """Filled action after action; nothing of the rows is kept but their numbers and a few values."""

    counts: Counts = field(default_factory=Counts)
    groups: dict[tuple[Severity, str, str], MessageGroup] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)

    def add(self, action: Action) -> None:
        self.counts.add(action)
        if isinstance(action, Refuse):
            self._tell("refus", action.row.errors)
            return
        self._tell("avertissement", action.warnings)
        if isinstance(action, Revise):
            for name in action.changes:
                self.moved[name] = self.moved.get(name, 0) + 1

    def add_notices(self, notices: Iterable[RowMessage]) -> None:
        """Add what is said of the whole file."""
        self._tell("fichier", notices)

    def _tell(self, severity: Severity, messages: Iterable[RowMessage]) -> None:
        for message in messages:
            # Each reason why a file leaves a category out is a sentence of its mapping: they are told apart.
            key = (severity, message.kind, message.text if message.kind == "hors-perimetre" else message.column)
            group = self.groups.get(key)
            if group is None:
                group = MessageGroup(
                    severity, message.kind, message.column, heading_of(message.kind), message.text, message.advice
                )
                self.groups[key] = group
            group.add(message)

    def of(self, severity: Severity) -> list[MessageGroup]:
        """Return the groups of one severity, the most frequent first."""
        found = [group for group in self.groups.values() if group.severity == severity]
        return sorted(found, key=lambda group: (-group.total, group.kind, group.column))


def report_of(actions: Iterable[Action]) -> Report:
    report = Report()
    for action in actions:
        report.add(action)
    return report


def line_ranges(ranges: list[tuple[int, int]], word: str = "ligne") -> str:
    """Return "lignes 3 à 7, 12", shortened past a dozen ranges."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    shown = [str(a) if a == b else f"{a} et {b}" if b == a + 1 else f"{a} à {b}" for a, b in merged[:MOST_RANGES]]
    left = sum(last - first + 1 for first, last in merged[MOST_RANGES:])
    more = f" et {number_in_words(left)} autres" if left > 1 else " et une autre" if left else ""
    one = len(merged) == 1 and merged[0][0] == merged[0][1]
    return f"{word}{'' if one else 's'} {', '.join(shown)}{more}"


def report_text(report: Report, *, file_name: str, format_label: str, word: str = "ligne") -> str:
    """Return the report as plain text, to read or to send.

    word   what a row is called: ``ligne``, or ``élément`` for a JSON file.
    """
    counts = report.counts
    lines = [
        f"Import du fichier « {file_name} », format « {format_label} »",
        "",
        f"{counted(counts.rows, f'{word} lu' + _feminine(word), f'{word}s lu{_feminine(word)}s')} :",
        f"- {_outcome(counts.created, counts.created_resources, 'à créer', word)}",
        f"- {_outcome(counts.modified, counts.modified_resources, 'à modifier', word)}",
        f"- {_outcome(counts.unchanged, counts.unchanged_resources, 'sans changement', word)}",
        f"- {counted(counts.refused, f'{word} refusé' + _feminine(word), f'{word}s refusé{_feminine(word)}s')}",
    ]
    sections: tuple[tuple[str, Severity], ...] = (
        ("Sur l’ensemble du fichier", "fichier"),
        (f"{word.capitalize()}s refusé{_feminine(word)}s", "refus"),
        ("À vérifier : ces fiches sont importées, mais quelque chose a été laissé de côté ou changé", "avertissement"),
    )
    for title, severity in sections:
        groups = report.of(severity)
        if groups:
            lines += ["", title]
            for group in groups:
                lines += _group_lines(group, word)
    return "\n".join(lines) + "\n"


def _feminine(word: str) -> str:
    return "e" if word == "ligne" else ""


def _outcome(rows: int, resources: int, words: str, word: str) -> str:
    fiches = counted(resources, "fiche", "fiches")
    return f"{fiches} {words}" + (f" ({counted(rows, word, word + 's')})" if rows != resources else "")


def _group_lines(group: MessageGroup, word: str) -> list[str]:
    column = f", colonne « {group.column} »" if group.column else ""
    if group.severity == "fichier":
        first = f"- {group.text}"
    else:
        first = f"- {group.heading}{column} : {line_ranges(group.ranges, word)}."
    lines = [first]
    if group.severity != "fichier" and group.total == 1 and group.text != group.heading:
        lines.append(f"  {group.text}")
    if group.examples:
        lines.append("  Par exemple : " + " ; ".join(f"« {_short(value)} »" for value in group.examples))
    if group.advice:
        lines.append(f"  À faire : {group.advice}")
    return lines


def _short(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= 80 else flat[:79] + "…"
