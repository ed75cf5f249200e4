"""What pages and API take from the application while they answer one request."""

from flask import current_app, g, request

from directory.schemas.wire import RequestContext
from directory.services.bundle import Services

SERVICES = "directory"
"""Key of the use cases in ``app.extensions``."""
API = "/api/"
"""What the paths of the API begin with."""


def is_api() -> bool:
    """Say whether a machine asks, which is answered in JSON."""
    return request.path.startswith(API)


def takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def note_failure() -> None:
    """Note that this request broke: its page of error asks nothing more of the base."""
    g.failed = True


def has_failed() -> bool:
    return bool(g.get("failed", False))


def current_services() -> Services:
    services = current_app.extensions[SERVICES]
    assert isinstance(services, Services)
    return services


def current_context() -> RequestContext:
    """Return what the values of this request are checked against."""
    services = current_services()
    return RequestContext(services.words.current(), services.places, services.now())
