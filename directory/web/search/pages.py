"""Pages for people: the entrance, the results, a fiche."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, abort, current_app, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.errors import BadInput, FieldError
from directory.http.access import needs
from directory.http.links import LARGEST_ID, link
from directory.http.request import current_reading, current_services
from directory.schemas.search import read_question
from directory.services.search.question import PAGE_SIZE, AskedPlace, Question
from directory.services.search.results import ResultPage
from directory.web.fiche.view import fiche_view
from directory.web.search.bar import SEARCH, Link, SearchBar, fiche_url, first, search_bar
from directory.web.search.home_view import FamilyView, Figures, families_of, home_view
from directory.web.search.rescue import rescues_of
from directory.web.search.view import first_listing, search_view, with_tiles
from directory.web.shared.words import counted
from search.criteria import VerifiedSince
from search.port import SearchUnavailable
from search.query import MAIN

pages = Blueprint("pages", __name__)
logger = structlog.get_logger()

ONE = f"/ressources/<int(max={LARGEST_ID}):resource_id>"
PLACE = "commune"
"""Key of the session: the commune of the last search, and nothing else of what was asked."""
FRESH_DAYS = 182


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
    place = _remembered_place()
    figures = None
    try:
        page = services.finder.find(Question(size=1, place=place))
        since = int((services.now() - timedelta(days=FRESH_DAYS)).timestamp())
        fresh = services.finder.find(Question(size=1, place=place, criteria=(VerifiedSince(since),)))
        totals = {facet.name: {value.code: value.total for value in facet.values} for facet in page.facets}
        figures = Figures(page.total, fresh.total, totals.get("besoin", {}), totals.get("famille", {}))
    except SearchUnavailable as error:
        logger.warning("search.unavailable", reason=error.reason)
    bar = search_bar({}, None, remembered=place)
    return render_template("pages/home.html", view=home_view(bar, services.words.current(), figures, place))


def _remembered_place() -> AskedPlace | None:
    code = session.get(PLACE)
    return current_services().places.of_commune(code) if isinstance(code, str) else None


def _remember_place(question: Question) -> None:
    """Keep the commune until the browser is closed; a form sent without one forgets it."""
    if question.place is not None and question.place.commune is not None:
        code = question.place.commune.code
        if session.get(PLACE) != code:
            session[PLACE] = code
    elif "lieu" in request.args:
        session.pop(PLACE, None)


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
        listing = first_listing(page)
        opened: ResultPage | None = finder.find(replace(question, listing=listing)) if listing != MAIN else None
        nothing = page.total == 0 and question.listing == MAIN and question.page == 1
        view = search_view(page, opened, rescues_of(page, _total) if nothing else ())
    except SearchUnavailable as error:
        logger.warning("search.unavailable", reason=error.reason)
        return _degraded(question)
    _remember_place(question)
    view = with_tiles(view, current_app.config["TILES_URL"], current_app.config["TILES_CREDIT"])
    return render_template("pages/search.html", view=view)


def _total(args: "MultiDict[str, str]") -> int:
    """Return how many fiches the main list of other parameters holds."""
    question = read_question(args, current_reading())
    return current_services().finder.find(replace(question, size=1)).total


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
        families_of(words, None, {}),
    )
    return render_template("pages/degraded.html", view=view), 503


def _named(fiche: Resource) -> str:
    town = next((place.commune_name for place in fiche.content.places if place.commune_name), "")
    return f"{fiche.content.title} — {fiche.content.structure.name}{f', {town}' if town else ''}"


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
    view = fiche_view(
        services.fiches.page(found),
        services.fiches.others(found),
        back_url=_results_before(),
        short_url=f"{_public_url()}/ressources/{found.id}",
        asked=_remembered_place(),
    )
    return render_template("pages/fiche.html", view=view)


def _results_before() -> str:
    """Return the address of the results that led here, empty when the visit comes from elsewhere."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host or before.path != SEARCH:
        return ""
    return f"{SEARCH}?{before.query}" if before.query else SEARCH


def _public_url() -> str:
    return str(current_app.config["PUBLIC_URL"] or request.host_url).rstrip("/")
