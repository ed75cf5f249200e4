"""The entrance."""

from datetime import timedelta

import structlog
from flask import Blueprint, render_template

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.search.question import Question
from directory.web.search.bar import search_bar
from directory.web.search.home_view import Figures, home_view
from directory.web.shared.first_steps import first_steps
from directory.web.shared.remembered import remembered_place
from search.criteria import VerifiedSince
from search.port import SearchUnavailable

home = Blueprint("home", __name__)
logger = structlog.get_logger()

FRESH_DAYS = 182


@home.get("/")
@needs(Action.READ)
def entrance() -> str:
    services = current_services()
    place = remembered_place()
    figures = None
    try:
        page = services.finder.find(Question(size=1, place=place))
        since = int((services.now() - timedelta(days=FRESH_DAYS)).timestamp())
        fresh = services.finder.count(Question(place=place, criteria=(VerifiedSince(since),)))
        totals = {facet.name: {value.code: value.total for value in facet.values} for facet in page.facets}
        figures = Figures(page.total, fresh, totals.get("besoin", {}), totals.get("famille", {}))
    except SearchUnavailable as error:
        logger.warning("search.unavailable", reason=error.reason)
    bar = search_bar({}, None, remembered=place)
    view = home_view(bar, services.words.current(), figures, place)
    return render_template("pages/home.html", view=view, steps=first_steps())
