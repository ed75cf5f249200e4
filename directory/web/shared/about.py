"""Pages about the site itself: the help, the accessibility statement."""

from flask import Blueprint, render_template

from directory.domain.rights import Action
from directory.errors import FIELD_ERRORS, REQUEST_ERRORS
from directory.http.access import needs
from directory.web.shared.rgaa import VERDICTS, statement_view

about = Blueprint("about", __name__)


@about.get("/aide")
@needs(Action.OPEN)
def help_page() -> str:
    return render_template("pages/help.html", request_errors=REQUEST_ERRORS, field_errors=FIELD_ERRORS)


@about.get("/accessibilite")
@needs(Action.OPEN)
def accessibility() -> str:
    return render_template("pages/accessibility.html", view=statement_view(), verdicts=VERDICTS)
