"""What came of sending people, by need and territory: the cells that may be told, fewest received first."""

from collections.abc import Iterator
from dataclasses import dataclass

from directory.domain.outcomes import Answer, Tally, Wait
from directory.http.request import current_services
from directory.services.steering.reckoned import Answers
from directory.web.reports.outcome_words import WAITS
from directory.web.steering.asked import Asked
from directory.web.steering.tables import list_url
from directory.web.steering.words import UNKNOWN, beyond, percent
from search.text.french import number_in_words

OUTCOMES = "suites"
"""Key of the figure, and of its table."""


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """``url``: the fiches of the cell; empty where an address cannot name it."""

    need: str
    territory: str
    total: str
    received: str
    full: str
    wait: str
    url: str


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """``hidden``: "hors 3 cases cachées"."""

    lines: tuple[OutcomeLine, ...]
    hidden: str


def outcome_table(asked: Asked) -> OutcomeTable:
    told = sorted(told_cells(asked), key=lambda each: (_received(each[2].tally), -each[2].tally.total, each[:2]))
    return OutcomeTable(
        tuple(_line(asked, *each) for each in told), beyond(asked.reckoned.answered().hidden, is_veiled=True)
    )


def told_cells(asked: Asked) -> Iterator[tuple[str, str, Answers]]:
    """Give (need, territory, answers) of each cell of the period of which something may be told."""
    keys = {(each.need, each.territory) for snapshot in asked.reckoned.snapshots for each in snapshot.outcomes}
    for need, territory in sorted(keys):
        found = asked.reckoned.answered(need=need, territory=territory)
        if found.tally.total:
            yield need, territory, found


def wait_said(tally: Tally) -> str:
    return UNKNOWN if tally.wait is Wait.UNSAID else WAITS[tally.wait]


def _received(tally: Tally) -> float:
    return tally.counts[Answer.RECEIVED] / tally.total


def _line(asked: Asked, need: str, territory: str, found: Answers) -> OutcomeLine:
    tally = found.tally
    is_named = need in asked.needs and territory in {each.code for each in asked.territories}
    return OutcomeLine(
        asked.words.label("besoin", need) if need else "Aucun besoin",
        current_services().steering.quarters.territories.name(territory),
        number_in_words(tally.total),
        percent(_received(tally)),
        percent(tally.counts[Answer.FULL] / tally.total),
        wait_said(tally),
        list_url(asked, OUTCOMES, besoin=need, territoire=territory) if is_named else "",
    )
