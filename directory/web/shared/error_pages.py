"""Errors as pages: in French, and leading somewhere."""

from dataclasses import dataclass

from flask import Response, make_response, render_template
from werkzeug.exceptions import HTTPException

from directory.errors import REQUEST_ERRORS, STATUS_CODES
from directory.web.search.bar import SearchBar, search_bar


@dataclass(frozen=True, slots=True)
class ErrorView:
    status: int
    code: str
    title: str
    help: str
    bar: SearchBar | None


def error_page(status: int) -> Response:
    code = STATUS_CODES.get(status, "requete-invalide" if status < 500 else "erreur-interne")
    text = REQUEST_ERRORS[code]
    # An address that is not there is most often that of a fiche: it is looked for by its name.
    bar = search_bar({}, None) if status == 404 else None
    return make_response(
        render_template("pages/error.html", view=ErrorView(status, code, text.template.rstrip("."), text.help, bar)),
        status,
    )


def page_of(error: HTTPException) -> Response:
    """Return the page of an HTTP error, with the headers it carries (Allow, Retry-After…)."""
    answer = error_page(error.code or 500)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer
