"""What an import tells people: how many of each, messages gathered by kind, and examples."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from directory.domain.changes import Json
from importers.base import RowMessage
from importers.headings import heading_of

MOST_EXAMPLES = 50
MOST_RANGES = 50
MOST_VALUES = 10
MOST_GROUPS = 300

CREATED, REVISED, UNCHANGED, REFUSED, LINES = "created", "revised", "unchanged", "refused", "lines"
"""Keys of the counts: fiches for the first three, rows of the file for the last two."""

DUPLICATES = "duplicates"
LEFT = "left"
"""Key of the rows that the mapping leaves aside on purpose."""
EMPTIED = "emptied"
"""Key of the values of fiches that the file erases."""
PROPOSED = "proposed"
"""Key of the rows about a fiche that who imports may not write: offered to those who keep it."""
REPEATED = "repeated"
"""Key of the rows that say again what an earlier row of the same file said."""
WAITING = "waiting"
"""Key of the rows that may be about a fiche which is there: nothing is done of them before a person answered."""
_TOLD_APART = frozenset(("hors-perimetre", "laissee"))


@dataclass(frozen=True, slots=True)
class MessageGroup:
    """The messages of one kind about one column.

    heading   what they have in common; ``text`` and ``advice`` are those of the first one.
    refuses   the rows become no fiche; otherwise something was left out or changed.
    count     of messages, a line may have several; ``lines`` how many lines.
    ranges    the first of these lines, as (first, last), in the order met; ``values`` a few cells, as written.
    """

    kind: str
    column: str
    heading: str
    text: str
    advice: str
    refuses: bool
    count: int
    lines: int
    ranges: tuple[tuple[int, int], ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A fiche the file creates or revises. ``changes``: field to before and after; empty for a creation."""

    line: int
    title: str
    structure: str
    resource_id: int | None
    changes: Mapping[str, list[Json]]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """One import told.

    notices      about the whole file; ``unreadable`` says why nothing could be read.
    moved        field of a fiche → how many fiches the file changes it in.
    columns      titles of the file.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[RowMessage, ...] = ()
    groups: tuple[MessageGroup, ...] = ()
    created: tuple[Example, ...] = ()
    revised: tuple[Example, ...] = ()
    unreadable: RowMessage | None = None
    moved: Mapping[str, int] = field(default_factory=dict)
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gathering:
    first: RowMessage
    refuses: bool
    count: int = 0
    lines: int = 0
    ranges: list[tuple[int, int]] = field(default_factory=list)
    values: dict[str, None] = field(default_factory=dict)
    is_of_fiches: bool = False

    def add(self, message: RowMessage) -> None:
        self.count += 1
        if message.value and len(self.values) < MOST_VALUES:
            self.values[message.value] = None
        last = self.ranges[-1] if self.ranges else (0, 0)
        if last[0] <= message.line <= last[1]:
            return
        self.lines += 1
        if message.line == last[1] + 1 and self.ranges:
            self.ranges[-1] = (last[0], message.line)
        elif len(self.ranges) < MOST_RANGES:
            self.ranges.append((message.line, message.line))

    def group(self) -> MessageGroup:
        first = self.first
        return MessageGroup(
            first.kind, first.column, heading_of(first.kind), first.text, first.advice, self.refuses, self.count,
            self.lines, tuple(self.ranges), tuple(self.values),
        )  # fmt: skip


class ReportBuilder:
    """Gathers a report row after row; its size does not grow with the file."""

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self.counts: dict[str, int] = dict.fromkeys(
            (CREATED, REVISED, UNCHANGED, REFUSED, LINES, DUPLICATES, LEFT, EMPTIED, REPEATED, PROPOSED, WAITING), 0
        )
        self.counts |= counts or {}
        self._groups: dict[tuple[str, str, bool], _Gathering] = {}
        self._moved: dict[str, int] = {}
        self._created: list[Example] = []
        self._revised: list[Example] = []

    def say(self, messages: Iterable[RowMessage], *, refuses: bool, is_of_fiches: bool = False) -> None:
        """Tell messages. ``is_of_fiches``: of what fiches said when the row was read, and not of the row alone."""
        for message in messages:
            # Each reason why a file leaves a category out is a sentence of its mapping: they are told apart.
            about = message.text if message.kind in _TOLD_APART else message.column
            key = (message.kind, about, refuses)
            group = self._groups.get(key)
            if group is None:
                if len(self._groups) >= MOST_GROUPS:
                    continue
                group = self._groups[key] = _Gathering(message, refuses, is_of_fiches=is_of_fiches)
            group.add(message)

    def said_of_fiches(self) -> list[Json]:
        """Return what was told of fiches: nothing tells it again once they are written."""
        return [asdict(each.group()) for each in self._groups.values() if each.is_of_fiches]

    def go_on(self, said: Json) -> None:
        """Take up what ``said_of_fiches`` returned before an interruption."""
        for held in said if isinstance(said, list) else ():
            if isinstance(held, dict):
                known = _group_from_json(held)
                first = RowMessage(0, known.kind, known.text, known.column, advice=known.advice)
                self._groups[known.kind, known.column, known.refuses] = _Gathering(
                    first, known.refuses, known.count, known.lines, list(known.ranges),
                    dict.fromkeys(known.values), is_of_fiches=True,
                )  # fmt: skip

    def count_moved(self, fields_moved: Iterable[str]) -> None:
        for name in fields_moved:
            self._moved[name] = self._moved.get(name, 0) + 1

    def show_created(self, example: Example) -> None:
        if len(self._created) < MOST_EXAMPLES:
            self._created.append(example)

    def show_revised(self, example: Example) -> None:
        if len(self._revised) < MOST_EXAMPLES:
            self._revised.append(example)

    def report(self, notices: Iterable[RowMessage], columns: tuple[str, ...] = ()) -> ImportReport:
        groups = sorted(self._groups.values(), key=lambda each: (not each.refuses, -each.count, each.first.kind))
        return ImportReport(
            dict(self.counts),
            tuple(notices),
            tuple(each.group() for each in groups),
            tuple(self._created),
            tuple(self._revised),
            moved=dict(self._moved),
            columns=columns,
        )


def report_json(report: ImportReport) -> dict[str, Json]:
    return asdict(report)


def report_from_json(value: Mapping[str, Json]) -> ImportReport:
    """Return the report ``report_json`` wrote; an empty one for a batch nobody looked at yet."""
    return ImportReport(
        value.get("counts") or {},  # type: ignore[arg-type]
        tuple(RowMessage(**each) for each in _objects(value, "notices")),  # type: ignore[arg-type]
        tuple(_group_from_json(each) for each in _objects(value, "groups")),
        tuple(Example(**each) for each in _objects(value, "created")),  # type: ignore[arg-type]
        tuple(Example(**each) for each in _objects(value, "revised")),  # type: ignore[arg-type]
        RowMessage(**value["unreadable"]) if isinstance(value.get("unreadable"), dict) else None,  # type: ignore[arg-type]
        value.get("moved") or {},  # type: ignore[arg-type]
        tuple(value.get("columns") or ()),  # type: ignore[arg-type]
    )


def _group_from_json(held: Mapping[str, Json]) -> MessageGroup:
    """Return a group; those of an older version hold the numbers of their first lines, and no heading."""
    lines, ranges, values = held.get("lines"), held.get("ranges"), held.get("values")
    if isinstance(lines, list):
        ranges, lines = [[line, line] for line in lines], len(lines)
    kind, column, text, advice = (str(held[name]) for name in ("kind", "column", "text", "advice"))
    return MessageGroup(
        kind,
        column,
        heading_of(kind),
        text,
        advice,
        bool(held["refuses"]),
        int(str(held["count"])),
        int(str(lines)),
        tuple(_range(each) for each in ranges) if isinstance(ranges, list) else (),
        tuple(map(str, values)) if isinstance(values, list) else (),
    )


def _range(value: Json) -> tuple[int, int]:
    first, last = value if isinstance(value, list) else (value, value)
    return int(str(first)), int(str(last))


def _objects(value: Mapping[str, Json], name: str) -> list[dict[str, Json]]:
    found = value.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
