"""Grid, then text, then grid again: the same; and what a grid cannot hold is kept as it is."""

from datetime import date
from itertools import pairwise

import opening_hours
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.services.hours.grid import Entered, Grid, Holidays, Line, entered_of, means_the_same, osm_of
from directory.services.hours.intervals import openings

A_MONDAY = date(2027, 2, 1)
STARTS = st.integers(0, 95).map(lambda quarter: quarter * 15)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    start = draw(STARTS)
    length = draw(st.integers(1, 95)) * 15
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    return Line(start, min(start + length, start + 1425), draw(st.booleans()), tuple(sorted(days)))


@given(st.lists(lines(), max_size=5), st.sampled_from(Holidays))
def test_a_grid_comes_back_from_its_text(given_lines: list[Line], holidays: Holidays) -> None:
    grid = Grid.of(given_lines, holidays)
    text = osm_of(Entered(grid))
    assert not text or opening_hours.validate(text)
    found = entered_of(text)
    assert means_the_same(osm_of(found), text)
    if not _overlaps(grid):
        assert found == Entered(grid)


@given(st.lists(lines(), min_size=1, max_size=4))
def test_a_text_opens_what_its_grid_shows(given_lines: list[Line]) -> None:
    """Each minute of two weeks without public holiday, nights of Sunday included."""
    text = osm_of(Entered(Grid.of(given_lines, Holidays.CLOSED)))
    first = A_MONDAY.toordinal() * 1440
    shown = {
        minute
        for week in (-1, 0, 1)
        for line in given_lines
        for day in line.days
        for minute in range((week * 7 + day) * 1440 + line.start, (week * 7 + day) * 1440 + line.end, 15)
        if 0 <= minute < 14 * 1440
    }
    opened = openings(text, (), "", A_MONDAY, 14)
    assert {minute - first for start, end in opened.open for minute in range(start, end, 15)} == shown
    assert opened.possible == ()


def _overlaps(grid: Grid) -> bool:
    """Say whether two ranges of one moment meet: a text may then join them."""
    week = sorted((day * 1440 + line.start, day * 1440 + line.end) for line in grid.lines for day in line.days)
    around = [*week, *((start + 10080, end + 10080) for start, end in week)]
    return any(one[1] >= other[0] for one, other in pairwise(around))


WEEK = Line(540, 720, False, (0, 1, 2, 3, 4))


@pytest.mark.parametrize(
    "grid, text",
    [
        (Grid(), ""),
        (Grid.of([WEEK]), "Mo-Fr 09:00-12:00"),
        (
            Grid.of([WEEK, Line(840, 1050, False, (0, 1, 3))], Holidays.CLOSED),
            "Mo-Tu,Th 09:00-12:00,14:00-17:30; We,Fr 09:00-12:00; PH off",
        ),
        (Grid.of([WEEK], Holidays.OPEN), "Mo-Fr 09:00-12:00, PH Mo-Fr 09:00-12:00"),
        (Grid.of([Line(1200, 1680, False, (3,)), WEEK]), "Mo-We,Fr 09:00-12:00, Th 09:00-12:00,20:00-04:00"),
        (
            Grid.of([WEEK, Line(840, 960, True, (0,))], Holidays.CLOSED),
            'Mo-Fr 09:00-12:00, Mo 14:00-16:00 "sur rendez-vous"; PH off',
        ),
        (Grid.of([Line(1080, 1440, False, (5,))]), "Sa 18:00-24:00"),
        (Grid.of([Line(0, 1440, False, tuple(range(7)))], Holidays.OPEN), "24/7"),
    ],
)
def test_a_grid_is_written_as_people_would(grid: Grid, text: str) -> None:
    assert osm_of(Entered(grid)) == text
    assert entered_of(osm_of(Entered(grid))) == Entered(grid)


def test_a_night_does_not_cut_the_day_it_falls_on() -> None:
    """Thursday until 4, and Friday morning: after a semicolon, Friday would wipe the end of the night."""
    text = osm_of(Entered(Grid.of([Line(1200, 1680, False, (3,)), Line(540, 720, False, (4,))])))
    assert means_the_same(text, "Fr 09:00-12:00, Th 20:00-04:00")
    assert not means_the_same(text, "Th 20:00-04:00; Fr 09:00-12:00")


