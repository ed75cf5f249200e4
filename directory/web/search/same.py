"""Lines that follow one another under one title: it is said once, then each place it is offered at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from directory.services.search.results import Result, ResultPage
from directory.web.search.hits import SAME_TITLE_LINES, HitView, communes_of, hit_views, key_of, names_town
from search.text.french import NBSP, counted, name_in_print
from search.text.highlight import highlight

PLACES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SameView:
    """Lines of one title, in the order of the list.

    title              marked; ``name`` is the same without marks, ``count`` such as "6 lieux".
    orientation, cost  what all of them say; empty where they differ: then each says its own.
    hits               the first of them; ``others``, those that wait behind ``more``.
    """

    title: Markup
    name: str
    count: str
    orientation: str
    cost: str
    hits: tuple[HitView, ...]
    others: tuple[HitView, ...]
    more: str


Line = HitView | SameView


def lines_of(results: Sequence[Result], page: ResultPage, *, first_rank: int = 0) -> tuple[Line, ...]:
    """Return the lines of a list, those of one title that follow one another put together; no rank moves."""
    return tuple(_put_together(results, hit_views(results, page, first_rank=first_rank), page))


def _put_together(results: Sequence[Result], hits: Sequence[HitView], page: ResultPage) -> Iterator[Line]:
    for _, run in groupby(zip(results, hits, strict=True), key=lambda pair: key_of(pair[0])):
        pairs = list(run)
        if len(pairs) < SAME_TITLE_LINES or not all(result.line.structure for result, _ in pairs):
            yield from (hit for _, hit in pairs)
        else:
            yield _same(pairs, page)


def _same(pairs: Sequence[tuple[Result, HitView]], page: ResultPage) -> SameView:
    title = pairs[0][0].line.title
    orientation, cost = _shared([hit.orientation for _, hit in pairs]), _shared([hit.cost for _, hit in pairs])
    rows = tuple(
        replace(
            hit,
            beside=_beside(result),
            orientation="" if orientation else hit.orientation,
            cost="" if cost else hit.cost,
        )
        for result, hit in pairs
    )
    rest = len(rows) - PLACES_SHOWN
    return SameView(
        title=highlight(title, page.plan if page.plan is not None else ()),
        name=title,
        count=f"{len(rows)}{NBSP}lieux",
        orientation=orientation,
        cost=cost,
        hits=rows[:PLACES_SHOWN],
        others=rows[PLACES_SHOWN:],
        more=counted(rest, "autre lieu", "autres lieux"),
    )


def _beside(result: Result) -> str:
    town = name_in_print(communes_of(result))
    return "" if names_town(result.line.structure, town) else town


def _shared(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""
