"""Signing in with a password, the second factor, signing out."""

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import current_signed, forget_signed, needs
from directory.http.cookies import SESSION, STEP
from directory.http.request import current_services
from directory.services.accounts.callers import Signed
from directory.services.accounts.demonstration import ACCOUNTS, PASSWORD, DemonstrationAccount
from directory.services.accounts.refusals import Reason, Refused
from directory.web.accounts.entering import go_to, known_visit, let_in, own_path, wanted_path
from directory.web.accounts.words import REFUSALS
from directory.web.shared.addresses import public_url

sign_in = Blueprint("sign_in", __name__)


@dataclass(frozen=True, slots=True)
class SignInView:
    """The form.

    refusal     why it is shown again; empty the first time.
    is_needed   it stands in the place of a page that asks to be signed in.
    """

    suite: str
    mail: str = ""
    refusal: str = ""
    may_reset: bool = False
    has_left: bool = False
    is_needed: bool = False


@sign_in.get("/connexion")
@needs(Action.OPEN)
def form() -> ResponseReturnValue:
    if current_signed() is not None:
        return redirect(wanted_path() or url_for("home.entrance"), 303)
    return sign_in_form(SignInView(wanted_path(), has_left="sortie" in request.args))


@sign_in.post("/connexion")
@needs(Action.OPEN)
def enter() -> ResponseReturnValue:
    mail, password = request.form.get("courriel", "").strip(), request.form.get("passe", "")
    return _enter(mail, password)


@sign_in.post("/connexion/essai")
@needs(Action.OPEN)
def enter_demonstration() -> ResponseReturnValue:
    """Sign in with an account of the demonstration, which exists in development only."""
    chosen = request.form.get("compte", "")
    known = {each.mail for each in _demonstration()}
    return _enter(chosen if chosen in known else "", PASSWORD)


@sign_in.get("/connexion/verification")
@needs(Action.OPEN)
def factor() -> ResponseReturnValue:
    return factor_page("") if STEP.read() else redirect(url_for("sign_in.form", suite=wanted_path() or None), 303)


@sign_in.post("/connexion/verification")
@needs(Action.OPEN)
def check_factor() -> ResponseReturnValue:
    visit = known_visit()
    try:
        opened = current_services().accounts.sign_in.with_factor(STEP.read(), request.form.get("code", ""), visit)
    except Refused as refused:
        if refused.reason in (Reason.STEP_OVER, Reason.STATE):
            return sign_in_form(SignInView(wanted_path(), refusal=REFUSALS[refused.reason]), 422)
        return factor_page(REFUSALS[refused.reason])
    return let_in(opened, visit, wanted_path())


@sign_in.get("/deconnexion")
@needs(Action.OPEN)
def leaving() -> ResponseReturnValue:
    """Show the button that signs out: its form keeps every other page out of "no-store", and Back working."""
    if current_signed() is None:
        return redirect(url_for("sign_in.form"), 303)
    return render_template("pages/accounts/leave.html")


@sign_in.post("/deconnexion")
@needs(Action.OPEN)
def leave() -> Response:
    signed = current_signed()
    address = "" if signed is None else _end(signed)
    # A link, not a redirection: what a form leads to may be of this host alone (CSP), and one is told of it first.
    response = make_response(_left(address)) if address else go_to(url_for("sign_in.form", sortie="1"))
    SESSION.drop(response)
    # Back must show nothing of what was read while signed in.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _end(signed: Signed) -> str:
    """End a session, and return where its person signs out of their identity provider; empty when nowhere."""
    accounts = current_services().accounts
    back = f"{public_url()}{url_for('sign_in.form', sortie='1')}"
    address = "" if accounts.oidc is None else accounts.oidc.address_to_sign_out(signed, back_to=back)
    accounts.sessions.end(signed)
    return address


def _left(address: str) -> str:
    forget_signed()
    return render_template("pages/accounts/left.html", address=address, provider=current_app.config["OIDC_NAME"])


def sign_in_here() -> Response:
    """Return the form in the place of a page that asks to be signed in; it leads back there."""
    suite = request.full_path.rstrip("?") if request.method == "GET" else ""
    page, _ = sign_in_form(SignInView(own_path(suite) if suite != "/" else "", is_needed=True))
    return make_response(page, 401)


def _enter(mail: str, password: str) -> ResponseReturnValue:
    visit = known_visit()
    try:
        result = current_services().accounts.sign_in.with_password(mail, password, visit)
    except Refused as refused:
        may_reset = refused.reason in (Reason.WRONG, Reason.WAIT)
        view = SignInView(wanted_path(), mail, REFUSALS[refused.reason], may_reset)
        return sign_in_form(view, 429 if refused.reason is Reason.WAIT else 422)
    return let_in(result, visit, wanted_path())


def sign_in_form(view: SignInView, status: int = 200) -> tuple[str, int]:
    """Return the form, with the other ways in that there are."""
    provider = current_app.config["OIDC_NAME"] if current_services().accounts.oidc is not None else ""
    page = render_template("pages/accounts/sign_in.html", view=view, demonstration=_demonstration(), provider=provider)
    return page, status


def factor_page(refusal: str) -> ResponseReturnValue:
    """Return the page that asks for the second factor, by what the person has."""
    try:
        factors = current_services().accounts.sign_in.factors_of(STEP.read())
    except Refused as refused:
        return sign_in_form(SignInView(wanted_path(), refusal=REFUSALS[refused.reason]), 422)
    page = render_template("pages/accounts/factor.html", refusal=refusal, suite=wanted_path(), factors=factors)
    return page, 422 if refusal else 200


def _demonstration() -> tuple[DemonstrationAccount, ...]:
    # A cookie that travels without TLS is what a machine of development alone accepts.
    return () if current_app.config["SESSION_COOKIE_SECURE"] else ACCOUNTS
