"""What is done to a fiche in one gesture: archived, put back, taken over."""

from dataclasses import replace
from functools import partial

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.schemas.wire_fields import read_day
from directory.services.fiches.demands import asks_all
from directory.services.fiches.editing import InvalidResource
from directory.services.fiches.writing import BadReason
from directory.web.duplicates.before import ask_before
from directory.web.search.bar import fiche_url
from directory.web.writing.gestures import made
from directory.web.writing.page import ONE, editable, version_typed
from directory.web.writing.typed import typed_of
from fiche.codes import ARCHIVE_REASONS, MERGED, Status
from search.places.clock import local_day

acts = Blueprint("acts", __name__)


@acts.get(f"{ONE}/archiver")
@needs(Action.WRITE)
def archiving(resource_id: int) -> ResponseReturnValue:
    """Show what archiving means, and its button."""
    found = editable(resource_id)
    if isinstance(found, Response):
        return found
    if not found.content.has_page:
        abort(404)
    return _archive_page(found)


@acts.post(f"{ONE}/archiver")
@needs(Action.WRITE)
def archive(resource_id: int) -> ResponseReturnValue:
    """Archive a fiche now, or on the day typed (``le``), for the reason chosen (``motif``)."""
    day, reason = request.form.get("le", "").strip(), request.form.get("motif", "")
    planned = read_day(day) if day else None
    found = editable(resource_id)
    if isinstance(found, Response):
        return found
    if not found.content.has_page:
        abort(404)
    if day and planned is None:
        return _archive_page(found, f"«\u00a0{day}\u00a0» n’est pas une date comme 2026-11-23.", 422)
    is_later = planned is not None and planned > local_day(current_services().now())
    gesture = partial(current_services().writing.archive, reason=reason, planned=planned)
    try:
        return made(resource_id, gesture, "archivage-prevu" if is_later else "archivee")
    except BadReason:
        return _archive_page(found, "Choisissez un motif de la liste.", 422)


@acts.post(f"{ONE}/archiver/annuler")
@needs(Action.WRITE)
def cancel_archiving(resource_id: int) -> ResponseReturnValue:
    return made(resource_id, current_services().writing.cancel_archiving, "archivage-annule")


@acts.post(f"{ONE}/retablir")
@needs(Action.WRITE)
def publish(resource_id: int) -> ResponseReturnValue:
    """Put a fiche back into the searches; a draft, which they never showed, once it is said to be no other."""
    found = editable(resource_id)
    if isinstance(found, Response):
        return found
    asked = _asked(found)
    return made(resource_id, current_services().writing.publish, "retablie") if asked is None else asked


@acts.post(f"{ONE}/confirmer")
@needs(Action.CONFIRM)
def confirm(resource_id: int) -> ResponseReturnValue:
    return made(resource_id, current_services().writing.confirm, "confirmee")


@acts.post(f"{ONE}/reprendre")
@needs(Action.TAKE_OVER)
def take_over(resource_id: int) -> ResponseReturnValue:
    return made(resource_id, current_services().writing.take_over, "reprise")


def _asked(fiche: Resource) -> ResponseReturnValue | None:
    """Return the question about what looks like a draft, None where there is nothing to ask."""
    content = replace(fiche.content, status=Status.PUBLISHED)
    if not asks_all(fiche.content, content) or version_typed() != fiche.version:
        return None
    try:
        checked = current_services().writing.checked(fiche.content, content)
    except InvalidResource:
        return None
    return ask_before(checked, typed_of(fiche.content), fiche).page


def _archive_page(fiche: Resource, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    reasons = {code: label for code, label in ARCHIVE_REASONS.items() if code != MERGED}
    page = render_template(
        "pages/writing/archive.html", fiche=fiche, url=fiche_url(fiche), reasons=reasons, refusal=refusal,
        chosen=request.form.get("motif", ""), day=request.form.get("le", ""),
    )  # fmt: skip
    return page, status
