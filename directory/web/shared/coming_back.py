"""Back to *À faire*, at the line that a form names, once its work is done elsewhere."""

from urllib.parse import urlencode

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from directory.web.accounts.entering import own_path

LIST = "/a-faire"


def came_from_list() -> bool:
    """Say whether a form was sent from a line of *À faire*."""
    return own_path(request.form.get("suite", "")).partition("#")[0] == LIST


def back_to_list(**said: str | int) -> ResponseReturnValue:
    """Come back to the list, at the line that the form names.

    said   what the page tells is done.
    """
    line = request.form.get("suite", "").partition("#")[2] if came_from_list() else ""
    query = f"?{urlencode(said)}" if said else ""
    return redirect(url_for("todo.page") + query + (f"#{line}" if line else ""), 303)
