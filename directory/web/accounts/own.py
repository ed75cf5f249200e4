"""One's own account: what it allows, password, address, sessions, acts."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.accounts.audit import AuditEntry
from directory.domain.accounts.factors import Factors
from directory.domain.accounts.filters import AuditFilter
from directory.domain.accounts.sessions import Session
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.accounts.callers import Signed
from directory.services.accounts.refusals import Reason, Refused
from directory.web.accounts.entering import wanted_path
from directory.web.accounts.words import ACTS, DONE, DUTIES, PROFILES, REFUSALS

own = Blueprint("own", __name__)

MOST_ACTS = 20


@dataclass(frozen=True, slots=True)
class OwnView:
    """One's account. ``done``: what was just done; ``refusal``: what could not be, beside its ``field``."""

    signed: Signed
    institution: str
    office: str
    rights: str
    factors: Factors
    sessions: tuple[Session, ...]
    acts: tuple[AuditEntry, ...]
    done: str
    refusal: str
    field: str


@own.get("/mon-compte")
@needs(Action.OWN_ACCOUNT)
def account() -> ResponseReturnValue:
    return account_page()


@own.post("/mon-compte/mot-de-passe")
@needs(Action.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    try:
        current_services().accounts.mailed.change_password(signed_in(), request.form.get("passe", ""))
    except Refused as refused:
        return refused_here(refused, field="passe")
    return done_here("mot-de-passe")


@own.post("/mon-compte/courriel")
@needs(Action.OWN_ACCOUNT)
def change_mail() -> ResponseReturnValue:
    try:
        current_services().accounts.mailed.ask_new_mail(signed_in(), request.form.get("courriel", "").strip())
    except Refused as refused:
        return refused_here(refused, field="courriel")
    return done_here("courriel")


@own.post("/mon-compte/sessions")
@needs(Action.OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    sessions, signed = current_services().accounts.sessions, signed_in()
    one = request.form.get("session", "")
    if one:
        sessions.end_other(signed, one)
    else:
        sessions.end_others(signed)
    return done_here("sessions")


@own.get("/mon-compte/preuve")
@needs(Action.OWN_ACCOUNT)
def proof() -> str:
    return proof_page("")


@own.post("/mon-compte/preuve")
@needs(Action.OWN_ACCOUNT)
def prove() -> ResponseReturnValue:
    given = request.form.get("preuve", "")
    try:
        current_services().accounts.sign_in.prove_again(signed_in(), password=given, code=given)
    except Refused as refused:
        return proof_page(REFUSALS[refused.reason]), 422
    return redirect(after_proof(), 303)


def account_page(refusal: str = "", *, field: str = "", status: int = 200) -> ResponseReturnValue:
    signed, accounts = signed_in(), current_services().accounts
    person = signed.account
    institutions = accounts.institutions.all()
    duties = [DUTIES[duty] for duty in sorted(person.duties)]
    acts = accounts.journal.read(signed.caller, AuditFilter(account_id=person.id), limit=MOST_ACTS)
    office = current_services().handing.offices.belonging.office_of(person)
    view = OwnView(
        signed,
        institutions[person.institution].name if person.institution in institutions else person.institution,
        office.name if office is not None else "",
        ", ".join([PROFILES[person.profile], *duties]),
        accounts.factors.of(signed),
        tuple(accounts.sessions.of(signed)),
        tuple(acts),
        DONE.get(request.args.get("fait", ""), ""),
        refusal,
        field,
    )
    return render_template("pages/accounts/account.html", view=view, acts=ACTS), status


def refused_here(refused: Refused, *, field: str, status: int = 422) -> ResponseReturnValue:
    """Return the page again with the reason beside its field; first ask who it is where that must be proven."""
    if refused.reason is Reason.SUDO:
        return ask_proof(url_for("own.account"))
    return account_page(REFUSALS[refused.reason], field=field, status=status)


def done_here(code: str) -> ResponseReturnValue:
    return redirect(url_for("own.account", fait=code), 303)


def ask_proof(back: str) -> ResponseReturnValue:
    """Send to the page that asks for the password again, and from there back."""
    return redirect(url_for("own.proof", suite=back), 303)


def proof_page(refusal: str) -> str:
    """Return the page that asks who it is again, by what this person has: a password, a code, a key."""
    signed = signed_in()
    return render_template(
        "pages/accounts/proof.html",
        refusal=refusal,
        suite=wanted_path(),
        has_password=bool(signed.account.password_hash),
        factors=current_services().accounts.factors.of(signed),
    )


def after_proof() -> str:
    """Return the page that one wanted before being asked who one is."""
    return wanted_path() or url_for("own.account", fait="preuve")
