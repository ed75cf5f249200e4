"""Signing in through the identity provider: there, and back."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.cookies import STEP
from directory.http.request import current_services
from directory.services.accounts.oidc import Oidc
from directory.services.accounts.refusals import Refused
from directory.web.accounts.entering import go_to, known_visit, let_in, own_path, wanted_path
from directory.web.accounts.sign_in import SignInView, sign_in_form
from directory.web.accounts.words import REFUSALS
from directory.web.shared.addresses import public_url

provider = Blueprint("provider", __name__)


@provider.get("/connexion/oidc")
@needs(Action.OPEN)
def leave_for() -> ResponseReturnValue:
    """Send the browser to the provider; a portal links here with the page to come back to."""
    suite = wanted_path()
    try:
        asked = _oidc().ask(redirect_uri=_way_back(), path=suite)
    except Refused as refused:
        return sign_in_form(SignInView(suite, refusal=REFUSALS[refused.reason]), 503)
    response = go_to(asked.address)
    STEP.put(response, asked.step)
    return response


@provider.get("/connexion/oidc/retour")
@needs(Action.OPEN)
def come_back() -> ResponseReturnValue:
    """Let in whom the provider vouches for. What it says is used once, and only by the browser that left for it."""
    visit, said = known_visit(), request.args
    try:
        back = _oidc().come_back(
            step=STEP.read(),
            state=said.get("state", ""),
            code=said.get("code", ""),
            redirect_uri=_way_back(),
            visit=visit,
        )
    except Refused as refused:
        return sign_in_form(SignInView("", refusal=REFUSALS[refused.reason]), 422)
    return let_in(back.outcome, visit, own_path(back.path))


def _oidc() -> Oidc:
    found = current_services().accounts.oidc
    if found is None:
        abort(404)
    return found


def _way_back() -> str:
    return f"{public_url()}{url_for('provider.come_back')}"
