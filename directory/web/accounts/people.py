"""The accounts an RGC answers for: found, invited, changed."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.filters import AccountFilter
from directory.domain.actors import Duty, Profile
from directory.domain.institution import Institution
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.accounts.bundle import Accounts
from directory.services.accounts.callers import Caller
from directory.services.accounts.keeping import YEAR
from directory.services.accounts.moving import Arrival
from directory.services.accounts.refusals import Reason, Refused
from directory.web.accounts.own import ask_proof
from directory.web.accounts.words import DONE, DUTIES, PROFILES, REFUSALS, STATES
from importers.files.refused import protected

people = Blueprint("people", __name__)

PAGE_SIZE = 100
MOST_EXPORTED = 10_000
ONE = "/comptes/<int:number>"
TO_REVIEW = "a-revoir"
"""In the place of a state: active, and not reviewed for a year."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """The accounts of one institution. ``rgcs``: how many people manage them."""

    institution: Institution
    accounts: tuple[Account, ...]
    rgcs: int


@dataclass(frozen=True, slots=True)
class PeopleView:
    """A list of accounts. ``arrivals``: who waits to come, and the name of the institution that is to answer."""

    groups: tuple[GroupView, ...]
    total: int
    words: str
    profile: str
    state: str
    lone: tuple[str, ...]
    done: str
    arrivals: tuple[tuple[Arrival, str], ...] = ()
    refusal: str = ""
    unreachable: frozenset[int] = frozenset()


@people.get("/comptes")
@needs(Action.MANAGE_ACCOUNTS)
def everybody() -> str:
    return people_page()


def people_page(refusal: str = "") -> str:
    accounts, caller = current_services().accounts, signed_in().caller
    wanted = _wanted()
    found = accounts.people.list(caller, wanted, limit=PAGE_SIZE)
    institutions = accounts.institutions.of(caller)
    groups = _groups(institutions, found.accounts)
    names = {each.code: each.name for each in institutions}
    view = PeopleView(
        groups, found.total, wanted.words, request.args.get("profil", ""), request.args.get("etat", ""),
        _lone(accounts, caller, institutions), DONE.get(request.args.get("fait", ""), ""),
        tuple((each, names[each.to]) for each in accounts.moves.arrivals(caller)), refusal,
        found.unreachable,
    )  # fmt: skip
    return render_template(
        "pages/accounts/people.html", view=view, profiles=PROFILES, states=STATES, duties=DUTIES, me=signed_in().account
    )


@people.get("/comptes/export.csv")
@needs(Action.MANAGE_ACCOUNTS)
def export() -> Response:
    accounts, caller = current_services().accounts, signed_in().caller
    found = accounts.people.list(caller, _wanted(), limit=MOST_EXPORTED)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(("nom", "adresse", "institution", "profil", "fonctions", "état", "dernier passage"))
    for each in found.accounts:
        duties = ", ".join(DUTIES[duty] for duty in sorted(each.duties))
        seen = each.last_seen.isoformat() if each.last_seen else ""
        row = (each.name, each.mail, each.institution, PROFILES[each.profile], duties, STATES[each.state], seen)
        writer.writerow([protected(cell) for cell in row])
    headers = {"Content-Disposition": 'attachment; filename="comptes.csv"'}
    return Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


@people.get(ONE)
@needs(Action.MANAGE_ACCOUNTS)
def person(number: int) -> ResponseReturnValue:
    return person_page(number)


@people.post(ONE)
@needs(Action.MANAGE_ACCOUNTS)
def act(number: int) -> ResponseReturnValue:
    """Do what one button of the page says."""
    gesture = GESTURES.get(request.form.get("geste", ""))
    if gesture is None:
        return person_page(number, status=422)
    code, do = gesture
    try:
        do(current_services().accounts, signed_in().caller, number)
    except Refused as refused:
        if refused.reason is Reason.SUDO:
            return ask_proof(url_for("people.person", number=number))
        return person_page(number, REFUSALS[refused.reason], status=422)
    return redirect(url_for("people.person", number=number, fait=code), 303)


def person_page(number: int, refusal: str = "", *, link: str = "", status: int = 200) -> ResponseReturnValue:
    """Return the page of one account. ``link``: of an invitation, shown once where no mail leaves."""
    accounts, signed = current_services().accounts, signed_in()
    try:
        account = accounts.people.get(signed.caller, number)
    except Refused:
        abort(404)
    institutions = accounts.institutions.all()
    page = render_template(
        "pages/accounts/person.html",
        account=account,
        others=[each for each in institutions.values() if not each.retired and each.code != account.institution],
        offices=current_services().handing.offices.belonging.choices(account.institution),
        institution=institutions[account.institution].name if account.institution in institutions else "",
        is_me=account.id == signed.account.id,
        is_unreachable=accounts.people.is_unreachable(account),
        is_administrator=signed.actor.is_administrator,
        profiles=PROFILES,
        states=STATES,
        done=DONE.get(request.args.get("fait", ""), ""),
        refusal=refusal,
        link=link,
    )
    return page, status


def _wanted() -> AccountFilter:
    profile = {each.value: each for each in Profile}.get(request.args.get("profil", ""))
    said, words = request.args.get("etat", ""), request.args.get("q", "").strip()[:100]
    if said == TO_REVIEW:
        before = current_services().now() - YEAR
        return AccountFilter(profile=profile, state=AccountState.ACTIVE, words=words, reviewed_before=before)
    state = {each.value: each for each in AccountState}.get(said)
    return AccountFilter(profile=profile, state=state, words=words)


def _groups(institutions: list[Institution], accounts: tuple[Account, ...]) -> tuple[GroupView, ...]:
    by_code: dict[str, list[Account]] = {}
    for account in accounts:
        by_code.setdefault(account.institution, []).append(account)
    return tuple(
        GroupView(each, tuple(by_code[each.code]), sum(one.is_rgc and one.is_active for one in by_code[each.code]))
        for each in institutions
        if each.code in by_code
    )


def _lone(accounts: Accounts, caller: Caller, institutions: list[Institution]) -> tuple[str, ...]:
    """Return the names of the signatories that one person alone manages: nobody could replace them."""
    names = []
    for each in institutions:
        wanted = AccountFilter(frozenset({each.code}), state=AccountState.ACTIVE, rgc_only=True)
        if each.is_signatory and accounts.people.list(caller, wanted, limit=2).total == 1:
            names.append(each.name)
    return tuple(names)


def _office(_: Accounts, caller: Caller, number: int) -> None:
    chosen = request.form.get("antenne", "")
    office_id = whole_number(chosen)
    if chosen and not office_id:
        abort(422)
    current_services().handing.offices.belonging.give(caller, number, office_id)


def _profile(accounts: Accounts, caller: Caller, number: int) -> None:
    chosen = {each.value: each for each in Profile}.get(request.form.get("profil", ""))
    if chosen is None:
        abort(422)
    accounts.people.change_profile(caller, number, chosen)


Gesture = Callable[[Accounts, Caller, int], None]

GESTURES: Mapping[str, tuple[str, Gesture]] = MappingProxyType(
    {
        "profil": ("profil", _profile),
        "antenne": ("antenne", _office),
        "nommer-rgc": (
            "fonction",
            lambda accounts, caller, number: accounts.people.give_duty(caller, number, Duty.RGC),
        ),
        "retirer-rgc": (
            "fonction",
            lambda accounts, caller, number: accounts.people.take_duty(caller, number, Duty.RGC),
        ),
        "nommer-administrateur": (
            "fonction",
            lambda accounts, caller, number: accounts.people.give_duty(caller, number, Duty.ADMINISTRATOR),
        ),
        "retirer-administrateur": (
            "fonction",
            lambda accounts, caller, number: accounts.people.take_duty(caller, number, Duty.ADMINISTRATOR),
        ),
        "suspendre": ("suspendu", lambda accounts, caller, number: accounts.people.suspend(caller, number)),
        "rouvrir": ("rouvert", lambda accounts, caller, number: accounts.people.resume(caller, number)),
        "fermer": ("ferme", lambda accounts, caller, number: accounts.people.close(caller, number)),
        "facteur": ("facteur", lambda accounts, caller, number: accounts.people.reset_factor(caller, number)),
        "delier": ("delie", lambda accounts, caller, number: accounts.people.unbind(caller, number)),
        "revoir": ("revu", lambda accounts, caller, number: accounts.people.review(caller, number)),
        "retirer-invitation": (
            "invitation-retiree",
            lambda accounts, caller, number: accounts.invitations.withdraw(caller, number),
        ),
    }
)
"""What the buttons of an account do, and the code of what is said once it is done."""
