"""One answer put in a fiche from its line of *À faire*: its address, a contact, the number that somebody reported."""

from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.links import LARGEST_ID
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.fiches.editing import InvalidResource, StaleVersion
from directory.services.fiches.faults import told
from directory.services.fiches.typed_values import UnknownCommune, place_in_line, read_value
from directory.services.fiches.writing import NotAllowed
from directory.services.todo.fiches import (
    ADDRESS,
    AT_COMMUNE,
    CONTACT,
    MOST_ANSWER_CHARS,
    PHONE,
    POINT,
    REMOTE,
    rank_to_mend,
)
from directory.web.reports.boxes import settling_named
from directory.web.shared.coming_back import back_to_list
from directory.web.todo.page import list_view
from directory.web.todo.view import gesture_url, refused
from directory.web.writing.answers import not_yours
from directory.web.writing.page import editable, version_typed
from fiche.codes import Reception
from fiche.content import FIELDS, Content
from fiche.parts import BY_HAND

mending = Blueprint("mending", __name__)

MOVED = "Cette fiche vient d’être modifiée\u00a0: relisez-la, puis enregistrez de nouveau."
NO_STREET = "Écrivez aussi la rue ou le nom du lieu, devant la commune."
NOTHING_TYPED = "Écrivez une réponse, ou laissez cette ligne pour plus tard."


class _Unread(Exception):
    """What was typed cannot be kept; its text says why."""


@mending.post(f"/a-faire/completer/<int(max={LARGEST_ID}):resource_id>")
@needs(Action.CONFIRM)
def mend(resource_id: int) -> ResponseReturnValue:
    """Save a fiche with the one answer of its line, and come back at the next line."""
    services, typed = current_services(), request.form.get("reponse", "")[:MOST_ANSWER_CHARS].strip()
    found = editable(resource_id)
    if isinstance(found, Response):
        return found
    try:
        content = _answered(found.content, request.form.get("quoi", ""), typed)
        receipt = services.writing.revise(
            current_writer(), resource_id, content, expected_version=version_typed(), then=settling_named()
        )
    except _Unread as unread:
        return _again(resource_id, str(unread), typed, 422)
    except InvalidResource as invalid:
        return _again(resource_id, " ".join(told(error).message for error in invalid.errors), typed, 422)
    except StaleVersion:
        return _again(resource_id, MOVED, typed, 409)
    except NotAllowed as refusal:
        return not_yours(refusal.owner)
    services.todo.forget_count(signed_in().account.id)
    services.showing.show(receipt.seq)
    return back_to_list(fait="complete")


def _answered(content: Content, what: str, typed: str) -> Content:
    if what == REMOTE:
        return replace(content, receptions=_remote(content.receptions))
    if what == POINT:
        return _accepted(content)
    if what not in (ADDRESS, CONTACT, PHONE):
        abort(400)
    if not typed:
        raise _Unread(NOTHING_TYPED)
    return _placed(content, typed) if what == ADDRESS else _reached(content, typed, is_phone=what == PHONE)


def _accepted(content: Content) -> Content:
    """Return a fiche whose points are right, as somebody says who looked at them."""
    sure = (
        replace(each, precision=BY_HAND) if each.is_doubtful and each.precision != AT_COMMUNE else each
        for each in content.places
    )
    return replace(content, places=tuple(sure))


def _remote(receptions: tuple[str, ...]) -> tuple[str, ...]:
    elsewhere = {each for each in receptions if each != Reception.ON_SITE}
    return tuple(sorted(elsewhere | {Reception.REMOTE.value}))


def _placed(content: Content, typed: str) -> Content:
    """Return a fiche with the place of a line of text, over the one that the line showed."""
    try:
        place = place_in_line(typed, current_services().places)
    except UnknownCommune as unknown:
        raise _Unread(_which(tuple(each.label for each in unknown.similar[:2]))) from unknown
    if not place.address:
        raise _Unread(NO_STREET)
    kept, over = list(content.places), rank_to_mend(content)
    if over is None:
        kept.append(place)
    else:
        kept[over] = replace(place, complement=kept[over].complement)
    return replace(content, places=tuple(kept))


def _which(names: tuple[str, ...]) -> str:
    if not names:
        return "La commune n’est pas reconnue\u00a0: écrivez son nom en entier, à la fin, avec le code postal."
    return f"Précisez la commune et son code postal\u00a0: {' ou '.join(names)}\u00a0?"


def _reached(content: Content, typed: str, *, is_phone: bool) -> Content:
    """Return a fiche with a number, a mail or a site, as the text reads."""
    if is_phone or not any(each.isalpha() for each in typed):
        return replace(content, phone=read_value(FIELDS["phone"].kind, typed))
    if "@" in typed:
        return replace(content, email=read_value(FIELDS["email"].kind, typed))
    return replace(content, website=read_value(FIELDS["website"].kind, typed))


def _again(resource_id: int, message: str, typed: str, status: int) -> ResponseReturnValue:
    """Return the list with why nothing was saved, at the line; the form of the fiche where it has no line any more."""
    view = refused(list_view(), resource_id, message, typed)
    if view is None:
        return redirect(url_for("writing.edit", resource_id=resource_id), 303)
    return render_template("pages/todo/page.html", view=view, gesture_url=gesture_url), status
