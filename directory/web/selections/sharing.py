"""A selection shared with one's antenne, read and copied by its people."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.links import LARGEST_ID
from directory.http.request import current_services
from directory.services.selections.keeping import UnknownSelection

sharing = Blueprint("sharing", __name__)

ONE = f"/selections/<int(max={LARGEST_ID}):selection_id>"


@sharing.post(f"{ONE}/partager")
@needs(Action.KEEP)
def share(selection_id: int) -> ResponseReturnValue:
    """Share a selection of one's own with one's antenne, or keep it for oneself again."""
    is_shared = request.form.get("partage") == "oui"
    try:
        current_services().handing.sharing.set_shared(signed_in().account, selection_id, is_shared=is_shared)
    except UnknownSelection:
        abort(404)
    done = "partagee" if is_shared else "reprise"
    return redirect(url_for("selections.one", selection_id=selection_id, fait=done), 303)


@sharing.post(f"{ONE}/copier")
@needs(Action.KEEP)
def copy(selection_id: int) -> ResponseReturnValue:
    """Make a selection of one's own of one that a colleague shares."""
    try:
        made = current_services().handing.sharing.copy(signed_in().account, selection_id)
    except UnknownSelection:
        abort(404)
    return redirect(url_for("selections.one", selection_id=made.id, fait="copiee"), 303)
