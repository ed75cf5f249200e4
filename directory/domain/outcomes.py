"""*Ce que cela a donné*: what came of sending somebody to a service, counted by month; never of whom, never by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from directory.domain.freshness import add_months

LEAST_SHOWN = 3
"""Answers under which nothing is shown."""
MONTHS_SHOWN = 6
MONTHS_OF_LIFE = 2
"""This month and the one before: at most 62 days, where a month is all that is kept."""
GIVEN_LIFE = timedelta(days=8)
"""From the first day of a week to the end of what refuses a second answer in it."""
ASKED_AFTER = timedelta(days=7)
"""From a sheet to the question beside the line of a selection."""


class Answer(StrEnum):
    """What the service did."""

    RECEIVED = "accueilli"
    FULL = "sans-place"
    OTHER_TERMS = "autres-conditions"
    UNREACHED = "injoignable"


class Wait(StrEnum):
    """How long somebody who was received had waited; said of nobody else."""

    UNSAID = ""
    UNDER_A_WEEK = "moins-1"
    ONE_OR_TWO = "1-2"
    THREE_OR_FOUR = "3-4"
    LONGER = "plus"


KNOWN_WAITS = (Wait.UNDER_A_WEEK, Wait.ONE_OR_TWO, Wait.THREE_OR_FOUR, Wait.LONGER)
"""From the shortest to the longest."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer, as it is counted."""

    answer: Answer
    wait: Wait = Wait.UNSAID


CHOICES: Mapping[str, Outcome] = {
    **{f"accueilli.{wait.value or 'inconnue'}": Outcome(Answer.RECEIVED, wait) for wait in (*KNOWN_WAITS, Wait.UNSAID)},
    **{answer.value: Outcome(answer) for answer in Answer if answer is not Answer.RECEIVED},
}
"""All that can be answered, by the code that a form sends."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What advisors answered of one fiche over some months.

    wait   the median of the waits that were said; ``UNSAID`` where none was.
    """

    counts: Mapping[Answer, int]
    wait: Wait

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def tally_of(counted: Sequence[tuple[Outcome, int]]) -> Tally:
    """Return the tally of outcomes, each with how many times it was answered."""
    counts = {each: sum(count for outcome, count in counted if outcome.answer is each) for each in Answer}
    waits = [(wait, sum(count for outcome, count in counted if outcome.wait is wait)) for wait in KNOWN_WAITS]
    said, passed = sum(count for _, count in waits), 0
    for wait, count in waits:
        passed += count
        if said and 2 * passed >= said:
            return Tally(counts, wait)
    return Tally(counts, Wait.UNSAID)


def months_to(day: date, count: int) -> tuple[str, ...]:
    """Return so many months (``2026-11``), that of a day and those before, the last first."""
    return tuple(f"{add_months(day.replace(day=1), -back):%Y-%m}" for back in range(count))


def monday_of(day: date) -> date:
    """Return the first day of the week of a day."""
    return day - timedelta(days=day.weekday())
