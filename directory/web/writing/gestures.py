"""A gesture on a fiche, made once: what keeps it from being done is told the same way, whatever the gesture."""

from typing import Protocol

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from directory.http.writers import current_writer
from directory.services.fiches.editing import InvalidResource, MergedAway, Receipt, StaleVersion, UnknownResource
from directory.services.fiches.writing import NotAllowed, Writer
from directory.web.writing.answers import done, moved, not_yours
from directory.web.writing.page import to_survivor, version_typed


class Gesture(Protocol):
    """Does something to a fiche of a number, at a version. Raises as ``Writing`` does."""

    def __call__(self, writer: Writer, resource_id: int, /, *, expected_version: int) -> Receipt: ...


def made(resource_id: int, gesture: Gesture, said: str) -> ResponseReturnValue:
    """Do something to a fiche at the version that was shown; another save in between is told, nothing is done.

    said   key of the sentence that the fiche then shows.
    """
    version = version_typed()
    try:
        receipt = gesture(current_writer(), resource_id, expected_version=version)
    except MergedAway as merged:
        return to_survivor(merged)
    except UnknownResource:
        abort(404)
    except NotAllowed as refused:
        return not_yours(refused.owner)
    except InvalidResource:
        # What keeps a draft from being published is listed in its form.
        return redirect(url_for("writing.edit", resource_id=resource_id, fait="incomplet"), 303)
    except StaleVersion as stale:
        return moved(stale.current)
    return done(receipt, said=said)
