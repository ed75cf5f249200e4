"""The button of a fiche, in a list, on its page and on the map: into the selection under way, or out of it."""

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.domain.selections import MOST_ITEMS, SelectionFull, added, without
from directory.http.access import needs
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.fiches.editing import UnknownResource
from directory.web.accounts.entering import own_path
from directory.web.selections.here import change_here, selection_here
from directory.web.selections.tray import tray_here

adding = Blueprint("adding", __name__)

LONGEST_CODE = 80
FULL = f"La sélection est pleine\u00a0: {MOST_ITEMS} fiches au plus. Retirez-en une, ou commencez-en une autre."


@adding.post("/selection/fiches")
@needs(Action.MAKE_SHEET)
def add() -> ResponseReturnValue:
    """Put a fiche in the selection under way or take it out, then come back to its line."""
    is_adding = "ajouter" in request.form
    number = whole_number(request.form.get("ajouter" if is_adding else "retirer", ""))
    if not number:
        abort(400)
    try:
        if is_adding:
            item = current_services().handing.selections.item_of(number, request.form.get("besoin", "")[:LONGEST_CODE])
            change_here(lambda selection: added(selection, item))
        else:
            change_here(lambda selection: without(selection, number))
    except UnknownResource:
        abort(404)
    except SelectionFull:
        return _full()
    if wants_json():
        return state()
    path = own_path(request.form.get("suite", "")).partition("#")[0]
    return redirect(f"{path}#fiche-{number}" if path else url_for("selections.page"), 303)


def state() -> Response:
    """Return what a script shows of the selection under way: its fiches, and its tray as a page has it."""
    here = selection_here()
    answer = jsonify(
        fiches=list(here.ids) if here is not None else [],
        plateau=render_template(
            "pages/selections/_tray.html", view=tray_here(), back=own_path(request.form.get("suite", ""))
        ),
    )
    answer.cache_control.no_store = True
    return answer


def wants_json() -> bool:
    return request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json"


def _full() -> ResponseReturnValue:
    if wants_json():
        return {"message": FULL}, 409
    path = own_path(request.form.get("suite", ""))
    return render_template("pages/selections/full.html", message=FULL, back=path), 409
