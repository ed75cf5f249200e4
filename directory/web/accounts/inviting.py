"""Inviting: one person, or many lines pasted at once and checked one by one before anything leaves."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.accounts.links import LinkKind
from directory.domain.actors import Profile
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.accounts.invitations import Invited
from directory.services.accounts.lines import Guest, Line
from directory.services.accounts.outgoing import link_address
from directory.services.accounts.refusals import Reason, Refused
from directory.web.accounts.own import ask_proof
from directory.web.accounts.people import person_page
from directory.web.accounts.words import PROFILES, REFUSALS
from directory.web.shared.addresses import public_url

inviting = Blueprint("inviting", __name__)

LONGEST_TEXT = 20_000
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class InviteView:
    """The two forms, as they were filled. ``links``: name and link of those invited where no mail leaves."""

    institution: str = ""
    name: str = ""
    mail: str = ""
    profile: str = Profile.CONSULTATION.value
    is_rgc: bool = False
    text: str = ""
    lines: tuple[Line, ...] = ()
    refusal: str = ""
    field: str = ""
    links: tuple[tuple[str, str], ...] = ()
    invited: int = 0

    @property
    def good(self) -> int:
        return sum(line.guest is not None for line in self.lines)


@inviting.get("/comptes/inviter")
@needs(Action.MANAGE_ACCOUNTS)
def form() -> ResponseReturnValue:
    return _page(InviteView(institution=request.args.get("institution", "")))


@inviting.post("/comptes/inviter")
@needs(Action.MANAGE_ACCOUNTS)
def one() -> ResponseReturnValue:
    given = request.form
    view = InviteView(
        given.get("institution", ""), given.get("nom", "").strip(), given.get("courriel", "").strip(),
        given.get("profil", ""), "rgc" in given,
    )  # fmt: skip
    profile = {each.value: each for each in Profile}.get(view.profile)
    if profile is None:
        abort(422)
    guest = Guest(view.name, view.mail, profile, view.is_rgc)
    try:
        invited = current_services().accounts.invitations.invite(signed_in().caller, view.institution, [guest])
    except Refused as refused:
        if refused.reason is Reason.SUDO:
            return ask_proof(url_for("inviting.form", institution=view.institution))
        field = "nom" if refused.reason in (Reason.NAME_MISSING, Reason.NAME_BAD) else "courriel"
        return _page(_with(view, REFUSALS[refused.reason], field), 404 if refused.reason is Reason.UNKNOWN else 422)
    return _page(InviteView(view.institution, links=_links(invited), invited=1))


@inviting.post("/comptes/inviter/plusieurs")
@needs(Action.MANAGE_ACCOUNTS)
def many() -> ResponseReturnValue:
    """Check the lines; invite the good ones once the button that says how many is pressed."""
    institution, text = request.form.get("institution", ""), request.form.get("lignes", "")[:LONGEST_TEXT]
    invitations, caller = current_services().accounts.invitations, signed_in().caller
    try:
        lines = invitations.check(caller, institution, text)
        if len(lines) > MOST_LINES:
            refusal = f"{MOST_LINES} lignes au plus à la fois\u00a0: {len(lines)} ont été lues."
            return _page(InviteView(institution, text=text, refusal=refusal, field="lignes"), 422)
        guests = [line.guest for line in lines if line.guest is not None]
        if "envoyer" not in request.form or not guests:
            return _page(InviteView(institution, text=text, lines=tuple(lines)))
        invited = invitations.invite(caller, institution, guests)
    except Refused as refused:
        view = InviteView(institution, text=text, refusal=REFUSALS[refused.reason], field="lignes")
        return _page(view, 404 if refused.reason is Reason.UNKNOWN else 422)
    left = [line for line in lines if line.guest is None]
    rest = "\n".join(line.text for line in left)
    return _page(InviteView(institution, text=rest, lines=tuple(left), links=_links(invited), invited=len(invited)))


@inviting.post("/comptes/<int:number>/renvoyer")
@needs(Action.MANAGE_ACCOUNTS)
def resend(number: int) -> ResponseReturnValue:
    try:
        invited = current_services().accounts.invitations.resend(signed_in().caller, number)
    except Refused as refused:
        return person_page(number, REFUSALS[refused.reason], status=422)
    links = _links([invited])
    return person_page(number, link=links[0][1] if links else "", status=200)


def _links(invited: Sequence[Invited]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (each.account.name, link_address(public_url(), LinkKind.INVITATION, each.secret))
        for each in invited
        if each.secret
    )


def _with(view: InviteView, refusal: str, field: str) -> InviteView:
    return InviteView(
        view.institution, view.name, view.mail, view.profile, view.is_rgc, view.text, view.lines, refusal, field
    )


def _page(view: InviteView, status: int = 200) -> ResponseReturnValue:
    institutions = [
        each for each in current_services().accounts.institutions.of(signed_in().caller) if not each.retired
    ]
    page = render_template(
        "pages/accounts/invite.html", view=view, institutions=institutions, profiles=PROFILES, refusals=REFUSALS
    )
    return page, status
