"""When nothing answers: the nearest searches that find something."""

from collections.abc import Iterator

from directory.http.links import link
from directory.services.search.instead import Asked
from directory.services.search.question import Question
from directory.services.search.results import ResultPage
from directory.web.search.bar import PLACE_NAMES, SEARCH, Link
from directory.web.search.offers import Count, as_sent
from search.text.french import NBSP, counted
from search.text.less_words import folded_words, without_words

MOST_TRIED = 8
MOST_SHOWN = 3
WIDER_KM = (50, 100)
SAME_SEARCH = frozenset({"q", "rayon", "tri", "correction", "taille", "page", "groupe", *PLACE_NAMES})


def rescues_of(page: ResultPage, count: Count) -> tuple[Link, ...]:
    """Return searches near this one that find something, each saying what changes and how many it finds."""
    found: list[Link] = []
    for label, changes in list(_variants(page))[:MOST_TRIED]:
        asked = {name: values for name, values in page.question.asked.items() if name not in ("page", "groupe")}
        asked |= changes
        total = count(as_sent(asked))
        if total:
            said = f"{label}{NBSP}: {counted(total, 'ressource', 'ressources')}"
            found.append(Link(said, link(SEARCH, asked)))
        if len(found) == MOST_SHOWN:
            break
    return tuple(found)


def _variants(page: ResultPage) -> Iterator[tuple[str, Asked]]:
    question = page.question
    yield from _wider(question)
    yield from _less(page)
    yield from _fewer_words(page)
    if question.place is not None:
        yield "Partout", dict.fromkeys((*PLACE_NAMES, "rayon"), ())


def _wider(question: Question) -> Iterator[tuple[str, Asked]]:
    for km in WIDER_KM:
        if question.place is not None and question.place.area is None and question.radius_km < km:
            yield f"Dans un rayon de {km}{NBSP}km", {"rayon": (str(km),)}


def _less(page: ResultPage) -> Iterator[tuple[str, Asked]]:
    """Yield the search without each of its criteria."""
    for name, values in page.question.asked.items():
        if name in SAME_SEARCH:
            continue
        words = page.words
        said = ", ".join(words.label(name, value) for value in values) if name in words.labels else ""
        label = f"Sans «{NBSP}{said}{NBSP}»" if said else "Quel que soit le moment" if name == "ouvert" else ""
        yield label or "Sans cette limite", {name: ()}


def _fewer_words(page: ResultPage) -> Iterator[tuple[str, Asked]]:
    """Yield the search without each of its words, the last first: what comes last is most often a detail."""
    question, plan = page.question, page.plan
    groups = [group for group in plan.groups if not group.weak] if plan is not None else []
    for group in reversed(groups):
        rest = without_words(question.text, folded_words(group.typed))
        if rest or len(question.asked) > 1:
            yield f"Sans «{NBSP}{group.typed}{NBSP}»", {"q": (rest,) if rest else ()}
