"""A sentence that speaks of several needs, and that no fiche answers whole: answered need by need."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from directory.http.links import link
from directory.services.search.instead import Asked, instead_of_words
from directory.services.search.results import ResultPage
from directory.services.search.understood import NeedApart, needs_apart
from directory.web.search.bar import SEARCH, Link, SearchBar, search_bar
from directory.web.search.emergency import EmergencyBox, emergency_box
from directory.web.search.hits import HitView, hit_views
from directory.web.search.map_view import MapView, map_of_lines
from directory.web.search.offers import Offer, as_sent
from directory.web.search.place_said import rather, where_of
from directory.web.search.tags import tags_of
from directory.web.search.titles import LISTING_SHORT
from search.query import MAIN
from search.text.french import NBSP, counted, number_in_words

FEWEST_NEEDS = 2
LINES = 3
NUMBERS = {2: "deux", 3: "trois"}
WHOLE = frozenset({"meme-besoin", "a-verifier", "a-distance"})
"""The other lists whose fiches answer the sentence whole, near enough."""

First = Callable[["MultiDict[str, str]", int], ResultPage]
"""Gives the first lines of the main list of other parameters."""


@dataclass(frozen=True, slots=True)
class NeedView:
    """One section: a need, the words that speak of it, the best lines of an ordinary search and how many it holds.

    first_rank   that of its first line: the lines of all sections are numbered together, as their marks on the map are.
    anchors      numbers of its fiches that no section before it shows.
    """

    code: str
    label: str
    url: str
    total: str
    words: str
    link_label: str
    lines: tuple[HitView, ...]
    first_rank: int = 1
    anchors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NeedsView:
    """The page of a sentence answered need by need.

    title      a question: nothing was asked for but words.
    note       why the page looks so; ``sentence`` is the search as it was typed, in what it finds most of.
    others     the other lists of the sentence, by their total.
    """

    bar: SearchBar
    title: str
    note: str
    sentence: Link | None
    others: tuple[Link, ...]
    rather: tuple[Link, ...]
    tags: tuple[Link, ...]
    offers: tuple[Offer, ...]
    emergency: EmergencyBox
    needs: tuple[NeedView, ...]
    map: MapView


def answered_apart(page: ResultPage, first: First) -> tuple[NeedView, ...]:
    """Return one section a need, the likeliest first; empty when the sentence is answered whole or speaks of one."""
    if page.plan is None or not _needs_several(page):
        return ()
    found = [_section(each, page, first) for each in needs_apart(page.question.text, page.plan, page.needs)]
    sections = tuple(section for section in found if section is not None)
    return sections if len(sections) >= FEWEST_NEEDS else ()


def _needs_several(page: ResultPage) -> bool:
    question = page.question
    is_first = question.listing == MAIN and question.page == 1
    is_whole = (page.total > 0 and not page.is_wider) or any(listing.key in WHOLE for listing in page.listings)
    return is_first and not is_whole and len(page.needs) >= FEWEST_NEEDS


def _section(apart: NeedApart, page: ResultPage, first: First) -> NeedView | None:
    asked = {name: values for name, values in page.question.asked.items() if name not in ("page", "groupe")}
    asked |= instead_of_words(apart.need, page)
    found = first(as_sent(asked), LINES)
    if found.total == 0:
        return None
    return NeedView(
        code=apart.need.value,
        label=apart.need.label,
        url=link(SEARCH, asked),
        total=number_in_words(found.total),
        words=f"pour «{NBSP}{apart.words}{NBSP}»",
        link_label=f"Voir les {number_in_words(found.total)}" if found.total > 1 else "Voir la ressource",
        lines=_best(found, first(as_sent(asked | {"q": (apart.words,)}), LINES)),
    )


def _best(found: ResultPage, saying: ResultPage) -> tuple[HitView, ...]:
    """Return the first lines of a need: those that also say its words, then the first of all."""
    said = () if saying.is_wider else saying.results
    shown = {result.line.id for result in said}
    others = tuple(result for result in found.results if result.line.id not in shown)
    return (*hit_views(said, saying), *hit_views(others, found))[:LINES]


def needs_view(
    page: ResultPage,
    needs: tuple[NeedView, ...],
    *,
    offers: tuple[Offer, ...],
    kept: frozenset[tuple[str, str]],
) -> NeedsView:
    """Return the page of a sentence that ``answered_apart`` parts in ``needs``."""
    question = page.question
    asked: Asked = question.asked
    number = NUMBERS[len(needs)]
    place = question.place
    where = f" {where_of(place)}" if place is not None and place.code else ""
    links = {listing.key: link(SEARCH, asked, groupe=listing.key) for listing in page.listings}
    fewer = links.pop("moins-de-mots", "")
    return NeedsView(
        bar=search_bar(asked, question),
        title=f"Vous cherchez peut-être {number} choses{where}{NBSP}?",
        note=f"Aucune fiche ne répond aux {number}.",
        sentence=Link("Chercher plutôt la phrase telle quelle", fewer) if fewer else None,
        others=tuple(
            Link(counted(listing.total, LISTING_SHORT[listing.key], LISTING_SHORT[listing.key]), links[listing.key])
            for listing in page.listings
            if listing.key in links
        ),
        rather=rather(question),
        tags=tags_of(question, page.words, kept),
        offers=offers,
        emergency=emergency_box(page.emergency),
        needs=tuple(_numbered(needs)),
        map=map_of_lines(page),
    )


def _numbered(needs: Iterable[NeedView]) -> Iterator[NeedView]:
    rank, shown = 1, frozenset[int]()
    for need in needs:
        lines = tuple(replace(line, rank=str(number)) for number, line in enumerate(need.lines, rank))
        held = frozenset(line.id for line in lines)
        yield replace(need, lines=lines, first_rank=rank, anchors=held - shown)
        rank, shown = rank + len(lines), shown | held
