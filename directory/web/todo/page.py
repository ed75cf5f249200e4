"""The list of what waits: shown, confirmed line by line, left for later."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.domain.todo import TaskKind
from directory.http.access import needs, signed_in
from directory.http.links import LARGEST_ID, whole_number
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.fiches.editing import StaleVersion, UnknownResource
from directory.services.fiches.writing import NotAllowed
from directory.services.freshness.facts import who_of
from directory.web.shared.coming_back import back_to_list
from directory.web.todo.view import TITLES, TodoView, gesture_url, todo_view
from directory.web.writing.answers import not_yours
from directory.web.writing.page import version_typed
from search.places.clock import local_day

todo = Blueprint("todo", __name__)

LINE = "/a-faire/<kind>/<key>"
ONE = f"/a-faire/confirmer/<int(max={LARGEST_ID}):resource_id>"
SAID = {
    "change": "Cette fiche vient d’être modifiée\u00a0: relisez-la avant de confirmer.",
    "plus-tard": "Laissée pour plus tard\u00a0: elle revient dans une semaine.",
    "complete": "C’est enregistré\u00a0: la fiche le dit.",
    "classe": "Le signalement est classé sans suite.",
    "distinctes": "C’est retenu\u00a0: ces deux fiches ne sont pas la même.",
    "import-abandonne": "L’import est abandonné\u00a0: rien n’avait été écrit.",
    "antenne": "L’antenne est confirmée.",
    "reprise": "La confirmation est annulée.",
}


@todo.get("/a-faire")
@needs(Action.CONFIRM)
def page() -> ResponseReturnValue:
    services, signed = current_services(), signed_in()
    view = replace(list_view(), said=SAID.get(request.args.get("fait", ""), ""))
    number = whole_number(request.args.get("confirmee", ""))
    done = None if number is None else services.fiches.get(number)
    if done is not None and done.content.institution in signed.actor.reach:
        who = ", ".join(part for part in who_of(done.content)[:1] if part)
        view = replace(view, done_id=done.id, done_title=done.content.title, done_who=who)
    return render_template("pages/todo/page.html", view=view, gesture_url=gesture_url)


def list_view() -> TodoView:
    """Return the list of who asks."""
    services, signed = current_services(), signed_in()
    return todo_view(
        services.todo.of(signed),
        services.words.current().label("institution", signed.actor.institution),
        local_day(services.now()),
    )


@todo.post(ONE)
@needs(Action.CONFIRM)
def confirm(resource_id: int) -> ResponseReturnValue:
    """Confirm a fiche as its line showed it, and come back at the next line."""
    services, signed = current_services(), signed_in()
    try:
        receipt = services.writing.confirm(current_writer(), resource_id, expected_version=version_typed())
    except UnknownResource:
        abort(404)
    except NotAllowed as refused:
        return not_yours(refused.owner)
    except StaleVersion:
        return redirect(url_for("todo.page", fait="change") + f"#ligne-{TaskKind.CONFIRM.value}-{resource_id}", 303)
    finally:
        services.todo.forget_count(signed.account.id)
    services.showing.show(receipt.seq)
    return back_to_list(confirmee=resource_id)


@todo.post(f"{ONE}/annuler")
@needs(Action.CONFIRM)
def take_back(resource_id: int) -> ResponseReturnValue:
    """Take back a confirmation just given."""
    services, signed = current_services(), signed_in()
    try:
        receipt = services.writing.take_back(current_writer(), resource_id)
    except UnknownResource:
        abort(404)
    except NotAllowed as refused:
        return not_yours(refused.owner)
    services.todo.forget_count(signed.account.id)
    services.showing.show(receipt.seq)
    return redirect(url_for("todo.page", fait="reprise") + f"#ligne-{TaskKind.CONFIRM.value}-{resource_id}", 303)


@todo.post(f"{LINE}/plus-tard")
@needs(Action.CONFIRM)
def leave(kind: str, key: str) -> ResponseReturnValue:
    """Leave a line for a week."""
    if kind not in {each.value for each in TITLES}:
        abort(404)
    if not current_services().todo.leave(signed_in(), TaskKind(kind), key):
        abort(404)
    return back_to_list(fait="plus-tard")


@todo.post(f"{LINE}/revenir")
@needs(Action.CONFIRM)
def bring_back(kind: str, key: str) -> ResponseReturnValue:
    """Put back a line that was left for later."""
    if kind not in {each.value for each in TITLES}:
        abort(404)
    current_services().todo.bring_back(signed_in(), TaskKind(kind), key)
    return redirect(url_for("todo.page"), 303)
