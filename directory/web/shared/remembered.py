"""The commune or the area of the last search, kept in the session; nothing else of what was asked is."""

from flask import request, session

from directory.http.request import current_services
from directory.services.search.question import AskedPlace

PLACE = "commune"
"""Key of the session."""


def remembered_place() -> AskedPlace | None:
    code = session.get(PLACE)
    return current_services().places.of_code(code) if isinstance(code, str) else None


def remember(code: str) -> None:
    """Keep the commune or the area asked for until the browser is closed; a form sent without one forgets it."""
    if code:
        if session.get(PLACE) != code:
            session[PLACE] = code
    elif "lieu" in request.args:
        session.pop(PLACE, None)
