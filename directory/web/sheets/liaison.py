"""*Fiche de liaison*: from whom, to whom; what concerns the person is left blank, and never comes here."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.documents import Data
from directory.domain.offices import LABELS
from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.domain.steering.counts import Metric
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.fiches.page import FichePage
from directory.services.offices.answering import Answerer
from directory.services.offices.reaching import reach_of
from directory.services.selections.keeping import UnknownSelection
from directory.web.offices.letterhead import letterhead
from directory.web.offices.view import sector_url
from directory.web.search.bar import Link, fiche_url
from directory.web.search.hits import listed
from directory.web.selections.here import selection_here
from directory.web.shared.dates import day
from directory.web.shared.remembered import remembered_place
from directory.web.shared.words import address_lines, day_said, phone_in_words
from directory.web.sheets.files import as_pdf
from directory.web.sheets.printed import AUTHOR
from search.places.clock import local_day

liaison = Blueprint("liaison", __name__)

TITLE = "Fiche de liaison"
LONGEST_BRING_CHARS, LONGEST_PRECISION_CHARS = 250, 400
FIELDS: Mapping[str, str] = {
    "telephone": "Téléphone du professionnel",
    "nom": "Nom de la personne",
    "prenom": "Prénom de la personne",
    "joindre": "Comment la joindre, téléphone ou courriel",
    "commune": "Commune de la personne",
    "motif": "Ce qu’elle demande, ce qui a déjà été fait",
    "accord": "La personne est d’accord pour que cette fiche soit transmise",
    "signature-personne": "Signature de la personne",
    "signature-professionnel": "Signature du professionnel",
    "date": "Date de la demande",
    "retour-nom": "Retour : nom et structure",
    "retour-signature": "Retour : signature",
    "retour-date": "Retour : date",
}
"""Blanks of templates/documents/liaison.typ, and how each is called by a reader of screens."""
OF_SERVICE: Mapping[str, str] = {
    "recu": "Reçu",
    "recu-le": "Reçu le",
    "pas-venu": "N’est pas venu",
    "refus": "Refus",
    "refus-motif": "Motif du refus",
}
OF_OFFICE: Mapping[str, str] = {
    "brsa": "La personne est bénéficiaire du RSA",
    "enfant": "La personne a un enfant mineur",
    "concertation": "Concertation",
    "concertation-le": "Concertation le",
    "valide": "Accompagnement validé",
    "carnet": "Carnet de route joint",
    "contrat": "Contrat signé",
    "reorientation": "Réorientation",
    "reorientation-vers": "Réorientation vers",
}
"""What is answered differs: a service receives or refuses, an antenne accompanies or sends further."""


@dataclass(frozen=True, slots=True)
class Sender:
    """``where``: the antenne, else the institution; ``phone``: empty where it is left blank."""

    name: str
    where: str
    phone: str
    mail: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """The service, as its fiche says it, or the antenne; an empty text for what is not said.

    is_office   an antenne: ``service`` is then its kind, and ``precision`` its note.
    """

    name: str
    service: str
    need: str
    bring: str
    phone: str
    mail: str
    address: str
    mode: str
    precision: str
    verified: str
    is_office: bool = False


@dataclass(frozen=True, slots=True)
class Liaison:
    """All that is filled. The blanks are the document's."""

    day: str
    sender: Sender
    to: Recipient


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks a fiche de liaison for: a service, or an antenne."""

    to: Recipient
    back: Link
    fiche: Resource | None = None
    office: int | None = None


@liaison.get("/liaison")
@needs(Action.LIAISE)
def page() -> ResponseReturnValue:
    """Show what is filled and what will be blank; there is nothing to type here."""
    asked = _asked()
    answer = make_response(
        render_template(
            "pages/sheets/liaison.html",
            liaison=_liaison(asked.to),
            back=asked.back,
            pdf=url_for("liaison.pdf", fiche=asked.fiche.id if asked.fiche is not None else None, antenne=asked.office),
        )
    )
    answer.cache_control.no_store = True
    return answer


@liaison.get("/liaison.pdf")
@needs(Action.LIAISE)
def pdf() -> ResponseReturnValue:
    """Give the document, to print or to fill on one's own machine."""
    services, asked = current_services(), _asked()
    filled = _liaison(asked.to)
    data: dict[str, Data] = {"title": TITLE, "author": AUTHOR, **asdict(filled)}
    if request.method == "GET":
        _count(asked)
    fields = {**FIELDS, **(OF_OFFICE if asked.to.is_office else OF_SERVICE)}
    return as_pdf(services.handing.renderer.liaison(data, fields=fields), "fiche-de-liaison")


