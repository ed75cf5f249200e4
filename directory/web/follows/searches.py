"""A search followed: begun on the page of results or after what is not kept of it was said, stopped in the list."""

from collections.abc import Iterable
from urllib.parse import parse_qsl

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.domain.follows import MOST_SEEN
from directory.domain.rights import Action
from directory.errors import BadInput
from directory.http.access import needs, signed_in
from directory.http.links import link
from directory.http.request import current_context, current_services
from directory.schemas.followed import LONGEST_QUERY_CHARS
from directory.schemas.search import read_question
from directory.services.follows.following import TooManyFollows, TooWide, UnknownNetwork
from directory.services.search.question import Question
from directory.web.accounts.entering import own_path
from directory.web.follows.offer import ASKING, search_reader
from directory.web.follows.page import FULL
from directory.web.search.bar import SEARCH
from search.port import SearchUnavailable
from search.text.french import NBSP, counted

followed_searches = Blueprint("followed_searches", __name__)

NOTHING_LEFT = (
    "Il ne reste rien à suivre\u00a0: choisissez un besoin, un critère ou une commune, puis suivez la recherche."
)
TOO_WIDE = (
    f"Cette recherche trouve plus de {MOST_SEEN}\u00a0fiches, trop pour être suivie\u00a0: ajoutez un besoin, "
    "un critère, ou choisissez un rayon plus petit."
)
TOO_LONG = "Cette recherche a trop de critères pour être suivie\u00a0: retirez-en quelques-uns."
NO_SUCH_TYPE = "Aucune structure n’est de ce type\u00a0: retirez-le, puis suivez la recherche."
AWAY = "La recherche ne répond pas pour le moment\u00a0: essayez de nouveau dans un instant."


@followed_searches.get(ASKING)
@needs(Action.FOLLOW)
def asking() -> ResponseReturnValue:
    """Say what would be followed of a search, and what is not kept of it."""
    try:
        question = read_question(request.args, current_context())
    except BadInput:
        # The page of results asks again what cannot be read.
        return redirect(link(SEARCH, dict(request.args.lists())))
    return _asking(question)


@followed_searches.post("/suivis/recherches")
@needs(Action.FOLLOW)
def change() -> ResponseReturnValue:
    """Follow a search or no longer, then come back to where the button was."""
    account, follows = signed_in().account.id, current_services().follows
    if "arreter" in request.form:
        follows.stop_search(account, request.form["arreter"])
        return _back()
    question = _question_typed()
    kept = search_reader().kept(question)
    left = search_reader().question(kept.query)
    if not kept.query or left is None:
        return _asking(question, NOTHING_LEFT, 422)
    if len(kept.query) > LONGEST_QUERY_CHARS:
        return _asking(question, TOO_LONG, 422)
    try:
        follows.follow_search(account, kept.query, left)
    except UnknownNetwork:
        return _asking(question, NO_SUCH_TYPE, 422)
    except TooManyFollows:
        return _asking(question, FULL, 409)
    except TooWide:
        return _asking(question, TOO_WIDE, 409)
    except SearchUnavailable:
        return _asking(question, AWAY, 503)
    return _back()


def _question_typed() -> Question:
    """Return the search of a form, with the needs that were ticked beside it."""
    question = _read(request.form.get("recherche", ""), request.form.getlist("besoin"))
    return question if question is not None else abort(400)


def _read(query: str, codes: Iterable[str]) -> Question | None:
    """Return what an address asks with some needs more; None for one that cannot be read."""
    try:
        return read_question(MultiDict([*parse_qsl(query), *(("besoin", each) for each in codes)]), current_context())
    except BadInput:
        return None


def _back() -> ResponseReturnValue:
    path = own_path(request.form.get("suite", "")).partition("#")[0]
    return redirect(f"{path}#suivre" if path else url_for("follows.page", fait="recherche"), 303)


def _asking(question: Question, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    kept, understood = search_reader().kept(question), _needs_understood(question)
    # What the page promises holds the needs that it ticks.
    with_needs = _read(kept.query, [code for code, _ in understood])
    return (
        render_template(
            "pages/follows/search.html",
            kept=kept,
            label=search_reader().kept(with_needs).label if with_needs is not None else "",
            needs=understood,
            total=_total(with_needs),
            back=link(SEARCH, question.asked),
            refusal=refusal,
        ),
        status,
    )


def _needs_understood(question: Question) -> tuple[tuple[str, str], ...]:
    """Return the needs that the words say, code and label: they may be followed in the place of the words."""
    if not question.text.strip():
        return ()
    try:
        found = current_services().finder.find(question, lines=1, parts=())
    except SearchUnavailable:
        return ()
    return tuple((each.value, each.label) for each in found.needs if not each.is_guess)


def _total(question: Question | None) -> str:
    """Return how many fiches a search finds; empty when that is not known."""
    if question is None or not question.asked:
        return ""
    try:
        total = current_services().finder.count(question)
    except SearchUnavailable:
        return ""
    said = "un courriel dira celles qui arrivent, partent ou changent."
    return f"{counted(total, 'fiche', 'fiches')} aujourd’hui{NBSP}; {said}"
