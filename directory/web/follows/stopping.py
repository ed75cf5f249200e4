"""The address in the header of a mail: one POST stops the next ones, from a mail program or from the page.

Without an account, a cookie or a token: RFC 8058 asks for that. Whoever holds the link can do nothing but stop.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.follows.following import NOTHING_TOLD
from directory.services.follows.stopping import STOP_PATH

stopping = Blueprint("stopping", __name__)

PATH = f"{STOP_PATH}<secret>"


@stopping.get(PATH)
@needs(Action.OPEN)
def asking(secret: str) -> ResponseReturnValue:
    """Show one button, or that nothing is left to stop. Looking stops nothing: mail programs open links to try them."""
    follows = current_services().follows
    account = follows.whose_mails(secret)
    if account is None:
        return _unknown()
    return render_template("pages/follows/stop.html", stopped=follows.choice_of(account) == NOTHING_TOLD)


@stopping.post(PATH)
@needs(Action.OPEN)
def stop(secret: str) -> ResponseReturnValue:
    """Stop the mails, as often as asked. What is followed is kept."""
    if not current_services().follows.stop_mails(secret):
        return _unknown()
    return render_template("pages/follows/stop.html", stopped=True)


def _unknown() -> ResponseReturnValue:
    return render_template("pages/follows/bad_link.html"), 404
