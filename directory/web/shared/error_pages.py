"""Errors as pages: in French, and leading somewhere."""

from dataclasses import dataclass

from flask import Response, make_response, render_template
from werkzeug.exceptions import HTTPException

from directory.errors import REQUEST_ERRORS, STATUS_CODES
from directory.http.access import current_signed
from directory.http.request import current_services
from directory.web.search.bar import SearchBar, search_bar


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What went wrong. ``lacks_factor``: the right is there, and counts once a second factor is added."""

    status: int
    code: str
    title: str
    help: str
    bar: SearchBar | None
    lacks_factor: bool = False


def error_page(status: int) -> Response:
    code = STATUS_CODES.get(status, "requete-invalide" if status < 500 else "erreur-interne")
    if status == 403:
        return make_response(render_template("pages/error.html", view=_refused_view(code)), status)
    text = REQUEST_ERRORS[code]
    # An address that is not there is most often that of a fiche: it is looked for by its name.
    bar = search_bar({}, None) if status == 404 else None
    return make_response(
        render_template("pages/error.html", view=ErrorView(status, code, text.template.rstrip("."), text.help, bar)),
        status,
    )


def _refused_view(code: str) -> ErrorView:
    """Return what is said to who may not: who can give the right, an institution and not a name."""
    text, signed = REQUEST_ERRORS[code], current_signed()
    help_text = text.help
    if signed is not None:
        if signed.lacks_factor:
            help_text = "Votre fonction attend une seconde vérification, en plus du mot de passe."
        else:
            known = current_services().accounts.institutions.all().get(signed.account.institution)
            help_text = help_text.replace("votre institution", f"«\u00a0{known.name}\u00a0»") if known else help_text
    lacks = signed is not None and signed.lacks_factor
    return ErrorView(403, code, text.template.rstrip("."), help_text, None, lacks_factor=lacks)


def page_of(error: HTTPException) -> Response:
    """Return the page of an HTTP error, with the headers it carries (Allow, Retry-After…)."""
    answer = error_page(error.code or 500)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer
