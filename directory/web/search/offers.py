"""What may be added to a search in one click, each with how many fiches it leaves: never one that leaves none."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from directory.http.links import link
from directory.services.search.instead import Asked, instead_of_words
from directory.services.search.results import ResultPage
from directory.web.search.bar import SEARCH
from search.text.french import around, number_in_words

MOST_OFFERS = 3
MOST_TRIED = 5
WORDS_OF_A_SENTENCE = 4
LIKELY = (("ouvert", "maintenant", "Ouvert maintenant"), ("frais", "gratuit", "Gratuit"))
"""Criteria that most advisors add next."""

Count = Callable[["MultiDict[str, str]"], int]
"""Gives the total of the main list of other parameters."""


@dataclass(frozen=True, slots=True)
class Offer:
    """``total``: how many fiches the search holds once the offer is taken; ``is_need``: it takes the place of words."""

    label: str
    url: str
    total: str
    is_need: bool = False


def offers_of(page: ResultPage, count: Count) -> tuple[Offer, ...]:
    """Return what was understood in the words typed, then what most people add."""
    return _counted(page, count, _candidates(page))


def offers_beside_needs(page: ResultPage, count: Count) -> tuple[Offer, ...]:
    """Return the place and the moment understood: what is offered where each need has a section of its own."""
    return _counted(page, count, _place_and_moment(page))


def _counted(page: ResultPage, count: Count, candidates: Iterable[tuple[str, Asked]]) -> tuple[Offer, ...]:
    offers: list[Offer] = []
    for label, changes in list(candidates)[:MOST_TRIED]:
        asked = {name: values for name, values in page.question.asked.items() if name not in ("page", "groupe")}
        asked |= changes
        total = _known(page, changes)
        if total is None:
            total = count(as_sent(asked))
        if total:
            offers.append(Offer(label, link(SEARCH, asked), number_in_words(total), is_need="besoin" in changes))
        if len(offers) == MOST_OFFERS:
            break
    return tuple(offers)


def as_sent(asked: Asked) -> "MultiDict[str, str]":
    return MultiDict([(name, value) for name, values in asked.items() for value in values])


def _candidates(page: ResultPage) -> Iterator[tuple[str, Asked]]:
    asked = page.question.asked
    yield from _place_and_moment(page)
    for need in page.needs:
        if not need.is_guess or _is_lost(page):
            yield need.label, instead_of_words(need, page)
    if not page.total:
        return
    for name, value, label in LIKELY:
        if name not in asked and not (name == "ouvert" and page.moment is not None):
            yield label, {name: (value,)}


def _is_lost(page: ResultPage) -> bool:
    """Tell whether the words are a sentence, or find nothing: then what they may mean is worth a guess."""
    words = page.plan.groups if page.plan is not None else ()
    return page.total == 0 or page.is_wider or len(words) >= WORDS_OF_A_SENTENCE


def _place_and_moment(page: ResultPage) -> Iterator[tuple[str, Asked]]:
    for place in page.places:
        yield f"A{around(place.label)[1:]}", {place.name: (place.value,)}
    if page.moment is not None:
        yield page.moment.label, {page.moment.name: (page.moment.value,)}


def _known(page: ResultPage, changes: Asked) -> int | None:
    """Return a total that the facets of the page already tell, or None."""
    if len(changes) != 1:
        return None
    ((name, values),) = changes.items()
    facet = next((facet for facet in page.facets if facet.name == name), None)
    return None if facet is None else next((each.total for each in facet.values if (each.code,) == values), 0)
