"""The parts of the form that have several lines: places, hours, closures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from directory.services.hours.grid import Holidays
from directory.web.writing.hours_said import MOST_CHARS, said_of, special_case_said
from directory.web.writing.typed import (
    CLOSURES,
    DAY_CODES,
    HOURS,
    KEEPS_POINT,
    PLACES,
    POINT,
    POINT_OF,
    SPECIAL,
    SPECIAL_SHOWN,
    Typed,
    ranks_of,
)
from fiche.codes import PRECISIONS
from fiche.content import Content
from fiche.fields import Field
from fiche.parts import PLACE_FIELDS, Place
from search.text.french import DAYS

EMPTY_LINES, LEAST_LINES = 1, 3
HOLIDAYS = {Holidays.CLOSED: "fermé", Holidays.OPEN: "ouvert", Holidays.UNKNOWN: "je ne sais pas"}

Said = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MemberView:
    name: str
    label: str
    value: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place: its texts, and where it stands on the map.

    at, precision      the point that is known, in degrees, and what it is the point of, in words; empty without one.
    point, point_of    the point put by hand, and the text it was put for.
    question           the text that such a point was put for, when it has to be said what becomes of it.
    """

    rank: int
    title: str
    members: tuple[MemberView, ...]
    at: str
    precision: str
    point: str
    point_of: str
    question: str


@dataclass(frozen=True, slots=True)
class DayView:
    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class LineView:
    rank: int
    title: str
    start: str
    end: str
    days: tuple[DayView, ...]
    by_appointment: bool
    errors: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class HoursView:
    """``said``: what an advisor will read of the hours, one line each; ``special_said``: how a case was understood."""

    lines: tuple[LineView, ...]
    holidays: tuple[tuple[str, str, bool], ...]
    special: str
    special_shown: str
    special_errors: tuple[str, ...]
    special_said: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClosureView:
    rank: int
    first: str
    last: str
    message: str
    errors: tuple[str, ...]


def ordinal(rank: int) -> str:
    return "1er" if rank == 0 else f"{rank + 1}e"


def place_views(typed: Typed, said: Said, places: Sequence[Place]) -> tuple[PlaceView, ...]:
    """Return the places of a form. ``places``: as they were read, in the same order.

    A line asked for and still empty has no place.
    """
    ranks = ranks_of(typed, PLACES) or [0]
    rows: dict[str, Field] = {
        PLACE_FIELDS[name].wire: PLACE_FIELDS[name] for name in ("address", "complement", "postcode", "commune_name")
    }
    return tuple(
        PlaceView(
            rank,
            f"{ordinal(position)} lieu" if len(ranks) > 1 else "Lieu",
            tuple(
                MemberView(wire, row.label, typed.get(name, ""), said.get(name, ()))
                for wire, row in rows.items()
                for name in (f"{PLACES}.{rank}.{wire}",)
            ),
            at=_degrees(place),
            precision=PRECISIONS[place.precision] if place.has_point else "",
            point=typed.get(f"{PLACES}.{rank}.{POINT}", ""),
            point_of=typed.get(f"{PLACES}.{rank}.{POINT_OF}", ""),
            question=typed.get(f"{PLACES}.{rank}.{POINT_OF}", "") if _asks(said, rank) else "",
        )
        for position, rank in enumerate(ranks)
        for place in (places[position] if position < len(places) else Place(),)
    )


def _degrees(place: Place) -> str:
    return f"{place.latitude:.6f} {place.longitude:.6f}" if place.has_point else ""


def _asks(said: Said, rank: int) -> bool:
    return f"{PLACES}.{rank}.{KEEPS_POINT}" in said


def hours_view(typed: Typed, said: Said, content: Content) -> HoursView:
    ranks = ranks_of(typed, HOURS)
    free = (max(ranks) if ranks else -1) + 1
    empty = max(EMPTY_LINES, LEAST_LINES - len(ranks))
    lines = [_line(rank, typed, said, is_new=False) for rank in ranks]
    lines += [_line(free + more, typed, said, is_new=True) for more in range(empty)]
    chosen = typed.get(f"{HOURS}.feries", Holidays.CLOSED.value)
    return HoursView(
        tuple(lines),
        tuple((each.value, label, each.value == chosen) for each, label in HOLIDAYS.items()),
        typed.get(SPECIAL, ""),
        typed.get(SPECIAL_SHOWN, ""),
        said.get(SPECIAL, ()),
        special_case_said(typed.get(SPECIAL, "").strip()[:MOST_CHARS]),
        tuple(said_of(content.hours, content.home_commune)),
    )


def _line(rank: int, typed: Typed, said: Said, *, is_new: bool) -> LineView:
    name = f"{HOURS}.{rank}"
    days = set(typed.getlist(f"{name}.jour"))
    return LineView(
        rank,
        f"{ordinal(rank)}{' '}plage d’heures".replace("1er", "1re"),
        typed.get(f"{name}.de", ""),
        typed.get(f"{name}.a", ""),
        tuple(DayView(code, day, code in days) for code, day in zip(DAY_CODES, DAYS, strict=True)),
        f"{name}.rdv" in typed,
        tuple(_all(said, (f"{name}.de", f"{name}.a", f"{name}.jour"))),
        is_new,
    )


def closure_views(typed: Typed, said: Said) -> tuple[ClosureView, ...]:
    ranks = ranks_of(typed, CLOSURES)
    free = (max(ranks) if ranks else -1) + 1
    return tuple(
        ClosureView(
            rank,
            typed.get(f"{CLOSURES}.{rank}.du", ""),
            typed.get(f"{CLOSURES}.{rank}.au", ""),
            typed.get(f"{CLOSURES}.{rank}.message", ""),
            tuple(_all(said, (f"{CLOSURES}.{rank}.du", f"{CLOSURES}.{rank}.au", f"{CLOSURES}.{rank}.message"))),
        )
        for rank in (*ranks, free)
    )


def _all(said: Said, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from said.get(name, ())
