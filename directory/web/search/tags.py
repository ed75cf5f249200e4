"""What was asked, each with the search without it; and what may be added."""

from collections.abc import Mapping

from directory.criteria import PARAMETERS
from directory.http.links import link
from directory.services.search.question import Question
from directory.services.search.results import LISTING_LABELS, Proposal, ResultPage
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.bar import PLACE_NAMES, SEARCH, Link
from search.query import MAIN
from search.text.french import NBSP, around

MOST_OFFERS = 3
LIKELY = (("ouvert", "maintenant", "Ouvert maintenant"), ("frais", "gratuit", "Gratuit"))
"""Criteria that most advisors add next."""


def tags_of(question: Question, words: Vocabularies) -> tuple[Link, ...]:
    """Return the criteria asked, each with the address of the same search without it."""
    tags = []
    asked = question.asked
    for parameter in PARAMETERS:
        if parameter.sentence is None or parameter.name in PLACE_NAMES or parameter.name not in asked:
            continue
        values = asked[parameter.name]
        if parameter.name in ("correction", "sans_besoin") and values == ("oui",) * len(values):
            if parameter.name == "correction":
                continue
        elif parameter.name == "sans_besoin":
            continue
        for value in values:
            others = tuple(other for other in values if other != value)
            tags.append(Link(parameter.sentence(value, words), link(SEARCH, asked, **{parameter.name: others})))
    if question.listing != MAIN and "groupe" in asked:
        tags.insert(0, Link(f"Liste{NBSP}: {LISTING_LABELS[question.listing]}", link(SEARCH, asked, groupe=None)))
    if question.place is not None:
        without = dict.fromkeys((*PLACE_NAMES, "rayon"))
        if question.sort == "distance":
            without["tri"] = None
        label = question.place.label
        if question.place.area is None:
            label += f", {question.radius_km:g}".replace(".", ",") + f"{NBSP}km"
        tags.insert(0, Link(label, link(SEARCH, asked, **without)))
    return tuple(tags)


def offers_of(page: ResultPage) -> tuple[Link, ...]:
    """Return what was understood in the words typed, then what most people add."""
    asked = page.question.asked
    moment = (page.moment,) if page.moment is not None else ()
    understood = [_proposal(each, asked) for each in (*page.needs, *page.places, *moment)]
    likely = [
        Link(label, link(SEARCH, asked, **{name: value}))
        for name, value, label in LIKELY
        if name not in asked and page.total and not (name == "ouvert" and moment)
    ]
    return tuple(understood + likely[: max(0, MOST_OFFERS - len(understood))])


def _proposal(proposal: Proposal, asked: Mapping[str, tuple[str, ...]]) -> Link:
    values = (*asked.get(proposal.name, ()), proposal.value) if proposal.name == "besoin" else (proposal.value,)
    label = f"A{around(proposal.label)[1:]}" if proposal.name == "commune" else proposal.label
    return Link(label, link(SEARCH, asked, **{proposal.name: values}))
