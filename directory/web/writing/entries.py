"""Entries in progress over HTTP: kept while one types, offered again, given up."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.domain.entries import Entry, pairs
from directory.domain.rights import Action, may_somewhere
from directory.http.access import current_actor, current_signed, needs, signed_in
from directory.http.links import LARGEST_ID
from directory.http.request import current_services
from directory.web.shared.coming_back import back_to_list, came_from_list
from directory.web.writing.typed import Typed

entries = Blueprint("entries", __name__)

KEY = "saisie"
NOT_KEPT = frozenset({"csrf_token", "faire", "version", "revision", "ressource", KEY})
_KEY = re.compile("[0-9a-f]{32}")
_NUMBER = re.compile("[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class EntryView:
    """What one began and did not save. ``title``: what it is called, as far as it was typed."""

    title: str
    at: datetime
    url: str
    key: str


@entries.post("/ressources/saisie")
@needs(Action.OWN_ACCOUNT)
def keep() -> ResponseReturnValue:
    """Keep what the form of a fiche holds now. 409: something newer is kept."""
    key, form = request.form.get(KEY, ""), request.form
    numbers = [form.get(name, "") for name in ("revision", "version", "ressource")]
    if not _KEY.fullmatch(key) or not all(_NUMBER.fullmatch(each) for each in numbers):
        abort(400)
    if not may_somewhere(current_actor(), Action.WRITE):
        abort(403)
    revision, version, number = map(int, numbers)
    typed = {name: values for name, values in form.lists() if name not in NOT_KEPT}
    if number > LARGEST_ID or (number and current_services().fiches.get(number) is None):
        abort(404)
    kept = current_services().entries.keep(
        signed_in().account.id, key, revision, typed, resource_id=number or None, base_version=version
    )
    return Response(status=204 if kept else 409, mimetype="text/plain")


@entries.post("/ressources/saisie/<key>/oublier")
@needs(Action.OWN_ACCOUNT)
def forget(key: str) -> ResponseReturnValue:
    """Give up what was typed, and come back to the form that it was for."""
    services, account = current_services(), signed_in().account
    found = services.entries.get(account.id, key)
    services.entries.drop(account.id, key)
    services.todo.forget_count(account.id)
    if came_from_list():
        return back_to_list()
    if found is None or found.resource_id is None:
        return redirect(url_for("writing.new"), 303)
    return redirect(url_for("writing.edit", resource_id=found.resource_id), 303)


def asked_entry(resource_id: int | None) -> Entry | None:
    """Return the entry that the address asks to take up again, if it is one's own and for this fiche."""
    signed, key = current_signed(), request.args.get(KEY, "")
    if signed is None or not _KEY.fullmatch(key):
        return None
    found = current_services().entries.get(signed.account.id, key)
    return found if found is not None and found.resource_id == resource_id else None


def typed_in(entry: Entry) -> Typed:
    typed: Typed = MultiDict(pairs(json.loads(entry.typed)))
    typed[KEY] = entry.key
    return typed


def entry_views(resource_id: int | None, shown: str) -> tuple[EntryView, ...]:
    """Return what one began for this fiche, or for new ones, the one that is shown left out."""
    signed = current_signed()
    if signed is None:
        return ()
    found = current_services().entries.of(signed.account.id, resource_id)
    return tuple(_view(each) for each in found if each.key != shown)


def drop_saved(typed: Typed) -> None:
    """Forget the entry of a form that was just saved."""
    signed, key = current_signed(), typed.get(KEY, "")
    if signed is not None and _KEY.fullmatch(key):
        current_services().entries.drop(signed.account.id, key)


def _view(entry: Entry) -> EntryView:
    typed = json.loads(entry.typed)
    title = next((text for name in ("titre", "structure.nom") for text in typed.get(name, ()) if text.strip()), "")
    number = entry.resource_id
    url = (
        url_for("writing.new", saisie=entry.key)
        if number is None
        else url_for("writing.edit", resource_id=number, saisie=entry.key)
    )
    return EntryView(title, entry.at, url, entry.key)
