"""Who asks, and the guard that checks the right of every request before its view."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import structlog
from flask import Flask, abort, request

from directory.domain.rights import VISITOR, Action, Actor, may

View = TypeVar("View", bound=Callable[..., object])

_NEEDS = "_needed_action"

UNTAGGED_ENDPOINTS: Mapping[str, Action] = {"static": Action.READ}
"""Views made by Flask itself."""

logger = structlog.get_logger()


def current_actor() -> Actor:
    """Return who asks. There are no accounts yet: everyone is a visitor."""
    return VISITOR


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
        if not may(current_actor(), action):
            abort(403)
