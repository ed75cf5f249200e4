"""What pages and API share of a request: the services, the rights, the clock of values, the links."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar
from urllib.parse import urlencode

import structlog
from flask import Flask, abort, current_app, request

from directory.criteria import BY_NAME
from directory.domain.rights import VISITOR, Action, Actor, may
from directory.schemas.wire import Reading
from directory.services.bundle import Services

View = TypeVar("View", bound=Callable[..., object])

SERVICES = "directory"
_NEEDS = "_needed_action"
LARGEST_ID = 2**53 - 1
"""Numbers of fiches fit a JSON number everywhere; a larger one is no fiche."""

UNTAGGED_ENDPOINTS: Mapping[str, Action] = {"static": Action.READ}
"""Views made by Flask itself."""

logger = structlog.get_logger()


def current_services() -> Services:
    services = current_app.extensions[SERVICES]
    assert isinstance(services, Services)
    return services


def current_reading() -> Reading:
    """Return what the values of this request are checked against."""
    services = current_services()
    return Reading(services.words.current(), services.places, services.now())


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


def link(path: str, asked: Mapping[str, Iterable[str]], **changes: str | Iterable[str] | None) -> str:
    """Return ``path`` with the parameters of a search.

    changes   a value or values put in the place of those asked; None takes the parameter away. The page goes back
              to the first unless it is said.
    """
    values: dict[str, tuple[str, ...]] = {name: tuple(given) for name, given in asked.items() if name != "page"}
    for name, given in changes.items():
        values[name] = () if given is None else (given,) if isinstance(given, str) else tuple(given)
    pairs = [(name, value) for name in BY_NAME for value in values.get(name, ())]
    return f"{path}?{urlencode(pairs)}" if pairs else path
