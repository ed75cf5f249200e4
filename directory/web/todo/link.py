"""The page that the link of a mail opens: the facts of one fiche, one button. Looking changes nothing."""

from collections.abc import Mapping

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.services.fiches.editing import Receipt
from directory.services.freshness.facts import Fact, facts_of, who_of
from directory.services.freshness.links import LinkRefused, Opened, WhyNot
from directory.services.search.reason_words import verified_in_words
from directory.web.search.bar import fiche_url
from directory.web.shared.words import phone_in_words
from directory.web.writing.page import version_typed
from search.places.clock import local_day

link = Blueprint("link", __name__)

WHY: Mapping[WhyNot, tuple[str, str]] = {
    WhyNot.UNKNOWN: (
        "Ce lien n’ouvre rien.",
        "Il manque peut-être une lettre à la fin\u00a0: copiez la ligne entière du courriel. Un lien ne sert plus non "
        "plus quand l’accès de la personne a changé. Sinon, connectez-vous\u00a0: tout est dans «\u00a0À faire\u00a0».",
    ),
    WhyNot.USED: (
        "Ce lien a déjà servi\u00a0: la fiche est confirmée.",
        "Vous n’avez rien d’autre à faire. Si quelque chose a changé depuis, connectez-vous pour la modifier.",
    ),
    WhyNot.OVER: (
        "Ce lien n’est plus valable\u00a0: il l’était 60 jours.",
        "Connectez-vous\u00a0: la fiche se confirme d’un clic dans «\u00a0À faire\u00a0».",
    ),
    WhyNot.STATE: (
        "Ce lien n’ouvre plus rien\u00a0: l’accès de la personne à qui il a été envoyé est fermé.",
        "Si c’est une erreur, le RGC de votre institution peut le rétablir.",
    ),
    WhyNot.RIGHT: (
        "Vous ne pouvez plus confirmer cette fiche.",
        "Elle est maintenant tenue par une autre institution, ou votre profil a changé\u00a0: le RGC de votre "
        "institution peut vous le dire.",
    ),
    WhyNot.GONE: ("Cette fiche n’est plus en ligne.", "Il n’y a rien à confirmer."),
}


@link.get("/v/<secret>")
@needs(Action.OPEN)
def confirming(secret: str) -> ResponseReturnValue:
    return _page(secret)


@link.post("/v/<secret>")
@needs(Action.OPEN)
def confirm(secret: str) -> ResponseReturnValue:
    services = current_services()
    try:
        receipt = services.confirm_links.confirm(secret, expected_version=version_typed())
    except LinkRefused as refused:
        if refused.why is WhyNot.MOVED:
            return _page(secret, has_moved=True)
        return _refused(refused)
    services.showing.show(receipt.seq)
    return _done(receipt)


def _page(secret: str, *, has_moved: bool = False) -> ResponseReturnValue:
    services = current_services()
    try:
        opened: Opened = services.confirm_links.look(secret)
    except LinkRefused as refused:
        return _refused(refused)
    fiche, now = opened.fiche, services.now()
    page = render_template(
        "pages/todo/confirm.html",
        fiche=fiche,
        who=", ".join(part for part in who_of(fiche.content) if part),
        facts=[(each.label, _lines(each)) for each in facts_of(fiche.content, local_day(now))],
        verified=verified_in_words(fiche, services.words.current(), now),
        until=opened.until,
        modify=url_for("writing.edit", resource_id=fiche.id),
        is_signed_in=current_actor().is_account,
        has_moved=has_moved,
    )
    return page, 409 if has_moved else 200


def _done(receipt: Receipt) -> ResponseReturnValue:
    return render_template("pages/todo/confirmed.html", fiche=receipt.resource, url=fiche_url(receipt.resource))


def _refused(refused: LinkRefused) -> ResponseReturnValue:
    said, what_to_do = WHY[refused.why]
    url = fiche_url(refused.fiche) if refused.fiche is not None else ""
    return render_template("pages/todo/bad_link.html", said=said, what_to_do=what_to_do, url=url), 410


def _lines(fact: Fact) -> tuple[str, ...]:
    return tuple(map(phone_in_words, fact.lines)) if fact.kind == "telephone" else fact.lines
