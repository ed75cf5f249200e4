"""The page of steering: a period beside the one before, what is to be decided, tables, a chart, a map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action, may_somewhere
from directory.domain.steering.counts import Metric
from directory.domain.steering.periods import Period, Quarter, period_of
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.services.steering.coverage import State
from directory.services.steering.quarters import is_frozen
from directory.services.steering.reckoned import Reckoned
from directory.web.steering.antennes import Antennes, antennes_of
from directory.web.steering.asked import NOBODY, PAGE, Asked, asked, every_territory
from directory.web.steering.drawing import MOST_BARS, Chart, Drawing, map_of, searches_chart
from directory.web.steering.matrix import Matrix, MatrixRow, matrix_of
from directory.web.steering.means import MeansLine, by_antenne, by_need
from directory.web.steering.outcomes import OutcomeTable, outcome_table
from directory.web.steering.points import RULE, Point, points_of
from directory.web.steering.tables import FigureTable, figure_tables
from directory.web.steering.words import months_label, period_label, short_label, shown_said
from search.places.clock import local_day
from search.text.french import counted, day_in_words, number_in_words

steering = Blueprint("steering", __name__)

GROUPS = {1: "Trimestre", 2: "Semestre", 4: "Année"}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What the map shows of one territory, as a line of a table."""

    name: str
    state: State
    said: str
    url: str
    searches: str
    people: str


@dataclass(frozen=True, slots=True)
class SteeringView:
    """``said``: which months, where, as of when. ``mapped``: the line of the matrix that the map shows."""

    title: str
    said: str
    now: str
    before: str
    periods: tuple[tuple[str, tuple[Choice, ...]], ...]
    territories: tuple[Choice, ...]
    institutions: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    needs: tuple[Choice, ...]
    points: tuple[Point, ...]
    rule: str
    tables: tuple[FigureTable, ...]
    matrix: Matrix
    mapped: MatrixRow | None
    one_need: tuple[NeedLine, ...]
    drawing: Drawing | None
    chart: Chart | None
    means: tuple[MeansLine, ...]
    outcomes: OutcomeTable
    antennes: Antennes
    workbook: str
    report: str


@steering.get(PAGE)
@needs(Action.READ_STEERING)
def page() -> ResponseReturnValue:
    found, actor = asked(), current_actor()
    return render_template(
        "pages/steering/page.html", view=view_of(found), antennes=by_antenne(found, actor),
        may_type=may_somewhere(actor, Action.OPERATE),
    )  # fmt: skip


def view_of(found: Asked) -> SteeringView:
    matrix = matrix_of(found)
    mapped = _mapped(matrix, found.need)
    outlines = current_services().steering.outlines
    return SteeringView(
        title=f"Pilotage, {period_label(found.period)}",
        said=said_of(found),
        now=short_label(found.period),
        before=short_label(found.period.before),
        periods=_periods(found.period),
        territories=_territories(found),
        institutions=_institutions(found),
        kept=tuple(
            (name, value)
            for name, value in found.parameters.items()
            if name not in ("periode", "territoire", "institution")
        ),
        needs=tuple(Choice(row.code, row.label, row is mapped) for row in matrix.every),
        points=points_of(found),
        rule=RULE,
        tables=figure_tables(found),
        matrix=matrix,
        mapped=mapped,
        one_need=tuple(_need_lines(found, mapped)) if mapped is not None else (),
        drawing=map_of(found, mapped.code, outlines) if mapped is not None else None,
        chart=searches_chart(_last_quarters(found), found.period),
        means=by_need(found),
        outcomes=outcome_table(found),
        antennes=antennes_of(found.reckoned),
        workbook=found.address(f"{PAGE}.xlsx"),
        report=found.address(f"{PAGE}/rapport"),
    )


def said_of(found: Asked) -> str:
    """Return ``Juillet à septembre, Bouches-du-Rhône · arrêté le 2 octobre 2026 · à côté : 2e trimestre 2026``."""
    months = months_label(found.period)
    gazetteer = current_services().places.gazetteer
    where = ", ".join(gazetteer.territory(f"dep:{code}") or code for code in found.reckoned.last.departments)
    parts = [f"{months[:1].upper()}{months[1:]}{f', {where}' if where else ''}", state_said(found.reckoned)]
    missing = len(found.period.quarters) - len(found.reckoned.snapshots)
    if missing:
        parts.append(f"{counted(len(found.reckoned.snapshots), 'trimestre connu', 'trimestres connus')}")
    parts.append(
        f"à côté\u00a0: {period_label(found.period.before)}{'' if found.before is not None else ', pas connu'}"
    )
    return " · ".join(parts)


def state_said(reckoned: Reckoned) -> str:
    """Say as of when figures are, whether they still move, and since when they are other than they were."""
    last = reckoned.last
    quarter = Quarter.of(last.day)
    if is_frozen(quarter, last.at):
        first = last.first_at or last.at
        again = f", recalculé le {_day(local_day(last.at))}" if last.first_at is not None else ""
        return f"arrêté le {_day(local_day(first))}{again}"
    return f"en cours, au {_day(local_day(last.at))}"


def _day(day: date) -> str:
    return f"{day_in_words(day)} {day.year}"


def _mapped(matrix: Matrix, need: str) -> MatrixRow | None:
    return next((row for row in matrix.every if row.code == need), matrix.every[0] if matrix.every else None)


def _need_lines(found: Asked, row: MatrixRow) -> Iterator[NeedLine]:
    for territory, cell in zip(found.territories, row.cells, strict=True):
        searches = found.reckoned.used(Metric.SEARCHES, need=row.code, territory=territory.code)
        count = found.coverage[row.code, territory.code].here
        said = f"{cell.state.label}\u00a0: {count}" if count > 1 else cell.state.label
        people = number_in_words(territory.population)
        yield NeedLine(territory.name, cell.state, said, cell.url, shown_said(searches), people)


def _periods(chosen: Period) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    codes = current_services().steering.quarters.codes()
    found: dict[str, dict[str, Choice]] = {}
    for code in codes:
        year = int(code[:4])
        half = f"{year}-S{1 if int(code[-1]) <= 2 else 2}"
        for each in (code, half, str(year)):
            period = period_of(each)
            if period is not None:
                kind = GROUPS[len(period.quarters)]
                label = period_label(period)
                found.setdefault(kind, {})[each] = Choice(each, label[:1].upper() + label[1:], period == chosen)
    return tuple((kind, tuple(found[kind].values())) for kind in GROUPS.values() if kind in found)


def _territories(found: Asked) -> tuple[Choice, ...]:
    every = every_territory(found.reckoned)
    return tuple(Choice(each.code, each.name, each.code == found.scope.territory) for each in every)


def _institutions(found: Asked) -> tuple[Choice, ...]:
    owned = found.reckoned.within(found.scope.without("institution")).breakdown("institution")
    chosen = found.parameters.get("institution", "")
    named = [
        Choice(
            code or NOBODY,
            found.words.label("institution", code) if code else "Aucune institution",
            (code or NOBODY) == chosen,
        )
        for code in owned
    ]
    return tuple(sorted(named, key=lambda each: (each.value == NOBODY, each.label)))


def _last_quarters(found: Asked) -> Sequence[tuple[Quarter, Reckoned]]:
    quarters = current_services().steering.quarters
    last = found.period.quarters[-1]
    known = []
    for rank in range(1 - MOST_BARS, 1):
        quarter = last.after(rank)
        reckoned = quarters.reckoned(Period((quarter,)), found.scope)
        if reckoned is not None:
            known.append((quarter, reckoned))
    return known
