"""*Fiche de liaison*: from whom, to whom; what concerns the person is left blank, and never comes here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.documents import Data
from directory.domain.rights import Action
from directory.domain.steering.counts import Metric
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.fiches.page import FichePage
from directory.web.search.bar import fiche_url
from directory.web.search.hits import listed
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
    "recu": "Reçu",
    "recu-le": "Reçu le",
    "pas-venu": "N’est pas venu",
    "refus": "Refus",
    "refus-motif": "Motif du refus",
    "retour-nom": "Retour : nom et structure",
    "retour-signature": "Retour : signature",
    "retour-date": "Retour : date",
}
"""Blanks of templates/documents/liaison.typ, and how each is called by a reader of screens."""


@dataclass(frozen=True, slots=True)
class Sender:
    name: str
    institution: str
    mail: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """The service, as its fiche says it; an empty text for what it does not say."""

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


@dataclass(frozen=True, slots=True)
class Liaison:
    """All that is filled. The blanks are the document's."""

    day: str
    sender: Sender
    to: Recipient


@liaison.get("/liaison")
@needs(Action.LIAISE)
def page() -> ResponseReturnValue:
    """Show what is filled and what will be blank; there is nothing to type here."""
    fiche = _asked()
    answer = make_response(
        render_template(
            "pages/sheets/liaison.html",
            liaison=_liaison(fiche),
            url=fiche_url(fiche.resource),
            pdf=url_for("liaison.pdf", fiche=fiche.resource.id),
        )
    )
    answer.cache_control.no_store = True
    return answer


@liaison.get("/liaison.pdf")
@needs(Action.LIAISE)
def pdf() -> ResponseReturnValue:
    """Give the document, to print or to fill on one's own machine."""
    services, fiche = current_services(), _asked()
    filled = _liaison(fiche)
    data: dict[str, Data] = {"title": TITLE, "author": AUTHOR, **asdict(filled)}
    if request.method == "GET":
        services.steering.noting.handed(
            Metric.LIAISONS, (fiche.resource,), services.words.current(), remembered_place()
        )
    return as_pdf(services.handing.renderer.liaison(data, fields=FIELDS), "fiche-de-liaison")


def _asked() -> FichePage:
    number = whole_number(request.args.get("fiche", ""))
    if number is None:
        abort(404)
    (given,) = current_services().handing.sheets.given((number,))
    if given.page is None or not given.is_offered:
        abort(404)
    return given.page


def _liaison(page: FichePage) -> Liaison:
    services, account = current_services(), signed_in().account
    content, words = page.resource.content, page.words
    need = next((each for code in content.needs if (each := words.taxonomy.current_need(code)) is not None), None)
    return Liaison(
        day(local_day(services.now())),
        Sender(account.name, words.label("institution", account.institution), account.mail),
        Recipient(
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
        ),
    )


def _short(text: str, most: int) -> str:
    """Return a text on one line, cut between two words where it would push the rest to another page."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "… (voir la fiche)"
