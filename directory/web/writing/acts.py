"""What is done to a fiche in one gesture: archived, put back, taken over."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.fiches.editing import Receipt, StaleVersion, UnknownResource
from directory.services.fiches.writing import NotAllowed, Writer, Writing
from directory.web.search.bar import fiche_url
from directory.web.writing.answers import done, not_yours
from directory.web.writing.page import ONE, editable, version_typed

acts = Blueprint("acts", __name__)

Act = Callable[[Writing, Writer, int, int], Receipt]
"""Does something to a fiche, of a number and at a version."""


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
    return _acted(
        resource_id,
        lambda writing, who, number, version: writing.archive(who, number, expected_version=version),
        "archivee",
    )


@acts.post(f"{ONE}/retablir")
@needs(Action.WRITE)
def publish(resource_id: int) -> ResponseReturnValue:
    return _acted(
        resource_id,
        lambda writing, who, number, version: writing.publish(who, number, expected_version=version),
        "retablie",
    )


@acts.post(f"{ONE}/confirmer")
@needs(Action.CONFIRM)
def confirm(resource_id: int) -> ResponseReturnValue:
    return _acted(
        resource_id,
        lambda writing, who, number, version: writing.confirm(who, number, expected_version=version),
        "confirmee",
    )


@acts.post(f"{ONE}/reprendre")
@needs(Action.TAKE_OVER)
def take_over(resource_id: int) -> ResponseReturnValue:
    return _acted(
        resource_id,
        lambda writing, who, number, version: writing.take_over(who, number, expected_version=version),
        "reprise",
    )


def _acted(resource_id: int, act: Act, said: str) -> ResponseReturnValue:
    """Do something to a fiche at the version that was shown; another save in between is told, nothing is done."""
    version = version_typed()
    try:
        receipt = act(current_services().writing, current_writer(), resource_id, version)
    except UnknownResource:
        abort(404)
    except NotAllowed as refused:
        return not_yours(refused.owner)
    except StaleVersion as stale:
        return render_template("pages/writing/moved.html", fiche=stale.current, url=fiche_url(stale.current)), 409
    return done(receipt, said=said)
