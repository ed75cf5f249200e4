"""*Effacer ce contact*: what it means, and the button that does it."""

from functools import partial

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.http.writers import current_caller
from directory.web.search.bar import fiche_url
from directory.web.writing.gestures import made
from directory.web.writing.page import ONE, editable

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
    gesture = partial(current_services().contacts.forget, caller=current_caller())
    return made(resource_id, gesture, "contact-efface")
