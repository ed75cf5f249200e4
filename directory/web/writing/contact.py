"""*Effacer ce contact*: what it means, and the button that does it."""

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import current_actor, current_signed, needs
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.accounts.callers import Caller
from directory.services.fiches.editing import StaleVersion, UnknownResource
from directory.services.fiches.writing import NotAllowed
from directory.web.search.bar import fiche_url
from directory.web.writing.answers import done, not_yours
from directory.web.writing.page import ONE, editable, version_typed

contact = Blueprint("contact", __name__)


@contact.get(f"{ONE}/contact")
@needs(Action.WRITE)
def forgetting(resource_id: int) -> ResponseReturnValue:
    found = editable(resource_id)
    if isinstance(found, Response):
        return found
    return render_template("pages/writing/contact.html", fiche=found, url=fiche_url(found))


@contact.post(f"{ONE}/contact")
@needs(Action.WRITE)
def forget(resource_id: int) -> ResponseReturnValue:
    version, signed = version_typed(), current_signed()
    caller = signed.caller if signed is not None else Caller(current_actor(), "jeton")
    try:
        receipt = current_services().contacts.forget(current_writer(), caller, resource_id, expected_version=version)
    except UnknownResource:
        abort(404)
    except NotAllowed as refused:
        return not_yours(refused.owner)
    except StaleVersion as stale:
        return render_template("pages/writing/moved.html", fiche=stale.current, url=fiche_url(stale.current)), 409
    return done(receipt, said="contact-efface")
