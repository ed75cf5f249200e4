"""What stands in for the results when the search does not answer: lists by need, from SQL."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from directory.domain.resource import Resource
from directory.http.links import link
from directory.http.request import current_services
from directory.services.search.question import PAGE_SIZE, Question
from directory.web.search.bar import SEARCH, Link, SearchBar, fiche_url, first, search_bar
from directory.web.search.home_view import FamilyView, families_of
from search.text.french import counted


@dataclass(frozen=True, slots=True)
class DegradedView:
    """The search does not answer: lists by need, from SQL, still do."""

    bar: SearchBar
    need: str
    fiches: tuple[Link, ...]
    total: str
    next_url: str
    families: tuple[FamilyView, ...]


def degraded(question: Question) -> ResponseReturnValue:
    services = current_services()
    words = services.words.current()
    need = first(question.asked, "besoin")
    fiches: tuple[Link, ...] = ()
    total = next_url = ""
    if need:
        listed = services.fiches.answering(need, page=question.page, size=PAGE_SIZE)
        fiches = tuple(Link(_named(fiche), fiche_url(fiche)) for fiche in listed.resources)
        total = counted(listed.total, "ressource", "ressources")
        if question.page * PAGE_SIZE < listed.total:
            next_url = link(SEARCH, question.asked, page=str(question.page + 1))
    view = DegradedView(
        search_bar(question.asked, question),
        words.label("besoin", need) if need else "",
        fiches,
        total,
        next_url,
        families_of(words, None, {}),
    )
    return render_template("pages/degraded.html", view=view), 503


def _named(fiche: Resource) -> str:
    town = next((place.commune_name for place in fiche.content.places if place.commune_name), "")
    return f"{fiche.content.title} — {fiche.content.structure.name}{f', {town}' if town else ''}"
