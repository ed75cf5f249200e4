"""When nothing answers: the nearest searches that find something."""

from collections.abc import Callable, Mapping

from werkzeug.datastructures import MultiDict

from directory.http.links import link
from directory.services.search.question import Question
from directory.services.search.results import ResultPage
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.bar import PLACE_NAMES, SEARCH, Link
from search.text.french import NBSP, counted

MOST_TRIED = 6
MOST_SHOWN = 3
WIDER_KM = (50, 100)

Asked = Mapping[str, tuple[str, ...]]
Count = Callable[["MultiDict[str, str]"], int]


def rescues_of(page: ResultPage, count: Count) -> tuple[Link, ...]:
    """Return searches near this one that find something, each saying what changes and how many it finds.

    count   gives the total of the main list of other parameters.
    """
    found = []
    for label, changes in _variants(page.question, page.words)[:MOST_TRIED]:
        asked = {name: values for name, values in page.question.asked.items() if name not in ("page", "groupe")}
        asked |= changes
        total = count(MultiDict([(name, value) for name, values in asked.items() for value in values]))
        if total:
            said = f"{label}{NBSP}: {counted(total, 'ressource', 'ressources')}"
            found.append(Link(said, link(SEARCH, asked)))
    return tuple(found[:MOST_SHOWN])


def _variants(question: Question, words: Vocabularies) -> list[tuple[str, Asked]]:
    asked = question.asked
    variants: list[tuple[str, Asked]] = [
        (f"Dans un rayon de {km}{NBSP}km", {"rayon": (str(km),)})
        for km in WIDER_KM
        if question.place is not None and question.place.area is None and question.radius_km < km
    ]
    for name, values in asked.items():
        if name in PLACE_NAMES or name in ("q", "rayon", "tri", "correction", "taille", "page", "groupe"):
            continue
        said = ", ".join(words.label(name, value) for value in values) if name in words.labels else ""
        label = f"Sans «{NBSP}{said}{NBSP}»" if said else "Quel que soit le moment" if name == "ouvert" else ""
        variants.append((label or "Sans cette limite", {name: ()}))
    if "q" in asked and len(asked) > 1:
        variants.append((f"Sans les mots «{NBSP}{question.text}{NBSP}»", {"q": ()}))
    if question.place is not None:
        variants.append(("Partout", dict.fromkeys((*PLACE_NAMES, "rayon"), ())))
    return variants
