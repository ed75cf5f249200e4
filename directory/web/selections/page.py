"""*Ma sélection*: the one under way, those of before; each put in order, read again, forgotten."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.domain.selections import MOST_ITEMS, Item, Selection, in_place_of, moved, without
from directory.http.access import current_signed, needs, signed_in
from directory.http.links import LARGEST_ID, whole_number
from directory.http.request import current_services
from directory.services.fiches.editing import UnknownResource
from directory.services.offices.notes import ReadNote
from directory.services.selections.keeping import Gesture, UnknownSelection
from directory.services.selections.reading import Line
from directory.web.accounts.entering import own_path
from directory.web.selections.adding import state, wants_json
from directory.web.selections.here import (
    change_here,
    forget_visitor_selection,
    keep_in_browser,
    selection_here,
    sheet_url,
    visitor_selection,
)
from directory.web.selections.view import selection_view, summary_view

selections = Blueprint("selections", __name__)

ONE = f"/selections/<int(max={LARGEST_ID}):selection_id>"

GESTURES: Mapping[str, Callable[..., Selection]] = {
    "monter": partial(moved, step=-1),
    "descendre": partial(moved, step=1),
    "retirer": without,
}
DONE = {
    "partagee": "La sélection est partagée avec votre antenne.",
    "reprise": "La sélection n’est plus visible que de vous.",
    "copiee": "La sélection est copiée\u00a0: celle-ci est à vous.",
    "gardee": "Les fiches choisies avant la connexion sont dans votre sélection.",
}


@selections.get("/selection")
@needs(Action.MAKE_SHEET)
def page() -> ResponseReturnValue:
    answer = make_response(state() if wants_json() else _shown(selection_here()))
    # A page and what a script asks stand at one address.
    answer.vary.add("Accept")
    return answer


@selections.post("/selection")
@needs(Action.MAKE_SHEET)
def change() -> ResponseReturnValue:
    """Move a fiche of the selection under way, take it out or put another one in its place; from any page."""
    gesture, number = _gesture_typed()
    change_here(gesture)
    if wants_json():
        return state()
    if path := own_path(request.form.get("suite", "")).partition("#")[0]:
        return redirect(f"{path}#plateau", 303)
    return redirect(f"{url_for('selections.page')}#fiche-{number}", 303)


@selections.post("/selection/nouvelle")
@needs(Action.KEEP)
def begin() -> ResponseReturnValue:
    """Leave the selection under way where it is, and begin another."""
    current_services().handing.selections.begin_another(signed_in().account.id)
    return redirect(url_for("selections.page"), 303)


@selections.post("/selection/garder")
@needs(Action.KEEP)
def keep() -> ResponseReturnValue:
    """Keep in one's selection the fiches that were chosen before signing in."""
    found = visitor_selection()
    if found is None:
        return redirect(url_for("selections.page"), 303)
    left = current_services().handing.selections.keep(signed_in().account.id, found.items, commune=found.commune)
    if left:
        keep_in_browser(replace(found, items=left))
        return redirect(url_for("selections.page"), 303)
    forget_visitor_selection()
    return redirect(url_for("selections.page", fait="gardee"), 303)


@selections.get(ONE)
@needs(Action.KEEP)
def one(selection_id: int) -> ResponseReturnValue:
    """Show a selection of one's own, or one that a colleague of one's antenne shares."""
    services, account = current_services(), signed_in().account
    try:
        return _shown(services.handing.selections.get(account.id, selection_id))
    except UnknownSelection:
        pass
    try:
        shared = services.handing.sharing.get(account, selection_id)
    except UnknownSelection:
        abort(404)
    view = selection_view(shared.selection, services.handing.lines.lines(shared.selection))
    return render_template("pages/selections/shared.html", selection=shared.selection, view=view, by=shared.by)


