"""Whatever the expression, a fiche is open only when the parser's state says so, and possible when it cannot tell."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours, State
from opening_hours import ParserError as BadHours  # type: ignore[attr-defined]  # missing from its stubs

from directory.services.hours.holidays import holiday_name
from directory.services.hours.intervals import openings
from directory.services.hours.rules import rules_of
from search.criteria import MINUTES_A_DAY, local_minute

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAYS = st.sampled_from(
    ("", "Mo-Fr", "Mo-Su", "Sa,Su", "We", "Fr-Mo", "Tu[1,3]", "Mo[-1]", "PH", "Su,PH", "Mo-We,Fr", "Sa[1-2]")
)
DATES = st.sampled_from(
    ("", "", "", "Apr-Sep", "Oct-Mar", "Aug 01-15", "2026 Dec 24-2027 Jan 02", "Dec 25", "week 1-53/2", "easter")
)
HOURS = st.integers(0, 23)
SPANS = st.builds(
    lambda start, end, half, mark: f"{start:02}:{half}-{end:02}:00{mark}",
    *(HOURS, st.integers(0, 24), st.sampled_from(("00", "30")), st.sampled_from(("", "", "", "+"))),
).filter(lambda span: span[:5] != span[6:11])
TIMES = st.one_of(
    st.just(""), st.just("24/7"), st.just("sunrise-sunset"), SPANS, HOURS.map(lambda hour: f"{hour:02}:00+"),
    st.lists(SPANS, min_size=2, max_size=3).map(",".join),
)  # fmt: skip
MODIFIERS = st.sampled_from(("", "", "", "", "unknown", "off", "open"))
COMMENTS = st.sampled_from(("", "", "", '"sur rendez-vous"', '"lundi ; || mardi, ou non"'))
RULES = st.tuples(DATES, DAYS, TIMES, MODIFIERS, COMMENTS).map(lambda parts: " ".join(filter(None, parts)))
SEPARATORS = st.sampled_from(("; ", "; ", ", ", " || "))
TEXTS = st.tuples(RULES, st.lists(st.tuples(SEPARATORS, RULES), max_size=3)).map(
    lambda parts: parts[0] + "".join(separator + rule for separator, rule in parts[1])
)
FIRST = date(2026, 3, 1)
DAYS_ASKED = 366


def _is_in(minute: int, intervals: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= minute < end for start, end in intervals)


def _moments(bounds: set[int]) -> list[datetime]:
    """Return the bounds of every interval, the minute before each, and one in nineteen hours of a year."""
    origin = datetime.combine(FIRST, datetime.min.time())
    first = local_minute(origin)
    asked = {bound - shift - first for bound in bounds for shift in (0, 1)}
    asked.update(range(0, DAYS_ASKED * MINUTES_A_DAY, 19 * 60 + 13))
    return [origin + timedelta(minutes=at) for at in sorted(asked) if 0 <= at < DAYS_ASKED * MINUTES_A_DAY]


def _parsed(text: str) -> OpeningHours | None:
    try:
        return OpeningHours(text, country="FR")
    except BadHours:
        return None


@settings(max_examples=60, deadline=None)
@example("24/7; unknown; Mo-Fr 01:30-01:00+")
@given(TEXTS)
def test_the_state_of_every_moment_of_a_year_is_the_parsers_or_less_sure(text: str) -> None:
    parsed = _parsed(text)
    if parsed is None:
        return
    found = openings(text, (), "13", FIRST, DAYS_ASKED)
    for moment in _moments({at for interval in (*found.open, *found.possible) for at in interval}):
        minute = local_minute(moment)
        state, is_open = parsed.state(moment)[0], _is_in(minute, found.open)
        is_possible = _is_in(minute, found.possible)
        assert not (is_open and is_possible)
        if is_open:
            assert state == State.OPEN, (text, moment)
        if state != State.CLOSED and not is_open:
            assert is_possible, (text, moment)


PLAIN = st.lists(st.tuples(st.sampled_from(("Mo-Fr", "Sa", "We,Su", "Tu[1,3]", "Oct-Mar Mo")), SPANS), min_size=1).map(
    lambda rules: "; ".join(f"{days} {span.rstrip('+')}" for days, span in rules) + "; PH off"
)


@settings(max_examples=60, deadline=None)
@given(PLAIN)
def test_where_everything_is_said_the_state_is_exactly_the_parsers(text: str) -> None:
    parsed = OpeningHours(text, country="FR")
    found = openings(text, (), "13", FIRST, DAYS_ASKED)
    assert found.possible == ()
    for moment in _moments({at for interval in found.open for at in interval}):
        assert _is_in(local_minute(moment), found.open) == (parsed.state(moment)[0] == State.OPEN), moment


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(("13", "67", "974", "987")))
def test_only_what_speaks_of_public_holidays_is_open_on_them(text: str, department: str) -> None:
    if _parsed(text) is None or any(sign in text for sign in ("PH", "24/7", "Dec 25")):
        return
    found = openings(text, (), department, FIRST, DAYS_ASKED)
    for start, end in found.open:
        for day in range(start // MINUTES_A_DAY, (end - 1) // MINUTES_A_DAY + 1):
            assert not holiday_name(date.fromordinal(day), department)


@pytest.mark.parametrize(
    "text, opened, possible",
    [
        ("Mo 09:00-12:00", [(9, 12)], []),
        ('Mo 09:00-12:00 "sur rendez-vous"', [(9, 12)], []),
        ('Mo "sur rendez-vous"', [], [(0, 24)]),
        ("Mo", [], [(0, 24)]),
        ("Mo 09:00-12:00 unknown", [], [(9, 12)]),
        ("Mo 14:00+", [], [(14, 24)]),
        ("Mo 09:00-12:00,14:00+", [(9, 12)], [(14, 24)]),
        ("Mo 09:00-12:00+", [(9, 12)], [(12, 24)]),
        ("Mo 22:00-02:00+", [(22, 26)], [(26, 30)]),
        ("Mo 14:00+; Mo off", [], []),
        ('Mo 09:00-12:00 || "appeler"', [(9, 12)], [(0, 9), (12, 48)]),
        ("Mo 09:00-12:00 || Mo 10:00-14:00", [(9, 12)], [(12, 14)]),
        ("Mo 08:00-09:00 || Mo 10:00-11:00 || Mo 12:00-13:00", [(8, 9)], [(10, 11), (12, 13)]),
        ('Mo 09:00-12:00 "a || b; c, d"', [(9, 12)], []),
        ("Mo sunrise-sunset", [], [(7, 19)]),
        ('Mo 09:00-12:00 "matin", Mo 14:00-17:00 unknown "soir"', [(9, 12)], [(14, 17)]),
        ('"été": Mo 09:00-12:00', [], [(0, 48)]),
    ],
)
def test_only_what_is_said_with_times_is_open(
    text: str, opened: list[tuple[int, int]], possible: list[tuple[int, int]]
) -> None:
    monday = date(2026, 11, 23)
    start = monday.toordinal() * MINUTES_A_DAY
    found = openings(text, (), "13", monday, 2)
    assert [((a - start) / 60, (b - start) / 60) for a, b in found.open] == opened
    assert [((a - start) / 60, (b - start) / 60) for a, b in found.possible] == possible


@given(TEXTS | st.text(max_size=40))
def test_no_text_is_an_exception(text: str) -> None:
    rules_of(text)
    openings(text, (), "68", FIRST, 2)