def _count(asked: Asked) -> None:
    noting, words = current_services().steering.noting, current_services().words.current()
    if asked.office is not None:
        noting.handed_to_office(asked.office)
    elif asked.fiche is not None:
        noting.handed(Metric.LIAISONS, (asked.fiche,), words, remembered_place())
        _note_handed(asked.fiche.id)


def _note_handed(resource_id: int) -> None:
    """Keep in the selection under way, where it holds the fiche, the day of this fiche de liaison."""
    here = selection_here()
    if here is None or resource_id not in here.ids:
        return
    # Deleted in another window meanwhile, it has nothing to keep.
    with suppress(UnknownSelection):
        current_services().handing.selections.note_handed(here.account_id, here.id, (resource_id,))


def _asked() -> Asked:
    fiche, office = (whole_number(request.args.get(name, "")) for name in ("fiche", "antenne"))
    services = current_services()
    if office is not None and fiche is None:
        answerer = services.handing.offices.sector.one(office)
        if answerer is None:
            abort(404)
        return Asked(_office(answerer), _back_to_sector(), office=office)
    if fiche is None or office is not None:
        abort(404)
    (given,) = services.handing.sheets.given((fiche,))
    if given.page is None:
        abort(404)
    if not given.is_offered:
        # Its page says so, and offers others.
        abort(redirect(fiche_url(given.page.resource)))
    found = given.page.resource
    return Asked(_service(given.page), Link("La fiche", fiche_url(found)), fiche=found)


def _back_to_sector() -> Link:
    place = remembered_place()
    commune = place.commune if place is not None else None
    return Link("Les interlocuteurs", sector_url(commune.code) if commune is not None else url_for("sector.page"))


def _liaison(to: Recipient) -> Liaison:
    services, account, head = current_services(), signed_in().account, letterhead()
    where = ", ".join(part for part in (head.institution, head.office) if part)
    return Liaison(day(local_day(services.now())), Sender(account.name, where, head.phone, account.mail), to)


def _office(answerer: Answerer) -> Recipient:
    office, reach = answerer.office, reach_of(answerer, current_services().places.gazetteer)
    return Recipient(
        name=office.name,
        service=LABELS[office.kind],
        need="Accompagnement",
        bring="",
        phone=phone_in_words(reach.phone) if reach.phone else "",
        mail=reach.email,
        address=", ".join(address_lines(reach.place)),
        mode="",
        precision=office.note,
        verified=day(answerer.verified_on) if answerer.verified_on is not None else "",
        is_office=True,
    )


def _service(page: FichePage) -> Recipient:
    content, words = page.resource.content, page.words
    need = next((each for code in content.needs if (each := words.taxonomy.current_need(code)) is not None), None)
    return Recipient(
        content.structure.name or content.title,
        content.title,
        need.label if need is not None else "",
        _short(content.documents_to_bring, LONGEST_BRING_CHARS),
        phone_in_words(content.phone) if content.phone else "",
        content.email,
        ", ".join(address_lines(page.place)) if page.place is not None else "",
        listed("mobilisation", content.mobilisations, words) or "Mode de mobilisation non indiqué",
        _short(content.mobilisation_text, LONGEST_PRECISION_CHARS),
        day_said(content, page.resource.verified_at),
    )


def _short(text: str, most: int) -> str:
    """Return a text on one line, cut between two words where it would push the rest to another page."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "… (voir la fiche)"
