"""What is done to a fiche in one gesture: archived, put back, taken over."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.web.search.bar import fiche_url
from directory.web.writing.gestures import made
from directory.web.writing.page import ONE, editable

acts = Blueprint("acts", __name__)


@acts.get(f"{ONE}/archiver")
@needs(Action.WRITE)
def archiving(resource_id: int) -> ResponseReturnValue:
    """Show what archiving means, and its button."""
    found = editable(resource_id)
    if isinstance(found, Response):
        return found
    return render_template("pages/writing/archive.html", fiche=found, url=fiche_url(found))


@acts.post(f"{ONE}/archiver")
@needs(Action.WRITE)
def archive(resource_id: int) -> ResponseReturnValue:
    return made(resource_id, current_services().writing.archive, "archivee")


@acts.post(f"{ONE}/retablir")
@needs(Action.WRITE)
def publish(resource_id: int) -> ResponseReturnValue:
    return made(resource_id, current_services().writing.publish, "retablie")


@acts.post(f"{ONE}/confirmer")
@needs(Action.CONFIRM)
def confirm(resource_id: int) -> ResponseReturnValue:
    return made(resource_id, current_services().writing.confirm, "confirmee")


@acts.post(f"{ONE}/reprendre")
@needs(Action.TAKE_OVER)
def take_over(resource_id: int) -> ResponseReturnValue:
    return made(resource_id, current_services().writing.take_over, "reprise")
