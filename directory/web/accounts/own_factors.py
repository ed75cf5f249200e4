"""One's own second factor: an application of codes, and recovery codes."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.accounts.factors import NewTotp
from directory.services.accounts.refusals import Reason, Refused
from directory.web.accounts.own import ask_proof, done_here, refused_here
from directory.web.accounts.words import REFUSALS

own_factors = Blueprint("own_factors", __name__)

QR_SCALE = 5


@own_factors.post("/mon-compte/application")
@needs(Action.OWN_ACCOUNT)
def begin() -> ResponseReturnValue:
    """Show the secret of a new application, once."""
    try:
        made = current_services().accounts.factors.begin_totp(signed_in())
    except Refused as refused:
        return refused_here(refused, field="application")
    return _enrolment(made, "")


@own_factors.post("/mon-compte/application/code")
@needs(Action.OWN_ACCOUNT)
def confirm() -> ResponseReturnValue:
    try:
        codes = current_services().accounts.factors.confirm_totp(signed_in(), request.form.get("code", ""))
    except Refused as refused:
        if refused.reason is Reason.SUDO:
            return ask_proof(url_for("own.account"))
        made = NewTotp(request.form.get("cle", "")[:64], request.form.get("adresse", "")[:400])
        return _enrolment(made, REFUSALS[refused.reason]), 422
    return render_template("pages/accounts/recovery_codes.html", codes=codes)


@own_factors.post("/mon-compte/codes")
@needs(Action.OWN_ACCOUNT)
def new_codes() -> ResponseReturnValue:
    try:
        codes = current_services().accounts.factors.new_recovery_codes(signed_in())
    except Refused as refused:
        return refused_here(refused, field="application")
    return render_template("pages/accounts/recovery_codes.html", codes=codes)


@own_factors.post("/mon-compte/application/retirer")
@needs(Action.OWN_ACCOUNT)
def remove() -> ResponseReturnValue:
    try:
        current_services().accounts.factors.remove_totp(signed_in())
    except Refused as refused:
        return refused_here(refused, field="application")
    return done_here("application")


def _enrolment(made: NewTotp, refusal: str) -> str:
    import segno

    # An image made here: nothing about the secret leaves this page.
    picture = segno.make(made.uri, error="m").svg_data_uri(scale=QR_SCALE, light="white") if made.uri else ""
    return render_template("pages/accounts/application.html", made=made, picture=picture, refusal=refusal)
