"""Keys of machines: made, shown once, taken back."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.accounts.tokens import Token
from directory.domain.actors import Scope
from directory.domain.institution import Institution
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.accounts.refusals import Reason, Refused
from directory.web.accounts.own import ask_proof
from directory.web.accounts.words import DONE, REFUSALS, SCOPES

keys = Blueprint("keys", __name__)

USUAL_LIFE = timedelta(days=365)
GIVEN = (Scope.READ, Scope.WRITE, Scope.IMPORT)


@dataclass(frozen=True, slots=True)
class KeysView:
    """The keys one manages. ``made``: a key just made, shown this once."""

    keys: tuple[Token, ...]
    institutions: tuple[Institution, ...]
    last_day: str
    now: datetime
    done: str
    made: str = ""
    refusal: str = ""


@keys.get("/comptes/cles")
@needs(Action.MANAGE_TOKENS)
def listed() -> ResponseReturnValue:
    return _page()


@keys.post("/comptes/cles")
@needs(Action.MANAGE_TOKENS)
def create() -> ResponseReturnValue:
    scopes = [each for each in GIVEN if each.value in request.form.getlist("portee")]
    try:
        made = current_services().accounts.tokens.create(
            signed_in().caller,
            request.form.get("institution", ""),
            name=request.form.get("nom", ""),
            scopes=scopes,
            expires_at=_end_of(request.form.get("fin", "")),
        )
    except Refused as refused:
        if refused.reason is Reason.SUDO:
            return ask_proof(url_for("keys.listed"))
        return _page(refusal=REFUSALS[refused.reason], status=422)
    return _page(made=made)


@keys.post("/comptes/cles/<int:number>/retirer")
@needs(Action.MANAGE_TOKENS)
def revoke(number: int) -> ResponseReturnValue:
    try:
        current_services().accounts.tokens.revoke(signed_in().caller, number)
    except Refused as refused:
        return _page(refusal=REFUSALS[refused.reason], status=404 if refused.reason is Reason.UNKNOWN else 422)
    return redirect(url_for("keys.listed", fait="cle-retiree"), 303)


def _end_of(day: str) -> datetime:
    """Return the end of a day that a form gives; an instant long past where it is no day."""
    try:
        return datetime.combine(datetime.fromisoformat(day).date(), time(23, 59), tzinfo=UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _page(*, made: str = "", refusal: str = "", status: int = 200) -> ResponseReturnValue:
    services, caller = current_services(), signed_in().caller
    now = services.now()
    view = KeysView(
        tuple(services.accounts.tokens.of(caller)),
        tuple(each for each in services.accounts.institutions.of(caller) if not each.retired),
        (now + USUAL_LIFE).date().isoformat(),
        now,
        DONE.get(request.args.get("fait", ""), ""),
        made,
        refusal,
    )
    return render_template("pages/accounts/keys.html", view=view, scopes=SCOPES, given=GIVEN), status
