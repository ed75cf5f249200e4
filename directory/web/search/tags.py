"""What was asked, each with the search without it."""

from collections.abc import Collection

from directory.criteria import PARAMETERS
from directory.http.links import link
from directory.services.search.question import Question
from directory.services.search.results import LISTING_LABELS
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.bar import PLACE_NAMES, SEARCH, Link
from search.query import MAIN
from search.text.french import NBSP


def tags_of(question: Question, words: Vocabularies, kept: Collection[tuple[str, str]] = ()) -> tuple[Link, ...]:
    """Return the criteria asked, each with the address of the same search without it.

    The place stands in the bar. ``kept``: criteria of a search with other words, said to be kept.
    """
    tags = []
    asked = question.asked
    for parameter in PARAMETERS:
        if parameter.sentence is None or parameter.name in PLACE_NAMES or parameter.name not in asked:
            continue
        values = asked[parameter.name]
        for value in values:
            others = tuple(other for other in values if other != value)
            said = parameter.sentence(value, words)
            if not said:
                continue
            if (parameter.name, value) in kept:
                said = f"Gardé{NBSP}: {said}"
            tags.append(Link(said, link(SEARCH, asked, **{parameter.name: others})))
    if question.listing != MAIN and "groupe" in asked:
        tags.insert(0, Link(f"Liste{NBSP}: {LISTING_LABELS[question.listing]}", link(SEARCH, asked, groupe=None)))
    return tuple(tags)
