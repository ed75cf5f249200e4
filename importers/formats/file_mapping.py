"""How the columns of one kind of file become fiches, ready to be applied."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from importers.formats.rules import Case, Condition, FieldRule, HoursRule

CASE_LABEL = "cas"
"""Hole of a template that gives the label of the case of the row."""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """A mapping ready to use.

    source          identity of the files' system; ``source_columns`` gives it instead when the rows say it.
    identity        columns whose cells together name a fiche; blank or absent: the content does.
    needs_identity  a file without the identity columns is refused.
    groups          rows with the same identity are one fiche, with several places, needs, areas or days.
    joins           of rows grouped, flat name of a text → ``joindre`` or ``lister`` what they say, or ``premier``.
    whole_address   gives a whole address in one text; ``point`` a pair of coordinates.
    projection      of the coordinates, when they are metres: see ``cells.projections``.
    case_columns    decide which case applies: by its value when there is one, else the first of ``conditions`` that
                    holds. A row without a case is an error unless there is ``other_case``.
    demanded        columns without which the file is of another kind, beside those that no row makes sense without.
    empty_marks     cells, in lower case, that stand for nothing, beyond the usual ones.
    """

    format: str
    label: str
    help: str
    source: str
    source_columns: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    needs_identity: bool = True
    groups: bool = False
    joins: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, FieldRule] = field(default_factory=dict)
    place: Mapping[str, FieldRule] = field(default_factory=dict)
    whole_address: FieldRule | None = None
    point: FieldRule | None = None
    projection: str = ""
    splits_address: bool = False
    hours: HoursRule | None = None
    case_columns: tuple[str, ...] = ()
    cases: Mapping[str, Case] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    other_case: Case | None = None
    ignored: tuple[str, ...] = ()
    demanded: tuple[str, ...] = ()
    empty_marks: frozenset[str] = frozenset()
    themes: tuple[str, ...] = ()

    @property
    def every_case(self) -> tuple[Case, ...]:
        listed = (*self.cases.values(), *(each.case for each in self.conditions))
        return (*listed, *((self.other_case,) if self.other_case else ()))

    def themes_in(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        """Return the themes of the source's own classification that a row says, in order, each once."""
        said = {part.strip() for column in self.themes for part in re.split(r"[|,;]", cells.get(column, ""))}
        return tuple(sorted(said - {""}))

    @property
    def used_columns(self) -> tuple[str, ...]:
        """Every column the mapping reads, in no useful order, once."""
        rules = [*self.fields.values(), *self.place.values(), *filter(None, (self.whole_address, self.point))]
        for case in self.every_case:
            rules += case.fields.values()
        names = [name for rule in rules for name in rule.used_columns if name != CASE_LABEL]
        names += self.source_columns + self.identity + self.case_columns + self.themes
        names += self.hours.columns if self.hours else ()
        return tuple(dict.fromkeys(names))

    @property
    def needed_columns(self) -> tuple[str, ...]:
        """The columns without which no row makes sense, or the file is of another kind."""
        names = [
            *(self.identity if self.needs_identity else ()),
            *self.source_columns,
            *self.demanded,
            *self.case_columns,
        ]
        for name in ("titre_du_service", "structure"):
            rule = self.fields.get(name)
            sole = rule.rules[0] if rule is not None and len(rule.rules) == 1 else None
            if sole is not None and len(sole.columns) == 1 and not sole.default:
                names += sole.columns
        return tuple(dict.fromkeys(names))
