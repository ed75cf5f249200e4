"""What a mail about follows keeps until it leaves: numbers and versions, of as many fiches as it may name."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.domain.follows import MOST_LINES
from directory.services.follows.gathering import Gathered, SearchNews

FICHES, SEARCHES, REST = "fiches", "searches", "rest"


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """What a mail tells of one search.

    totals   how many fiches are new, gone and changed in all.
    new      those that it names; ``gone`` and ``changed``: each with the version from which what follows is new.
    """

    follow_id: int
    totals: tuple[int, int, int]
    new: tuple[int, ...]
    gone: Mapping[int, int]
    changed: Mapping[int, int]
    is_too_wide: bool


def facts_of(gathered: Gathered) -> dict[str, str]:
    """Return what is kept of news for their mail: ``MOST_LINES`` lines, one of them for each search."""
    at_first = room = MOST_LINES - len(gathered.searches)
    fiches = {each.followed.id: gathered.since[each.followed.id] for each in gathered.fiches[:room]}
    room -= len(fiches)
    searches: list[list[object]] = []
    for news in gathered.searches:
        new, gone, changed = _named(news, room)
        room -= len(new) + len(gone) + len(changed)
        totals = [len(news.new), len(news.gone or ()), len(news.changed)]
        searches.append([news.follow.id, totals, new, gone, changed, news.is_too_wide])
    return {
        FICHES: ",".join(f"{number}:{version}" for number, version in fiches.items()),
        SEARCHES: json.dumps(searches),
        REST: str(gathered.count - (at_first - room)),
    }


def _named(news: SearchNews, room: int) -> tuple[list[int], list[list[int]], list[list[int]]]:
    """Return what is named of a search where so many lines are left: new ones first, then those that went away."""
    new = list(news.new[:room])
    gone = [[*pair] for pair in (news.gone or {}).items()][: room - len(new)]
    seen = news.follow.seen or {}
    changed = [[each.followed.id, seen[each.followed.id]] for each in news.changed]
    return new, gone, changed[: room - len(new) - len(gone)]


def fiches_in(facts: Mapping[str, str]) -> dict[int, int]:
    """Return the fiches that a mail tells of, each with the version from which what follows is new."""
    pairs = (each.split(":") for each in facts[FICHES].split(",") if each)
    return {int(number): int(version) for number, version in pairs}


def searches_in(facts: Mapping[str, str]) -> list[SearchFacts]:
    """Return the searches that a mail tells of."""
    return [
        SearchFacts(number, (new, gone, changed), tuple(named), _pairs(left), _pairs(moved), is_too_wide)
        for number, (new, gone, changed), named, left, moved, is_too_wide in json.loads(facts.get(SEARCHES, "[]"))
    ]


def _pairs(said: Sequence[tuple[int, int]]) -> dict[int, int]:
    return dict(said)
