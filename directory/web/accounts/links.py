"""Pages that mailed links open: looking changes nothing, a button does."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.accounts.links import LinkKind
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.accounts.mailed import MailedLinks, Opening
from directory.services.accounts.refusals import Reason, Refused
from directory.web.accounts.entering import known_visit, let_in
from directory.web.accounts.words import REFUSALS

links = Blueprint("links", __name__)

BAD_LINK = frozenset({Reason.LINK_UNKNOWN, Reason.LINK_USED, Reason.LINK_OVER, Reason.STATE})


@links.get("/i/<secret>")
@needs(Action.OPEN)
def invitation(secret: str) -> ResponseReturnValue:
    return _page(LinkKind.INVITATION, secret)


@links.post("/i/<secret>")
@needs(Action.OPEN)
def accept(secret: str) -> ResponseReturnValue:
    if not request.form.get("charte"):
        return _page(LinkKind.INVITATION, secret, "Lisez la charte, puis cochez la case.", field="charte")
    visit = known_visit()
    try:
        opened = _mailed().accept_invitation(secret, request.form.get("passe", ""), visit)
    except Refused as refused:
        return _again(LinkKind.INVITATION, secret, refused)
    return let_in(opened, visit, url_for("own.account", fait="bienvenue"))


@links.get("/m/<secret>")
@needs(Action.OPEN)
def reset(secret: str) -> ResponseReturnValue:
    return _page(LinkKind.RESET, secret)


@links.post("/m/<secret>")
@needs(Action.OPEN)
def choose_password(secret: str) -> ResponseReturnValue:
    try:
        _mailed().reset_password(secret, request.form.get("passe", ""), known_visit())
    except Refused as refused:
        return _again(LinkKind.RESET, secret, refused)
    return render_template("pages/accounts/reset_done.html")


@links.get("/c/<secret>")
@needs(Action.OPEN)
def new_mail(secret: str) -> ResponseReturnValue:
    return _page(LinkKind.NEW_MAIL, secret)


@links.post("/c/<secret>")
@needs(Action.OPEN)
def confirm_mail(secret: str) -> ResponseReturnValue:
    try:
        _mailed().confirm_new_mail(secret, known_visit())
    except Refused as refused:
        return _again(LinkKind.NEW_MAIL, secret, refused)
    return redirect(url_for("own.account", fait="courriel-confirme"), 303)


@links.get("/mot-de-passe-oublie")
@needs(Action.OPEN)
def forgotten() -> str:
    return _forgotten(request.args.get("courriel", "")[:200], is_sent=False)


@links.post("/mot-de-passe-oublie")
@needs(Action.OPEN)
def ask_reset() -> str:
    mail = request.form.get("courriel", "").strip()
    _mailed().ask_reset(mail, known_visit())
    return _forgotten(mail, is_sent=True)


@links.get("/acces")
@needs(Action.OPEN)
def whom_to_ask() -> str:
    institutions = current_services().accounts.institutions.all().values()
    open_ones = sorted(each.name for each in institutions if not each.retired)
    return render_template("pages/accounts/whom_to_ask.html", institutions=open_ones)


def _forgotten(mail: str, *, is_sent: bool) -> str:
    leaves = _mailed().leave_by_mail
    return render_template("pages/accounts/forgotten.html", mail=mail, is_sent=is_sent and leaves, leave_by_mail=leaves)


def _mailed() -> MailedLinks:
    return current_services().accounts.mailed


def _again(kind: LinkKind, secret: str, refused: Refused) -> ResponseReturnValue:
    if refused.reason in BAD_LINK:
        return _bad_link(refused.reason)
    return _page(kind, secret, REFUSALS[refused.reason], field="passe")


def _page(kind: LinkKind, secret: str, refusal: str = "", *, field: str = "") -> ResponseReturnValue:
    try:
        opening: Opening = _mailed().look(kind, secret)
    except Refused as refused:
        return _bad_link(refused.reason)
    page = render_template(
        f"pages/accounts/link_{kind.name.lower()}.html", opening=opening, refusal=refusal, field_at_fault=field
    )
    return page, 422 if refusal else 200


def _bad_link(reason: Reason) -> ResponseReturnValue:
    return render_template("pages/accounts/bad_link.html", refusal=REFUSALS[reason]), 410
