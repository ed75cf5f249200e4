"""The results of a search."""

from collections.abc import Mapping
from dataclasses import replace

import structlog
from flask import Blueprint, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.domain.rights import Action, may_somewhere
from directory.errors import BadInput
from directory.http.access import current_actor, needs
from directory.http.request import current_context, current_services
from directory.schemas.search import read_question
from directory.services.search.kept_answers import KeptAnswer
from directory.services.search.question import Question
from directory.services.search.results import ALL_PARTS, Part, ResultPage
from directory.web.offices.view import sector_beside
from directory.web.search.again import address_of_form, kept_from
from directory.web.search.apart import answered_apart, needs_view
from directory.web.search.ask import ask_again
from directory.web.search.degraded import degraded
from directory.web.search.kept_pages import kept_page, page_kept
from directory.web.search.map_view import MapView
from directory.web.search.offers import offers_beside_needs, offers_of
from directory.web.search.rescue import rescues_of
from directory.web.search.titles import back_label
from directory.web.search.view import first_listing, search_view
from search.port import SearchUnavailable
from search.query import MAIN

results = Blueprint("results", __name__)
logger = structlog.get_logger()


@results.get("/recherche")
@needs(Action.READ)
def search() -> ResponseReturnValue:
    if (address := address_of_form(request.args, current_services().words.current())) is not None:
        return redirect(address)
    return kept_page(make_page)


def make_page() -> KeptAnswer | ResponseReturnValue:
    """Return the page of results, or what is shown where there is none."""
    asked = {name: tuple(values) for name, values in request.args.lists()}
    try:
        question = read_question(request.args, current_context())
    except BadInput as error:
        return _ask_again(asked, error)
    try:
        return _results(question)
    except SearchUnavailable as error:
        logger.warning("search.unavailable", reason=error.reason)
        return degraded(question)


def _results(question: Question) -> KeptAnswer:
    finder = current_services().finder
    page = finder.find(question)
    kept = kept_from(request.referrer or "", question.asked)
    sector = sector_beside(question.place)
    if needs_parted := answered_apart(page, _first_lines):
        apart = needs_view(page, needs_parted, offers=offers_beside_needs(page, _total), kept=kept)
        return page_kept("pages/needs.html", page, view=replace(apart, map=_with_tiles(apart.map)), sector=sector)
    listing = first_listing(page)
    opened: ResultPage | None = None
    if listing != MAIN:
        # What stands beside it is what stands beside the main one, which was answered.
        opened = finder.find(replace(question, listing=listing), parts=ALL_PARTS - {Part.LISTINGS})
    nothing = page.total == 0 and question.listing == MAIN and question.page == 1
    view = search_view(
        page,
        opened,
        offers=offers_of(page, _total) if question.page == 1 else (),
        rescues=rescues_of(page, _total) if nothing else (),
        kept=kept,
        back_label=_main_list(page),
    )
    view = replace(view, map=_with_tiles(view.map))
    may_export = may_somewhere(current_actor(), Action.EXPORT)
    return page_kept("pages/search.html", page, view=view, may_export=may_export, sector=sector)


def _with_tiles(drawn: MapView) -> MapView:
    """Return a map with the background that the operator chose."""
    return replace(drawn, tiles_url=current_app.config["TILES_URL"], tiles_credit=current_app.config["TILES_CREDIT"])


def _main_list(page: ResultPage) -> str:
    """Return what the main list holds, such as "Les 17 ressources autour de Martigues", on the page of another list."""
    if page.question.listing == MAIN:
        return ""
    return back_label(current_services().finder.count(replace(page.question, listing=MAIN)), page)


def _ask_again(asked: Mapping[str, tuple[str, ...]], error: BadInput) -> ResponseReturnValue:
    try:
        return ask_again(asked, error, _total)
    except SearchUnavailable:
        # Choosing a place needs no engine: only the totals are missing.
        return ask_again(asked, error, None)


def _first_lines(args: "MultiDict[str, str]", lines: int) -> ResultPage:
    """Return the first lines of the main list of other parameters."""
    question = read_question(args, current_context())
    return current_services().finder.find(question, lines=lines)


def _total(args: "MultiDict[str, str]") -> int:
    """Return how many fiches the main list of other parameters holds."""
    question = read_question(args, current_context())
    return current_services().finder.count(question)
