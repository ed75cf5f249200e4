"""Opening patterns judged for a moment, which many questions of one minute ask for."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np

from search.criteria import OpenAt, local_minute
from search.places.clock import zone_named
from search.sqlite.patterns import HourPatterns

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
PARIS, REUNION = "Europe/Paris", "Indian/Reunion"


def around(zone: str, now: datetime = NOW) -> str:
    """Return a pattern that is open for the minute of ``now``, and possible for the one after."""
    minute = local_minute(now.astimezone(zone_named(zone)))
    return json.dumps([zone, [[minute, minute + 1]], [[minute + 1, minute + 2]]])


def met(patterns: HourPatterns, now: datetime = NOW) -> tuple[list[int], list[int]]:
    opening, possible = patterns.open_at(OpenAt(instant=now))
    assert len(opening) == len(possible) == patterns.highest + 1
    return np.flatnonzero(opening).tolist(), np.flatnonzero(possible).tolist()


def test_each_pattern_is_judged_on_the_clock_of_its_place() -> None:
    patterns = HourPatterns()
    patterns.add(1, around(PARIS))
    patterns.add(3, around(REUNION))
    assert met(patterns) == ([1, 3], [])
    assert met(patterns, NOW + timedelta(minutes=1)) == ([], [1, 3])
    assert met(patterns) == ([1, 3], [])


def test_a_pattern_learnt_after_an_answer_is_part_of_the_next_one() -> None:
    patterns = HourPatterns()
    patterns.add(1, around(PARIS))
    assert met(patterns) == ([1], [])
    patterns.add(7, around(PARIS))
    assert met(patterns) == ([1, 7], [])
    # One that never opens adds no interval, and has its place all the same.
    patterns.add(9, json.dumps([PARIS, [], []]))
    assert met(patterns) == ([1, 7], [])
