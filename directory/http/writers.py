"""Who writes a fiche, as a page or the API was asked."""

from flask import request

from directory.domain.changes import Author
from directory.domain.resource import Origin, SaveOrigin
from directory.http.access import current_actor, current_signed
from directory.http.request import current_services
from directory.services.accounts.callers import Caller, network_of
from directory.services.fiches.writing import Writer

BY_KEY = "jeton"
"""What the trail calls the door of a machine."""


def current_caller() -> Caller:
    """Return who acts, for the trail: the person signed in, or the institution of the key that a machine holds."""
    signed = current_signed()
    if signed is not None:
        return signed.caller
    return Caller(current_actor(), BY_KEY, network_of(request.remote_addr or ""))


def current_writer() -> Writer:
    """Return the person signed in, or the institution of the key that a machine holds."""
    signed = current_signed()
    if signed is not None:
        return Writer.of(signed)
    actor = current_actor()
    name = current_services().words.current().label("institution", actor.institution)
    return Writer(actor, Author(None, f"API, {name}"), Origin(SaveOrigin.API))
