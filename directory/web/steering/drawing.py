"""Charts and the map as shapes that a template puts in SVG: they need no script, and print."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from directory.domain.steering.counts import Metric
from directory.domain.steering.periods import Period, Quarter
from directory.domain.steering.shown import Shown
from directory.services.steering.coverage import State
from directory.services.steering.reckoned import Reckoned
from directory.services.steering.territories import Outlines
from directory.web.steering.asked import Asked
from directory.web.steering.matrix import said_of
from directory.web.steering.words import quarter_label, shown_said
from search.text.french import NBSP

WIDTH = 620.0
BAR_WIDTH, BAR_STEP, BASE = 44, 68, 134
TALLEST = 104
MOST_BARS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A column of a chart, in units of its box. ``is_now``: of the period shown."""

    x: float
    y: float
    height: float
    label: str
    value: str
    is_now: bool

    @property
    def middle(self) -> float:
        return self.x + BAR_WIDTH / 2

    @property
    def lines(self) -> tuple[str, str]:
        """The label in two lines, the year below: side by side they would run into each other."""
        name, _, year = self.label.rpartition(NBSP)
        return name, year


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    width: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A territory of the map: its outline, and where its name and state are written."""

    path: str
    state: State
    name: str
    said: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    title: str
    height: float
    zones: tuple[Zone, ...]


def searches_chart(quarters: Sequence[tuple[Quarter, Reckoned]], shown: Period) -> Chart | None:
    """Return the searches of some quarters, oldest first; None with fewer than two."""
    if len(quarters) < 2:
        return None
    values = [(quarter, reckoned.used(Metric.SEARCHES)) for quarter, reckoned in quarters]
    most = max(each.value for _, each in values) or 1
    bars = tuple(
        _bar(rank, quarter, each, most, is_now=quarter in shown.quarters) for rank, (quarter, each) in enumerate(values)
    )
    said = ", ".join(f"{bar.value} au {bar.label}" for bar in bars)
    return Chart(f"Recherches par trimestre{NBSP}: {said}.", BAR_STEP * MOST_BARS, bars)


def _bar(rank: int, quarter: Quarter, value: Shown, most: int, *, is_now: bool) -> Bar:
    height = round(TALLEST * value.value / most, 1)
    return Bar(rank * BAR_STEP + 12, BASE - height, height, quarter_label(quarter), shown_said(value), is_now)


def map_of(asked: Asked, need: str, rings: Outlines) -> Drawing | None:
    """Return the territories on the map for one need; None where their outlines are not known."""
    shown = [each for each in asked.territories if each.code in rings]
    if not shown:
        return None
    points = [point for each in shown for ring in rings[each.code] for point in ring]
    west, north = min(x for x, _ in points), max(y for _, y in points)
    shrunk = math.cos(math.radians(north))
    scale = WIDTH / ((max(x for x, _ in points) - west) * shrunk)

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return round((point[0] - west) * shrunk * scale, 1), round((north - point[1]) * scale, 1)

    zones = []
    for territory in shown:
        cover = asked.coverage[need, territory.code]
        placed = [[at(point) for point in ring] for ring in rings[territory.code]]
        x, y = _middle(max(placed, key=_size))
        path = "".join("M" + " ".join(f"{a:g},{b:g}" for a, b in ring) + "Z" for ring in placed)
        zones.append(Zone(path, cover.state, territory.short_name, said_of(cover), x, y))
    height = max(at(point)[1] for point in points)
    return Drawing(_told(asked, need, zones), height, tuple(zones))


def _told(asked: Asked, need: str, zones: Sequence[Zone]) -> str:
    """Return the map in one sentence, for who does not see it."""
    parts = []
    for state in State:
        names = [zone.name for zone in zones if zone.state is state]
        if names:
            parts.append(f"{state.label}{NBSP}: {', '.join(names)}")
    return f"{asked.words.label('besoin', need)}. {f'{NBSP}; '.join(parts)}."


def _size(ring: Sequence[tuple[float, float]]) -> float:
    return abs(_area(ring))


def _area(ring: Sequence[tuple[float, float]]) -> float:
    return sum(x * b - a * y for (x, y), (a, b) in pairwise(ring)) / 2


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the centre of mass of a ring."""
    area = _area(ring) or 1.0
    steps = list(pairwise(ring))
    x = sum((x + a) * (x * b - a * y) for (x, y), (a, b) in steps) / (6 * area)
    y = sum((y + b) * (x * b - a * y) for (x, y), (a, b) in steps) / (6 * area)
    return round(x, 1), round(y, 1)


PAPER, INK, SOFT, NONE_COLOUR, WEAK_COLOUR = "#fff", "#000", "#444", "#a4261d", "#8a4b00"
PATTERNS = (
    f'<pattern id="a-distance" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="8" height="8" fill="{PAPER}"/><rect width="3" height="8" fill="{NONE_COLOUR}"/></pattern>'
    f'<pattern id="une-seule" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" '
    f'fill="{PAPER}"/><circle cx="4" cy="4" r="2" fill="{WEAK_COLOUR}"/></pattern>'
    f'<pattern id="a-verifier" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" '
    f'fill="{PAPER}"/><rect width="7" height="2.5" fill="{WEAK_COLOUR}"/></pattern>'
)


def picture_of(drawing: Drawing) -> str:
    """Return the map as an SVG of its own, for a document: the same patterns on paper."""
    fills = {State.NONE: NONE_COLOUR, State.COVERED: PAPER}
    zones = "".join(
        f'<path d="{zone.path}" fill="{fills.get(zone.state, f"url(#{zone.state.value})")}" stroke="{SOFT}" '
        f'stroke-width="1.4"/>'
        for zone in drawing.zones
    )
    names = "".join(_named(zone, halo=halo) for halo in (True, False) for zone in drawing.zones)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 628 {drawing.height + 8:g}"><defs>{PATTERNS}</defs>'
        f'{zones}<g font-family="Atkinson Hyperlegible Next" font-size="17" text-anchor="middle">{names}</g></svg>'
    )


def _named(zone: Zone, *, halo: bool) -> str:
    stroke = f' stroke="{PAPER}" stroke-width="6" stroke-linejoin="round"' if halo else f' fill="{INK}"'
    return (
        f'<text x="{zone.x:g}" y="{zone.y:g}"{stroke}>{escape(zone.name)}</text>'
        f'<text x="{zone.x:g}" y="{zone.y + 19:g}" font-weight="700"{stroke}>{escape(zone.said)}</text>'
    )
