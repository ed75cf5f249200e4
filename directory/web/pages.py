"""Pages for people: the entrance, the results, a fiche, the help."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog
from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.profiles import Action
from directory.domain.resource import Resource
from directory.errors import FIELD_ERRORS, REQUEST_ERRORS, BadInput, FieldError
from directory.http import LARGEST_ID, current_reading, current_services, link, needs
from directory.schemas.search import read_question
from directory.services.question import PAGE_SIZE, Question
from directory.services.results import ResultPage
from directory.services.vocabularies import Vocabularies
from directory.web.fiche_view import fiche_view
from directory.web.view_models import (
    SEARCH,
    Link,
    SearchBar,
    fiche_url,
    first,
    first_group,
    search_bar,
    search_view,
)
from directory.web.words import counted, number_in_words
from search.port import SearchUnavailable
from search.query import MAIN

pages = Blueprint("pages", __name__)
logger = structlog.get_logger()

ONE = f"/ressources/<int(max={LARGEST_ID}):resource_id>"


@dataclass(frozen=True, slots=True)
class NeedLink:
    """``total``: empty when the engine does not answer."""

    label: str
    url: str
    total: str


@dataclass(frozen=True, slots=True)
class FamilyView:
    label: str
    url: str
    needs: tuple[NeedLink, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    bar: SearchBar
    total: str
    families: tuple[FamilyView, ...]


@dataclass(frozen=True, slots=True)
class AskView:
    """The form again: something asked cannot be used, or the place must be chosen."""

    bar: SearchBar
    title: str
    errors: tuple[FieldError, ...]
    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DegradedView:
    """The search does not answer: lists by need, from SQL, still do."""

    bar: SearchBar
    need: str
    fiches: tuple[Link, ...]
    total: str
    next_url: str
    families: tuple[FamilyView, ...]


@pages.get("/")
@needs(Action.READ)
def home() -> str:
    services = current_services()
    counts: Mapping[str, int] = {}
    total = ""
    try:
        page = services.finder.find(Question(size=1))
        facet = next((facet for facet in page.facets if facet.name == "besoin"), None)
        counts = {value.code: value.total for value in facet.values} if facet is not None else {}
        total = counted(page.total, "ressource", "ressources")
    except SearchUnavailable as error:
        logger.warning("search.unavailable", reason=error.reason)
    families = _families(services.words.current(), counts)
    return render_template("pages/home.html", view=HomeView(search_bar({}, None), total, families))


@pages.get("/recherche")
@needs(Action.READ)
def search() -> ResponseReturnValue:
    asked = {name: tuple(values) for name, values in request.args.lists()}
    try:
        question = read_question(request.args, current_reading())
    except BadInput as error:
        return _ask_again(asked, error)
    finder = current_services().finder
    try:
        page = finder.find(question)
        group = first_group(page)
        opened: ResultPage | None = finder.find(replace(question, group=group)) if group != MAIN else None
    except SearchUnavailable as error:
        logger.warning("search.unavailable", reason=error.reason)
        return _degraded(question)
    return render_template("pages/search.html", view=search_view(page, opened))


def _ask_again(asked: Mapping[str, tuple[str, ...]], error: BadInput) -> ResponseReturnValue:
    """Show the form with each error beside its field; a place with homonyms is a question, not an error."""
    choices = tuple(
        Link(choice.label, link(SEARCH, {**asked, "lieu": ()}, commune=choice.code))
        for each in error.errors
        for choice in each.choices
    )
    only_a_choice = all(each.code == "lieu-ambigu" for each in error.errors)
    title = "De quel lieu s’agit-il\u00a0?" if only_a_choice else "La recherche est à corriger"
    view = AskView(search_bar(asked, None, error.errors), title, error.errors, choices)
    return render_template("pages/ask.html", view=view), 200 if only_a_choice else 422


def _degraded(question: Question) -> ResponseReturnValue:
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
        _families(words, {}),
    )
    return render_template("pages/degraded.html", view=view), 503


def _named(fiche: Resource) -> str:
    town = next((place.commune_name for place in fiche.content.places if place.commune_name), "")
    return f"{fiche.content.title} — {fiche.content.structure.name}{f', {town}' if town else ''}"


def _families(words: Vocabularies, counts: Mapping[str, int]) -> tuple[FamilyView, ...]:
    taxonomy = words.taxonomy
    return tuple(
        FamilyView(
            family.label,
            link(SEARCH, {}, famille=family.code),
            tuple(
                NeedLink(
                    need.label,
                    link(SEARCH, {}, besoin=need.code),
                    number_in_words(counts.get(need.code, 0)) if counts else "",
                )
                for need in taxonomy.needs_of(family.code)
            ),
        )
        for family in taxonomy.families.values()
        if not family.retired and not family.replaced_by
    )


@pages.get(ONE)
@pages.get(f"{ONE}-<slug>")
@needs(Action.READ)
def fiche(resource_id: int, slug: str = "") -> ResponseReturnValue:
    services = current_services()
    found = services.fiches.get(resource_id)
    if found is None:
        abort(404)
    url = fiche_url(found)
    if request.path != url:
        return redirect(url, 301)
    view = fiche_view(services.fiches.page(found), services.fiches.others(found))
    return render_template("pages/fiche.html", view=view)


@pages.get("/aide")
@needs(Action.READ)
def help_page() -> str:
    return render_template("pages/help.html", request_errors=REQUEST_ERRORS, field_errors=FIELD_ERRORS)
