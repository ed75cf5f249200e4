"""Moving a person: proposed from their page, answered from the list of accounts."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.accounts.refusals import Reason, Refused
from directory.web.accounts.own import ask_proof
from directory.web.accounts.people import people_page, person_page
from directory.web.accounts.words import REFUSALS

moving = Blueprint("moving", __name__)


@moving.post("/comptes/<int:number>/institution")
@needs(Action.MANAGE_ACCOUNTS)
def ask(number: int) -> ResponseReturnValue:
    try:
        is_done = current_services().accounts.moves.ask(signed_in().caller, number, request.form.get("institution", ""))
    except Refused as refused:
        if refused.reason is Reason.SUDO:
            return ask_proof(url_for("people.person", number=number))
        return person_page(number, REFUSALS[refused.reason], status=422)
    if is_done:
        return redirect(url_for("people.person", number=number, fait="deplace"), 303)
    return redirect(url_for("people.person", number=number, fait="depart-propose"), 303)


@moving.post("/comptes/<int:number>/arrivee")
@needs(Action.MANAGE_ACCOUNTS)
def answer(number: int) -> ResponseReturnValue:
    """Let somebody come, or not."""
    moves, caller = current_services().accounts.moves, signed_in().caller
    is_welcome = request.form.get("reponse") == "oui"
    try:
        if is_welcome:
            moves.accept(caller, number)
        else:
            moves.refuse(caller, number)
    except Refused as refused:
        if refused.reason is Reason.SUDO:
            return ask_proof(url_for("people.everybody"))
        return people_page(REFUSALS[refused.reason]), 404 if refused.reason is Reason.UNKNOWN else 422
    if is_welcome:
        return redirect(url_for("people.person", number=number, fait="arrive"), 303)
    return redirect(url_for("people.everybody", fait="arrivee-refusee"), 303)
