"""What browsers and proxies may keep of an answer."""

from flask import Flask, Response, g, request

from directory.domain.rights import Action
from directory.http.access import action_of, actor_found

NEVER_KEPT = frozenset(
    {
        Action.OWN_ACCOUNT,
        Action.MANAGE_ACCOUNTS,
        Action.MANAGE_PARTNERS,
        Action.MANAGE_TOKENS,
        Action.READ_AUDIT,
        Action.READ_PEOPLE,
        Action.EXPORT_PEOPLE,
        Action.OPERATE,
    }
)
"""Actions whose pages show accounts or people."""


def holds_form() -> bool:
    """Say whether the answer holds a token against forged forms."""
    return "csrf_token" in g


def vary_by(response: Response, *names: str) -> None:
    """Tell caches that an answer depends on these headers too: ``response.vary`` writes its header for each name."""
    said = response.headers.get("Vary")
    if said is None:
        response.headers.add("Vary", ", ".join(names))
    else:
        known = {name.strip().lower() for name in said.split(",")}
        response.headers["Vary"] = ", ".join((said, *(name for name in names if name.lower() not in known)))


def control_caches(app: Flask) -> None:
    """Keep what is personal out of every cache: nothing of a form or an account, the rest asked again each time."""

    @app.after_request
    def tell_caches(response: Response) -> Response:
        endpoint = request.endpoint
        if endpoint == "static":
            return response
        vary_by(response, "Cookie", "Authorization")
        action = action_of(app, endpoint) if endpoint is not None else None
        actor = actor_found()
        if action in NEVER_KEPT or holds_form():
            response.headers["Cache-Control"] = "no-store"
        elif actor is not None and not actor.is_visitor and not response.cache_control.no_store:
            response.headers["Cache-Control"] = "private, no-cache"
        return response
