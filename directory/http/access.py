"""Who asks, and the guard that checks the right of every request before its view."""

import hmac
from collections.abc import Callable, Mapping
from typing import TypeVar

import structlog
from flask import Flask, Response, abort, current_app, g, request

from directory.domain.actors import PROBE, PUBLIC_VISITOR, VISITOR, Actor
from directory.domain.rights import Action, may_somewhere
from directory.http.cookies import SESSION
from directory.http.request import current_services, is_api
from directory.services.accounts.callers import Signed

View = TypeVar("View", bound=Callable[..., object])

_NEEDS = "_needed_action"
ACTOR = "actor"
"""Key of who asks, in ``flask.g``: found once a request."""
SIGNED = "signed"
"""Key of the person signed in, likewise."""
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

UNTAGGED_ENDPOINTS: Mapping[str, Action] = {"static": Action.OPEN}
"""Views made by Flask itself."""

logger = structlog.get_logger()


def current_actor() -> Actor:
    """Return who asks."""
    actor = g.get(ACTOR)
    if actor is None:
        actor = _found_actor()
        setattr(g, ACTOR, actor)
    assert isinstance(actor, Actor)
    return actor


def actor_found() -> Actor | None:
    """Return who asks when this request has already looked, and look no further."""
    found = g.get(ACTOR)
    return found if isinstance(found, Actor) else None


def current_signed() -> Signed | None:
    """Return the person signed in, if somebody is."""
    current_actor()
    found = g.get(SIGNED)
    return found if isinstance(found, Signed) else None


def forget_signed() -> None:
    """Answer the rest of this request as a visitor, whose session has just ended."""
    g.pop(SIGNED, None)
    setattr(g, ACTOR, PUBLIC_VISITOR if current_app.config["PUBLIC_READING"] else VISITOR)


def signed_in() -> Signed:
    """Return the person signed in, on a route that nobody else may ask."""
    found = current_signed()
    if found is None:
        abort(401)
    return found


def bearer() -> str:
    """Return the secret of an ``Authorization: Bearer`` header, empty when there is none."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def needs(action: Action) -> Callable[[View], View]:
    """Declare what a view needs; a view that declares nothing is refused to everyone."""

    def declare(view: View) -> View:
        setattr(view, _NEEDS, action)
        return view

    return declare


def action_of(app: Flask, endpoint: str) -> Action | None:
    """Return what an endpoint declared, or None."""
    declared = getattr(app.view_functions.get(endpoint), _NEEDS, None)
    return declared if isinstance(declared, Action) else UNTAGGED_ENDPOINTS.get(endpoint)


def guard_routes(app: Flask) -> None:
    """Check the right of every request before its view, in this one place."""

    @app.before_request
    def check_right() -> None:
        endpoint = request.endpoint
        if endpoint is None:
            return
        action = action_of(app, endpoint)
        if action is None:
            logger.error("access.undeclared", endpoint=endpoint)
            abort(403)
        if action is Action.OPEN:
            return
        actor = current_actor()
        if not may_somewhere(actor, action):
            abort(401 if actor.is_visitor else 403)


def keep_sessions(app: Flask) -> None:
    """Hand out the new token of a session whose rights changed, unless the view sets another."""

    @app.after_request
    def update_cookie(response: Response) -> Response:
        if actor_found() is None or _sets_session(response):
            return response
        signed = g.get(SIGNED)
        if isinstance(signed, Signed) and signed.new_secret:
            SESSION.put(response, signed.new_secret)
        return response


def _sets_session(response: Response) -> bool:
    return any(value.startswith(f"{SESSION.name}=") for value in response.headers.getlist("Set-Cookie"))


def _found_actor() -> Actor:
    secret = bearer()
    if secret:
        return _holder(secret) or VISITOR
    # A cookie never writes through the API, where forms carry no token.
    if not is_api() or request.method in READING_METHODS:
        cookie = SESSION.read()
        signed = current_services().accounts.sessions.signed(cookie) if cookie else None
        if signed is not None:
            setattr(g, SIGNED, signed)
            structlog.contextvars.bind_contextvars(account=signed.account.id)
            return signed.actor
    return PUBLIC_VISITOR if current_app.config["PUBLIC_READING"] else VISITOR


def _holder(secret: str) -> Actor | None:
    """Return who holds a key of a machine, None for a key that opens nothing."""
    expected = str(current_app.config["METRICS_TOKEN"])
    if expected and hmac.compare_digest(secret.encode(), expected.encode()):
        return PROBE
    return current_services().accounts.tokens.actor(secret)