@selections.post(ONE)
@needs(Action.KEEP)
def change_one(selection_id: int) -> ResponseReturnValue:
    _own(selection_id)
    gesture, resource_id = _gesture_typed()
    try:
        current_services().handing.selections.change(signed_in().account.id, selection_id, gesture)
    except UnknownSelection:
        abort(404)
    return redirect(f"{url_for('selections.one', selection_id=selection_id)}#fiche-{resource_id}", 303)


@selections.post(f"{ONE}/remise")
@needs(Action.KEEP)
def hand(selection_id: int) -> ResponseReturnValue:
    """Note that the fiches still offered are handed over today, then show their sheet."""
    selection = _own(selection_id)
    offered = tuple(
        line.item.resource_id for line in current_services().handing.lines.lines(selection) if line.is_offered
    )
    if not offered:
        return redirect(url_for("selections.one", selection_id=selection_id), 303)
    current_services().handing.selections.note_handed(selection.account_id, selection_id, offered)
    return redirect(sheet_url(selection), 303)


@selections.post(f"{ONE}/supprimer")
@needs(Action.KEEP)
def drop(selection_id: int) -> ResponseReturnValue:
    try:
        current_services().handing.selections.drop(signed_in().account.id, selection_id)
    except UnknownSelection:
        abort(404)
    return redirect(url_for("selections.page"), 303)


def _own(selection_id: int) -> Selection:
    try:
        return current_services().handing.selections.get(signed_in().account.id, selection_id)
    except UnknownSelection:
        abort(404)


def _shown(selection: Selection | None) -> ResponseReturnValue:
    services, signed = current_services(), current_signed()
    others = services.handing.selections.of(signed.account.id) if signed is not None else []
    chosen_before = visitor_selection() if signed is not None else None
    kept = selection or services.handing.selections.begun()
    office = services.handing.offices.belonging.office_of(signed.account) if signed is not None else None
    shared = services.handing.sharing.of_office(signed.account) if signed is not None and office is not None else []
    lines = services.handing.lines.lines(kept)
    return render_template(
        "pages/selections/selection.html",
        selection=kept,
        view=selection_view(kept, lines),
        others=[summary_view(each) for each in others if each.id != kept.id],
        chosen_before=len(chosen_before.items) if chosen_before is not None else 0,
        room=MOST_ITEMS - len(kept.items),
        most=MOST_ITEMS,
        action=url_for("selections.one", selection_id=kept.id) if kept.id else url_for("selections.page"),
        done=DONE.get(request.args.get("fait", ""), ""),
        is_signed_in=signed is not None,
        office=office,
        notes=_notes(lines),
        colleagues=services.handing.offices.belonging.count(office.id) - 1 if office is not None else 0,
        shared=[(summary_view(each.selection), each.by) for each in shared],
    )


def _notes(lines: Sequence[Line]) -> dict[int, ReadNote]:
    """Return the notes of one's antenne on the fiches of a selection, by the fiche that was added."""
    signed = current_signed()
    if signed is None:
        return {}
    found = current_services().handing.offices.notes.of(signed.account, [each.resource.id for each in lines])
    return {each.item.resource_id: found[each.resource.id] for each in lines if each.resource.id in found}


def _gesture_typed() -> tuple[Gesture, int]:
    """Return what a button asks, such as ``monter-12`` or ``remplacer-12-881``, and the fiche to come back to."""
    name, *numbers = request.form.get("geste", "").split("-")
    read = [number for each in numbers if (number := whole_number(each)) is not None]
    if len(read) < len(numbers):
        abort(400)
    resource_id, *others = read or [0]
    if name == "remplacer" and len(others) == 1:
        return partial(in_place_of, resource_id=resource_id, item=_item(others[0])), others[0]
    if name not in GESTURES or not resource_id or others:
        abort(400)
    return partial(GESTURES[name], resource_id=resource_id), resource_id


def _item(number: int) -> Item:
    try:
        return current_services().handing.selections.item_of(number)
    except UnknownResource:
        abort(404)
