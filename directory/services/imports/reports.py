"""What an import tells people: how many of each, messages gathered by kind, and examples."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from directory.domain.changes import Json
from importers.base import RowMessage

MOST_EXAMPLES = 50
MOST_LINES = 50
MOST_GROUPS = 300

CREATED, REVISED, UNCHANGED, REFUSED, LINES = "created", "revised", "unchanged", "refused", "lines"
"""Keys of the counts: fiches for the first three, rows of the file for the last two."""

DUPLICATES = "duplicates"


@dataclass(frozen=True, slots=True)
class MessageGroup:
    """The messages of one kind about one column.

    refuses   the rows become no fiche; otherwise something was left out or changed.
    count     of messages; ``lines`` and ``values`` hold the first ones.
    """

    kind: str
    column: str
    text: str
    advice: str
    refuses: bool
    count: int
    lines: tuple[int, ...]
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
    """One import told. ``notices`` are about the whole file; ``unreadable`` says why nothing could be read."""

    counts: Mapping[str, int] = field(default_factory=dict)
    notices: tuple[RowMessage, ...] = ()
    groups: tuple[MessageGroup, ...] = ()
    created: tuple[Example, ...] = ()
    revised: tuple[Example, ...] = ()
    unreadable: RowMessage | None = None


@dataclass(slots=True)
class _Gathering:
    first: RowMessage
    refuses: bool
    count: int = 0
    lines: list[int] = field(default_factory=list)
    values: dict[str, None] = field(default_factory=dict)


class ReportBuilder:
    """Gathers a report row after row; its size does not grow with the file."""

    def __init__(self, counts: Mapping[str, int] | None = None) -> None:
        self.counts: dict[str, int] = dict.fromkeys((CREATED, REVISED, UNCHANGED, REFUSED, LINES, DUPLICATES), 0)
        self.counts |= counts or {}
        self._groups: dict[tuple[str, str, bool], _Gathering] = {}
        self._created: list[Example] = []
        self._revised: list[Example] = []

    def say(self, messages: Iterable[RowMessage], *, refuses: bool) -> None:
        for message in messages:
            key = (message.kind, message.column, refuses)
            group = self._groups.get(key)
            if group is None:
                if len(self._groups) >= MOST_GROUPS:
                    continue
                group = self._groups[key] = _Gathering(message, refuses)
            group.count += 1
            if len(group.lines) < MOST_LINES:
                group.lines.append(message.line)
                if message.value:
                    group.values[message.value] = None

    def show_created(self, example: Example) -> None:
        if len(self._created) < MOST_EXAMPLES:
            self._created.append(example)

    def show_revised(self, example: Example) -> None:
        if len(self._revised) < MOST_EXAMPLES:
            self._revised.append(example)

    def report(self, notices: Iterable[RowMessage]) -> ImportReport:
        groups = sorted(self._groups.values(), key=lambda each: (not each.refuses, -each.count, each.first.kind))
        return ImportReport(
            dict(self.counts),
            tuple(notices),
            tuple(
                MessageGroup(
                    each.first.kind, each.first.column, each.first.text, each.first.advice, each.refuses, each.count,
                    tuple(each.lines), tuple(each.values),
                )
                for each in groups
            ),
            tuple(self._created),
            tuple(self._revised),
        )  # fmt: skip


def report_json(report: ImportReport) -> dict[str, Json]:
    return asdict(report)


def report_from_json(value: Mapping[str, Json]) -> ImportReport:
    """Return the report ``report_json`` wrote; an empty one for a batch nobody looked at yet."""
    return ImportReport(
        value.get("counts") or {},  # type: ignore[arg-type]
        tuple(RowMessage(**each) for each in _objects(value, "notices")),  # type: ignore[arg-type]
        tuple(
            MessageGroup(**(each | {"lines": tuple(each["lines"] or ()), "values": tuple(each["values"] or ())}))  # type: ignore[arg-type]
            for each in _objects(value, "groups")
        ),
        tuple(Example(**each) for each in _objects(value, "created")),  # type: ignore[arg-type]
        tuple(Example(**each) for each in _objects(value, "revised")),  # type: ignore[arg-type]
        RowMessage(**value["unreadable"]) if isinstance(value.get("unreadable"), dict) else None,  # type: ignore[arg-type]
    )


def _objects(value: Mapping[str, Json], name: str) -> list[dict[str, Json]]:
    found = value.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
