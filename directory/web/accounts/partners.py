"""The partners of a signatory: listed, created, closed; administrators add signatories here too."""

import re
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.institution import Institution
from directory.domain.rights import Action, may, may_somewhere
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.accounts.refusals import Reason, Refused
from directory.services.fiches.transferring import BadHeir
from directory.services.fiches.writing import NotAllowed
from directory.web.accounts.words import DONE, REFUSALS
from search.text.analysis import fold

partners = Blueprint("partners", __name__)

LONGEST_CODE = 40
NO_HEIR = "Choisissez une autre institution, ouverte, à laquelle vont les fiches."
NOBODY = ""
"""Whom a signatory of the convention is attached to."""


@dataclass(frozen=True, slots=True)
class PartnersView:
    """The signatories whose partners one manages, each with those it has; ``refusal`` beside the form.

    adds_signatories   whether the institution that is added may be a signatory.
    """

    signatories: tuple[Institution, ...]
    partners: dict[str, tuple[Institution, ...]]
    done: str
    adds_signatories: bool
    refusal: str = ""
    name: str = ""
    territory: str = ""


@partners.get("/comptes/partenaires")
@needs(Action.MANAGE_PARTNERS)
def listed() -> ResponseReturnValue:
    return _page()


@partners.post("/comptes/partenaires")
@needs(Action.MANAGE_PARTNERS)
def create() -> ResponseReturnValue:
    name, signatory = request.form.get("nom", "").strip(), request.form.get("signataire", "")
    territory = request.form.get("territoire", "").strip()
    institutions, caller = current_services().accounts.institutions, signed_in().caller
    try:
        if signatory == NOBODY:
            institutions.create_signatory(caller, code=code_of(name), name=name, territory=territory)
        else:
            institutions.create_partner(
                caller, code=code_of(name), name=name, partner_of=signatory, territory=territory
            )
    except Refused as refused:
        return _page(REFUSALS[refused.reason], name=name, territory=territory, status=422)
    return redirect(url_for("partners.listed", fait="partenaire" if signatory else "signataire"), 303)


@partners.post("/comptes/partenaires/<code>/fermer")
@needs(Action.MANAGE_PARTNERS)
def close(code: str) -> ResponseReturnValue:
    services, caller, heir = current_services(), signed_in().caller, request.form.get("vers", "")
    hand_over = services.transfers.closing(current_writer(), caller, code, heir) if heir else None
    try:
        services.accounts.institutions.close(caller, code, hand_over=hand_over)
    except (BadHeir, NotAllowed):
        return _where_to(code, NO_HEIR)
    except Refused as refused:
        if refused.reason is Reason.OWNS_FICHES:
            return _where_to(code)
        return _page(REFUSALS[refused.reason], status=404 if refused.reason is Reason.UNKNOWN else 422)
    return redirect(url_for("partners.listed", fait="partenaire-ferme"), 303)


@partners.post("/comptes/partenaires/<code>/delai")
@needs(Action.MANAGE_PARTNERS)
def set_period(code: str) -> ResponseReturnValue:
    """Say after how many months the fiches of an institution are to be confirmed."""
    try:
        number = whole_number(request.form.get("mois", "")) or 0
        current_services().accounts.institutions.set_period(signed_in().caller, code, number)
    except ValueError:
        return _page("Choisissez un délai de 1 à 12 mois.", status=422)
    except Refused as refused:
        return _page(REFUSALS[refused.reason], status=404 if refused.reason is Reason.UNKNOWN else 422)
    return redirect(url_for("partners.listed", fait="delai"), 303)


def _where_to(code: str, refusal: str = "") -> ResponseReturnValue:
    """Ask where the fiches of an institution that is being closed go."""
    services, writer = current_services(), current_writer()
    try:
        owned = services.transfers.owned(writer, code, limit=0)
    except NotAllowed:
        abort(404)
    page = render_template(
        "pages/accounts/close.html", institution=owned.institution, total=owned.total,
        heirs=services.transfers.heirs(writer, code), refusal=refusal,
    )  # fmt: skip
    return page, 422


def code_of(name: str) -> str:
    """Return the code of a new institution, made of its name: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:LONGEST_CODE].strip("-")


def _page(refusal: str = "", *, name: str = "", territory: str = "", status: int = 200) -> ResponseReturnValue:
    actor = signed_in().actor
    institutions = sorted(current_services().accounts.institutions.all().values(), key=lambda each: each.name)
    signatories = tuple(
        each
        for each in institutions
        if each.is_signatory and not each.retired and may(actor, Action.MANAGE_PARTNERS, owner=each.code)
    )
    found = {
        signatory.code: tuple(each for each in institutions if each.partner_of == signatory.code and not each.retired)
        for signatory in signatories
    }
    done = DONE.get(request.args.get("fait", ""), "")
    adds = may_somewhere(actor, Action.MANAGE_REFERENCE)
    view = PartnersView(signatories, found, done, adds, refusal, name, territory)
    return render_template("pages/accounts/partners.html", view=view), status
