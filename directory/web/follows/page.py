"""What one follows: fiches begun on a fiche, stopped here or there, all of it told when one likes."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.follows import MOST_FOLLOWS, Follow, Rhythm
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.fiches.editing import UnknownResource
from directory.services.follows.following import Choice, Followed, TooManyFollows
from directory.web.accounts.entering import own_path
from directory.web.follows.offer import search_reader
from directory.web.search.bar import SEARCH, fiche_url
from directory.web.shared.words import title_in_sight

follows = Blueprint("follows", __name__)

RHYTHMS = {
    Rhythm.MONDAYS: "Le lundi",
    Rhythm.DAILY: "Chaque jour",
    Rhythm.NEVER: "Pas de courriel",
}
FULL = f"Vous suivez déjà {MOST_FOLLOWS}\u00a0fiches ou recherches, le plus possible\u00a0: cessez-en une d’abord."
UNREADABLE = "Une recherche dont un critère n’existe plus"
DONE = {"rythme": "C’est enregistré.", "recherche": "C’est fait."}


@follows.get("/suivis")
@needs(Action.FOLLOW)
def page() -> ResponseReturnValue:
    return _page()


@follows.post("/suivis/fiches")
@needs(Action.FOLLOW)
def change() -> ResponseReturnValue:
    """Follow a fiche or no longer, then come back to where the button was."""
    is_beginning = "suivre" in request.form
    number = whole_number(request.form.get("suivre" if is_beginning else "arreter", ""))
    if not number:
        abort(400)
    account = signed_in().account.id
    try:
        if is_beginning:
            current_services().follows.follow(account, number)
        else:
            current_services().follows.stop(account, number)
    except UnknownResource:
        abort(404)
    except TooManyFollows:
        return _page(FULL), 409
    path = own_path(request.form.get("suite", "")).partition("#")[0]
    return redirect(f"{path}#suivre" if path else url_for("follows.page"), 303)


@follows.post("/suivis/rythme")
@needs(Action.FOLLOW)
def choose() -> ResponseReturnValue:
    """Choose when to be told of all that one follows."""
    try:
        rhythm = Rhythm(request.form.get("rythme", ""))
    except ValueError:
        abort(400)
    choice = Choice(rhythm, with_selections="selections" in request.form)
    current_services().follows.choose(signed_in().account.id, choice)
    return redirect(url_for("follows.page", fait="rythme"), 303)


def _page(refusal: str = "") -> str:
    follows, account = current_services().follows, signed_in().account.id
    found, searches, choice = follows.of(account), follows.searches_of(account), follows.choice_of(account)
    return render_template(
        "pages/follows/list.html",
        lines=[(each.fiche.id, title_in_sight(each.fiche.content), _url(each), _state(each)) for each in found],
        searches=[_search(each) for each in searches],
        rhythms=[(each.value, label) for each, label in RHYTHMS.items()],
        choice=choice,
        most=MOST_FOLLOWS,
        refusal=refusal,
        done=DONE.get(request.args.get("fait", ""), ""),
    )


def _search(follow: Follow) -> tuple[int, str, str, str, str]:
    """Return the number of a search, its query, its label, where it is asked, and what has to be said of it."""
    query = follow.query or ""
    label = search_reader().label(query)
    if not label:
        return follow.id, query, UNREADABLE, "", "Elle n’est plus suivie."
    state = "Trop de fiches\u00a0: précisez-la pour la suivre." if follow.seen is None else ""
    return follow.id, query, label, f"{SEARCH}?{query}", state


def _url(each: Followed) -> str:
    return fiche_url(each.standing) if each.standing.content.has_page else ""


def _state(each: Followed) -> str:
    if each.standing.id != each.fiche.id:
        return "Réunie à une autre fiche."
    return "" if each.standing.content.is_published else "N’est plus proposée."
