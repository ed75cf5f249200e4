"""What goes wrong in a request, told as a page or as a problem of the API."""

import structlog
from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from directory.api.problems import bad_input, problem, problem_of
from directory.errors import BadInput
from directory.http.request import is_api, note_failure
from directory.log import where
from directory.web.accounts.sign_in import sign_in_here
from directory.web.shared.error_pages import error_page, page_of
from directory.web.writing.kept import keep_typed
from search.port import SearchUnavailable

LONGEST_QUERY_BYTES = 100_000
RETRY_AFTER_S = "30"

logger = structlog.get_logger()


def refuse_long_addresses(app: Flask) -> None:
    @app.before_request
    def check_length() -> None:
        if len(request.query_string) > LONGEST_QUERY_BYTES:
            abort(414)


def handle_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response | HTTPException:
        if isinstance(error, RequestRedirect) or error.code is None or error.code < 400:
            return error
        if is_api():
            return problem_of(error)
        kept = keep_typed(error)
        if kept is not None:
            return kept
        # What watches the process is told as it is: it cannot fill a form.
        is_for_people = not (request.endpoint or "").startswith("ops.")
        return sign_in_here() if error.code == 401 and is_for_people else page_of(error)

    @app.errorhandler(BadInput)
    def faulty(error: BadInput) -> Response:
        return bad_input(error) if is_api() else error_page(422)

    @app.errorhandler(SearchUnavailable)
    def away(error: SearchUnavailable) -> Response:
        logger.warning("search.unavailable", reason=error.reason)
        headers = {"Retry-After": RETRY_AFTER_S}
        return problem(503, headers=headers) if is_api() else error_page(503)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        logger.error("request.failed", error=type(error).__name__, where=where(error))
        note_failure()
        return problem(500) if is_api() else error_page(500)
