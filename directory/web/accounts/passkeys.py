"""Passkeys on the pages: added, named and removed; signing in with one; showing one before a delicate act.

A device answers a script alone: the script asks for a challenge, and sends what the device says as a form.
"""

import json
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.cookies import STEP
from directory.http.request import current_services
from directory.services.accounts.callers import Host
from directory.services.accounts.passkeys import Challenge, Passkeys
from directory.services.accounts.refusals import Reason, Refused
from directory.web.accounts.entering import go_to, known_visit, let_in, wanted_path
from directory.web.accounts.own import after_proof, done_here, proof_page, refused_here
from directory.web.accounts.sign_in import SignInView, factor_page, sign_in_form
from directory.web.accounts.words import REFUSALS
from directory.web.shared.addresses import public_url

passkeys = Blueprint("passkeys", __name__)

OWN = "/mon-compte/cles-d-acces"


@passkeys.post(OWN)
@needs(Action.OWN_ACCOUNT)
def begin() -> ResponseReturnValue:
    """Show the form that makes a key: what the device is asked is in it."""
    try:
        asked = _service().begin_creation(signed_in(), _host())
    except Refused as refused:
        return refused_here(refused, field="cles-d-acces")
    return render_template("pages/accounts/passkey.html", asked=asked)


@passkeys.post(f"{OWN}/nouvelle")
@needs(Action.OWN_ACCOUNT)
def create() -> ResponseReturnValue:
    given = request.form
    step, answer, name = given.get("etape", ""), given.get("reponse", ""), given.get("nom", "")
    try:
        _service().finish_creation(signed_in(), _host(), step=step, answer=answer, name=name)
    except Refused as refused:
        return refused_here(refused, field="cles-d-acces")
    return done_here("cle-ajoutee")


@passkeys.post(f"{OWN}/<int:number>/retirer")
@needs(Action.OWN_ACCOUNT)
def remove(number: int) -> ResponseReturnValue:
    try:
        _service().remove(signed_in(), number)
    except Refused as refused:
        return refused_here(refused, field="cles-d-acces", status=404 if refused.reason is Reason.UNKNOWN else 422)
    return done_here("cle-ote")


@passkeys.post("/connexion/cle/defi")
@needs(Action.OPEN)
def challenge() -> Response:
    """Return what a device is asked: for any key, or for one of the person whose password was right."""
    try:
        return _asked(_service().begin_sign_in(_host(), factor_step=_factor_step()))
    except Refused as refused:
        return _refused(refused)


@passkeys.post("/connexion/cle")
@needs(Action.OPEN)
def enter() -> ResponseReturnValue:
    visit, given = known_visit(), request.form
    factor_step = _factor_step()
    try:
        opened = _service().finish_sign_in(
            _host(), step=given.get("etape", ""), answer=given.get("reponse", ""), visit=visit, factor_step=factor_step
        )
    except Refused as refused:
        told = REFUSALS[refused.reason]
        if factor_step and refused.reason is Reason.PASSKEY_WRONG:
            return factor_page(told)
        return sign_in_form(SignInView(wanted_path(), refusal=told), 422)
    return let_in(opened, visit, wanted_path())


@passkeys.post("/mon-compte/preuve/defi")
@needs(Action.OWN_ACCOUNT)
def proof_challenge() -> Response:
    return _asked(_service().begin_proof(signed_in(), _host()))


@passkeys.post("/mon-compte/preuve/cle")
@needs(Action.OWN_ACCOUNT)
def prove() -> ResponseReturnValue:
    given = request.form
    try:
        _service().finish_proof(signed_in(), _host(), step=given.get("etape", ""), answer=given.get("reponse", ""))
    except Refused as refused:
        return proof_page(REFUSALS[refused.reason]), 422
    return go_to(after_proof())


def _service() -> Passkeys:
    return current_services().accounts.passkeys


def _host() -> Host:
    """Return what keys are tied to: the address that people reach the site at."""
    parts = urlsplit(public_url())
    return Host(parts.hostname or "", f"{parts.scheme}://{parts.netloc}")


def _factor_step() -> str:
    """Return the first half of the sign-in that a key completes; empty for a key that opens alone."""
    return STEP.read() if "verification" in request.form else ""


def _asked(asked: Challenge) -> Response:
    said = {"options": json.loads(asked.options), "etape": asked.step}
    return Response(json.dumps(said), content_type="application/json", headers={"Cache-Control": "no-store"})


def _refused(refused: Refused) -> Response:
    said = {"refus": REFUSALS[refused.reason]}
    return Response(json.dumps(said), 422, content_type="application/json", headers={"Cache-Control": "no-store"})