def test_what_is_beside_the_grid_is_shown_beside_it() -> None:
    found = entered_of("Mo-Fr 09:00-12:00, Tu[1] 17:30-19:00; PH off")
    assert found == Entered(Grid.of([WEEK], Holidays.CLOSED), "Tu[1] 17:30-19:00")
    assert osm_of(found) == "Mo-Fr 09:00-12:00, Tu[1] 17:30-19:00; PH off"


BEYOND = """
Mo-Fr,PH 09:00-12:00
Mo-Fr 09:00-12:00+
Mo-Fr 09:00+
Mo[1,3] 14:00-17:00
Th[-1] 09:00-12:00
week 01-53/2 Mo 09:00-12:00
week 2-52/2 Tu 14:00-16:00
Apr-Oct Mo-Fr 09:00-18:00
Apr-Sep Mo-Su 10:00-19:00; Oct-Mar Mo-Fr 10:00-17:00
Jul 14-Aug 31 off
Dec 25 off
2027 Jan 04 09:00-12:00
Mo-Fr sunrise-sunset
Mo-Fr 09:00-(sunset+01:00)
Mo-Fr 09:00-12:00 unknown
Mo-Fr "sur appel"
Mo-Fr 09:00-12:00 "entretien individuel"
Mo-Fr 09:00-12:00 || "appeler avant de venir"
"uniquement en urgence"
Mo-Fr 09:00-17:00/00:30
PH 10:00-12:00
Mo-Fr 09:00-12:00; PH 10:00-11:00
Sa,PH 10:00-12:00
Mo-Fr 09:00-12:00 open "porte B"
Th 20:00-04:00; Fr 09:00-12:00
Jan-Mar,Nov-Dec Mo 09:00-12:00
Mo off
Mo-Fr 09:00-12:00; We off
Mo-Fr 09:00-12:00; Aug off
easter -2 days off
Mo-Fr 09:00-12:00; easter off
Fr[1]-Su 10:00-12:00
2026-2027 Mo-Fr 09:00-12:00
Sep-Jun We 14:00-17:00
Mo-Fr 26:00-27:00
off
unknown
24/7 "sonner"
24/7; PH off
Mo-Fr 08:00-08:00
Sa[2] 09:30-12:00, Sa[4] 09:30-12:00
Mo-Th 09:00-12:00, Fr[1] 14:00-16:00
Mo-Fr 09:00-12:00, Jul-Aug Mo-Fr 09:00-16:00
Mo-Fr 09:00-12:00,14:00-17:00+
Mo-Fr 09:00-12:00; PH,Su off
Mo-Fr 09:00-12:00; Dec 24-Jan 02 off
Mo 09:00-12:00, Tu "sur rendez-vous"
Mo-Fr 09:00-12:00; Sa closed "sauf urgence"
Mo-Fr 09:00-12:00 "1er étage"; PH off
We 09:00-12:00 "enfants", We 14:00-17:00 "adultes"
Lu-Ve 9h-12h
du lundi au vendredi
Mo-Fr 09:00-12:00; SH off
Mo-Fr 9:00-12:00 , "et sur demande"
week 10 Mo-Fr 09:00-12:00
Mo-Su,PH 10:00-20:00
Fr 22:00-02:00; Sa 10:00-12:00; PH off
Mo-Fr (sunrise+01:00)-12:00
Nov 11 10:00-12:00
Mo-Fr 07:00-09:00,16:30-18:30; Jul 07-Aug 31 07:00-18:30
"""


@pytest.mark.parametrize("hours", [line for line in BEYOND.splitlines() if line])
def test_what_a_grid_cannot_hold_is_kept_as_it_is(hours: str) -> None:
    found = entered_of(hours)
    assert found == Entered(special=hours) or means_the_same(osm_of(found), hours)
    if not opening_hours.validate(hours):
        assert found.special == hours
