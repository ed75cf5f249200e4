"""The fiches that one follows: begun on a fiche, stopped here or there, told when one likes."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.follows import MOST_FOLLOWS, Rhythm
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.fiches.editing import UnknownResource
from directory.services.follows.following import Followed, TooManyFollows
from directory.web.accounts.entering import own_path
from directory.web.search.bar import fiche_url
from directory.web.shared.words import title_in_sight

follows = Blueprint("follows", __name__)

RHYTHMS = {
    Rhythm.MONDAYS: "Le lundi",
    Rhythm.DAILY: "Chaque jour",
    Rhythm.NEVER: "Pas de courriel",
}
FULL = f"Vous suivez déjà {MOST_FOLLOWS}\u00a0fiches, le plus possible\u00a0: cessez d’en suivre une d’abord."


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
    current_services().follows.set_rhythm(signed_in().account.id, rhythm)
    return redirect(url_for("follows.page", fait="rythme"), 303)


def _page(refusal: str = "") -> str:
    found = current_services().follows.of(signed_in().account.id)
    return render_template(
        "pages/follows/list.html",
        lines=[(each.fiche.id, title_in_sight(each.fiche.content), _url(each), _state(each)) for each in found],
        rhythms=[(each.value, label) for each, label in RHYTHMS.items()],
        chosen=found[-1].follow.rhythm.value if found else "",
        most=MOST_FOLLOWS,
        refusal=refusal,
        done="C’est enregistré." if request.args.get("fait") == "rythme" else "",
    )


def _url(each: Followed) -> str:
    return fiche_url(each.standing) if each.standing.content.has_page else ""


def _state(each: Followed) -> str:
    if each.standing.id != each.fiche.id:
        return "Réunie à une autre fiche."
    return "" if each.standing.content.is_published else "N’est plus proposée."
