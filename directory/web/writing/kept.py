"""What was typed is never lost: a session over, a right withdrawn, a token too old."""

from flask import Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from directory.http.links import said_address
from directory.web.writing.answers import NOT_CARRIED

FORMS = frozenset({"writing.create", "writing.modify", "proposing.send", "reporting.send", "suggesting.send"})
"""Those that show again what they are sent with ``BACK``."""
TO_COPY = frozenset(
    {
        "answering.dismiss", "proposing.answer", "suggesting.dismiss", "mending.mend", "classification.save",
        "wording.edit", "inviting.many",
    }
)  # fmt: skip
"""Those whose texts are shown to be copied: the page they stood on may have moved since."""
REASONS = {
    400: "La page était ouverte depuis trop longtemps.",
    401: "Votre session est finie.",
    403: "Vos droits ont changé depuis que vous avez ouvert la page.",
}


def keep_typed(error: HTTPException) -> Response | None:
    """Return a page that holds what a form said and could not be taken; None for any other request.

    It leads back to the form, never to a save: what it holds is read again by a person before it is kept.
    """
    is_kept = error.code in (401, 403) or isinstance(error, CSRFError)
    if request.endpoint not in FORMS | TO_COPY or request.method != "POST" or not is_kept or not _is_from_here():
        return None
    carried = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED]
    text = [(name, value) for name, value in carried if len(value) > 1 and " " in value]
    if not carried or error.code is None or (request.endpoint in TO_COPY and not text):
        return None
    page = render_template(
        "pages/writing/kept.html",
        reason=REASONS[error.code],
        carried=carried,
        version=request.form.get("version", "0"),
        is_signed_out=error.code == 401,
        has_lost_right=error.code == 403,
        may_go_on=error.code != 403 and request.endpoint in FORMS,
        text=text,
    )
    return make_response(page, error.code)


def _is_from_here() -> bool:
    """Say whether a form was sent by a page of this site: one forged elsewhere is refused, and not shown again."""
    origin = request.headers.get("Origin", "")
    return not origin or said_address(origin).netloc == request.host
