"""Pages about the site itself: the help, the accessibility statement, personal data, the charter."""

from flask import Blueprint, current_app, render_template

from directory.domain.rights import Action
from directory.http.access import needs
from directory.web.shared.from_data_inclusion import routes
from directory.web.shared.rgaa import VERDICTS, statement_view

about = Blueprint("about", __name__)


@about.get("/aide")
@needs(Action.OPEN)
def help_page() -> str:
    return render_template("pages/help.html")


@about.get("/aide/data-inclusion")
@needs(Action.OPEN)
def from_data_inclusion() -> str:
    return render_template("pages/from_data_inclusion.html", routes=routes())


@about.get("/accessibilite")
@needs(Action.OPEN)
def accessibility() -> str:
    contact = str(current_app.config["ACCESSIBILITY_CONTACT"])
    return render_template("pages/accessibility.html", view=statement_view(contact), verdicts=VERDICTS)


@about.get("/donnees-personnelles")
@needs(Action.OPEN)
def personal_data() -> str:
    return render_template("pages/personal_data.html")


@about.get("/charte")
@needs(Action.OPEN)
def charter() -> str:
    return render_template("pages/charter.html")
