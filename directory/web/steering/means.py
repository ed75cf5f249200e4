"""What was searched and handed over, by need and by family; liaisons by antenne, for who may read them."""

from collections.abc import Iterator
from dataclasses import dataclass

from directory.domain.actors import Actor
from directory.domain.rights import Action, may, may_somewhere
from directory.domain.steering.counts import Metric
from directory.domain.steering.shown import NONE, Shown, total
from directory.http.request import current_services
from directory.web.steering.asked import Asked
from directory.web.steering.words import shown_said

METRICS = {
    Metric.SEARCHES: "Recherches",
    Metric.SHEETS: "Feuilles",
    Metric.LINKS_OPENED: "Liens ouverts",
    Metric.LIAISONS: "Liaisons",
}
NO_NEED = "Aucun besoin compris"


@dataclass(frozen=True, slots=True)
class MeansLine:
    """``counts``: in the order of ``METRICS``; of an antenne, its liaisons alone."""

    label: str
    family: str
    counts: tuple[Shown, ...]

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """What each count is of, and the count as it is shown."""
        return tuple((label, shown_said(count)) for label, count in zip(METRICS.values(), self.counts, strict=False))

    @property
    def left_out(self) -> int:
        """How many cells are too small to be in the counts."""
        return total(self.counts).hidden


def by_need(asked: Asked) -> tuple[MeansLine, ...]:
    """Return the needs of which something was counted, those most searched first, none last."""
    used = [asked.reckoned.used_by_need(metric) for metric in METRICS]
    lines = [
        MeansLine(
            asked.words.label("besoin", code) if code else NO_NEED,
            _family(asked, code),
            tuple(counts.get(code, NONE) for counts in used),
        )
        for code in (*asked.needs, *([""] if not asked.scope.need else []))
    ]
    return tuple(sorted(filter(_is_counted, lines), key=lambda line: (line.label == NO_NEED, -line.counts[0].value)))


def by_family(asked: Asked) -> tuple[MeansLine, ...]:
    """Return the same by family, in the order of the classification: the nearest to a typology of barriers."""
    lines = by_need(asked)
    families = [family.label for family in asked.words.taxonomy.families.values()] + [NO_NEED]
    return tuple(
        MeansLine(label, label, tuple(map(total, zip(*(each.counts for each in inside), strict=True))))
        for label in dict.fromkeys(families)
        if (inside := [line for line in lines if line.family == label])
    )


def by_antenne(asked: Asked, actor: Actor) -> tuple[MeansLine, ...]:
    """Return the liaisons of the antennes that somebody may read of.

    Those of a few accounts are one line, for who may read of all.
    """
    if not may_somewhere(actor, Action.MANAGE_OFFICES):
        return ()
    counts = dict(_by_office(asked))
    offices = current_services().steering.quarters.offices([*counts])
    lines = []
    for number, counted in counts.items():
        office = offices.get(number)
        if may(actor, Action.MANAGE_OFFICES, owner=office.institution if office is not None else ""):
            label = office.name if office is not None else "Antennes de moins de cinq comptes, ensemble"
            lines.append(MeansLine(label, "", (counted,)))
    return tuple(sorted(lines, key=lambda line: (-line.counts[0].value, line.label)))


def _by_office(asked: Asked) -> Iterator[tuple[int, Shown]]:
    cells = [
        cell
        for snapshot in asked.reckoned.snapshots
        for cell in snapshot.cells
        if cell.metric is Metric.OFFICE_LIAISONS
    ]
    for number in sorted({cell.office_id for cell in cells}):
        yield number, total(cell.shown for cell in cells if cell.office_id == number)


def _family(asked: Asked, need: str) -> str:
    found = asked.words.taxonomy.needs.get(need)
    return asked.words.taxonomy.families[found.family].label if found is not None else NO_NEED


def _is_counted(line: MeansLine) -> bool:
    return any(each.value or each.hidden for each in line.counts)
