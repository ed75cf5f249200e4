"""Who asks, and the guard that checks the right of every request before its view."""

import hmac
from collections.abc import Callable, Mapping
from typing import TypeVar

import structlog
from flask import Flask, abort, current_app, g, request

from directory.domain.actors import PROBE, PUBLIC_VISITOR, VISITOR, Actor
from directory.domain.rights import Action, may_somewhere

View = TypeVar("View", bound=Callable[..., object])

_NEEDS = "_needed_action"
ACTOR = "actor"
"""Key of who asks, in ``flask.g``: found once a request."""

UNTAGGED_ENDPOINTS: Mapping[str, Action] = {"static": Action.OPEN}
"""Views made by Flask itself."""

logger = structlog.get_logger()


def current_actor() -> Actor:
    """Return who asks."""
    if ACTOR not in g:
        setattr(g, ACTOR, _found_actor())
    actor = getattr(g, ACTOR)
    assert isinstance(actor, Actor)
    return actor


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
        if request.endpoint is None:
            return
        action = action_of(app, request.endpoint)
        if action is None:
            logger.error("access.undeclared", endpoint=request.endpoint)
            abort(403)
        if action is Action.OPEN:
            return
        actor = current_actor()
        if not may_somewhere(actor, action):
            abort(401 if actor.is_visitor else 403)


def _found_actor() -> Actor:
    expected = str(current_app.config["METRICS_TOKEN"])
    if expected and hmac.compare_digest(bearer().encode(), expected.encode()):
        return PROBE
    return PUBLIC_VISITOR if current_app.config["PUBLIC_READING"] else VISITOR
