"""Coverage as the page shows it: needs with a gap first, those most searched on top."""

from dataclasses import dataclass

from directory.domain.steering.counts import Metric
from directory.domain.steering.shown import Shown
from directory.services.steering.coverage import GAPS, Cover, State
from directory.services.steering.territories import Territory
from directory.web.steering.asked import PAGE, Asked, address_of
from directory.web.steering.words import beyond, shown_said

CELL = f"{PAGE}/couverture"
COMMUNITIES = "Intercommunalités"
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """``said``: what is read in it; ``territory``: its column, told again where columns are folded."""

    state: State
    said: str
    url: str
    territory: str
    starts_part: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    code: str
    label: str
    searches: str
    hidden: str
    map_url: str
    cells: tuple[MatrixCell, ...]

    @property
    def has_gap(self) -> bool:
        return any(cell.state in GAPS for cell in self.cells)


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    title: str
    columns: tuple[Territory, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """``rows``: the needs with a gap most searched; ``others``: with one too; ``covered``: with none."""

    groups: tuple[MatrixGroup, ...]
    rows: tuple[MatrixRow, ...]
    others: tuple[MatrixRow, ...]
    covered: tuple[MatrixRow, ...]

    @property
    def every(self) -> tuple[MatrixRow, ...]:
        return (*self.rows, *self.others, *self.covered)


def matrix_of(asked: Asked) -> Matrix:
    searches = asked.reckoned.used_by_need(Metric.SEARCHES)
    groups = _groups(asked.territories)
    starts = {group.columns[0].code for group in groups[1:]}
    ordered = sorted(asked.needs, key=lambda code: -searches.get(code, Shown()).value)
    rows = [_row(code, searches.get(code, Shown()), starts, asked) for code in ordered]
    gaps = tuple(row for row in rows if row.has_gap)
    covered = tuple(row for row in rows if not row.has_gap)
    return Matrix(groups, gaps[:MOST_SHOWN], gaps[MOST_SHOWN:], covered)


def cell_url(asked: Asked, need: str, territory: str) -> str:
    return address_of(CELL, {"periode": asked.period.code, "besoin": need, "territoire": territory})


def said_of(cover: Cover) -> str:
    return str(cover.here) if cover.state is State.COVERED else cover.state.label


def _row(need: str, searches: Shown, starts: set[str], asked: Asked) -> MatrixRow:
    cells = []
    for territory in asked.territories:
        cover = asked.coverage[need, territory.code]
        cells.append(
            MatrixCell(
                cover.state,
                said_of(cover),
                cell_url(asked, need, territory.code),
                territory.name,
                territory.code in starts,
            )
        )
    return MatrixRow(
        need,
        asked.words.label("besoin", need),
        shown_said(searches),
        beyond(searches.hidden) if searches.value else "",
        f"{asked.address(carte=need)}#carte",
        tuple(cells),
    )


def _groups(territories: tuple[Territory, ...]) -> tuple[MatrixGroup, ...]:
    titles = dict.fromkeys(each.part_of for each in territories)
    return tuple(
        MatrixGroup(
            f"{title}, par secteur" if title else COMMUNITIES,
            tuple(each for each in territories if each.part_of == title),
        )
        for title in titles
    )
