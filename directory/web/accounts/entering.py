"""What the doors share: where one goes once in, and what the browser keeps."""

from dataclasses import replace

from flask import Response, make_response, redirect, request, url_for

from directory.http.cookies import BROWSER, SESSION, STEP
from directory.http.request import current_services
from directory.http.visits import current_visit
from directory.services.accounts.callers import Visit
from directory.services.accounts.secret import new_secret
from directory.services.accounts.sign_in import FactorAsked, Opened

LONGEST_PATH = 2_000


def own_path(text: str) -> str:
    """Return ``text`` when it is a path of this site that one may be sent to; else an empty text.

    "//host" and "/\\host" are addresses of other sites to a browser.
    """
    is_own = text.startswith("/") and not text.startswith("//")
    is_plain = text.isprintable() and "\\" not in text and len(text) <= LONGEST_PATH
    return text if is_own and is_plain else ""


def wanted_path() -> str:
    """Return where the person was going, as the form or the address says."""
    return own_path(request.values.get("suite", ""))


def known_visit() -> Visit:
    """Return where a sign-in comes from, with what will make this browser known the next time."""
    visit = current_visit()
    return visit if visit.browser_secret else replace(visit, browser_secret=new_secret())


def go_to(path: str) -> Response:
    """Return the answer that sends a browser to another page of the site, after a form."""
    return make_response(redirect(path, 303))


def let_in(result: Opened | FactorAsked, visit: Visit, suite: str) -> Response:
    """Return the answer of a door: to where the person was going, or to the second factor."""
    if isinstance(result, FactorAsked):
        response = go_to(url_for("sign_in.factor", suite=suite or None))
        STEP.put(response, result.step)
        return response
    former = SESSION.read()
    if former:
        current_services().accounts.sessions.forget(former)
    response = go_to(suite or url_for("home.entrance"))
    SESSION.put(response, result.secret)
    BROWSER.put(response, visit.browser_secret)
    STEP.drop(response)
    return response
