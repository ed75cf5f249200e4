"""The page of one fiche, in the order an advisor needs it."""

from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from directory.domain.resource import REQUIRED, Resource, SaveOrigin
from directory.http.links import link
from directory.services.fiches.page import FichePage
from directory.services.hours.usual import closure_in_words
from directory.services.hours.words import OpeningStatus, WeekDay, today_in_words
from directory.services.search.question import AskedPlace
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.fiche.gsm7 import signs
from directory.web.fiche.qr import qr_of
from directory.web.fiche.sending import SendingView, sending_of
from directory.web.fiche.sms import sms_of
from directory.web.fiche.text import text_of
from directory.web.search.bar import SEARCH, Link, fiche_url
from directory.web.search.hits import cost_of, listed, with_town
from directory.web.shared.words import PhoneView, address_lines, day_said, phone_views, web_url
from fiche.codes import ARCHIVE_REASONS, PRECISIONS
from fiche.parts import Place
from search.places.geometry import haversine_km
from search.text.french import day_in_words, distance_in_words, kept_together, name_in_print

ITINERARY = "https://www.openstreetmap.org/directions?to={:.5f}%2C{:.5f}"
ORIGINS = {
    SaveOrigin.FORM: "saisie ici",
    SaveOrigin.IMPORT: "importée",
    SaveOrigin.API: "reçue d’un autre système",
    SaveOrigin.DEMONSTRATION: "inventée pour la démonstration",
}
MARKS = ("\n", "\u00a0; ", "; ")


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the fiche: codes in words, then what the fiche adds in its own words."""

    label: str
    values: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """``itinerary``: the way there, on a site of maps that the person chooses to open."""

    lines: tuple[str, ...]
    precision: str
    itinerary: str
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class OtherView:
    title: str
    url: str
    detail: str


@dataclass(frozen=True, slots=True)
class FicheView:
    """What the page shows.

    today           what the week says of today, in one line; empty when the week is not known.
    besides         hours of days that are not every week's; ``printed_hours`` has the usual week before them.
    named_contact   a professional's name, for who may read it; empty otherwise.
    short_url       empty in a preview.
    qr              ``short_url`` as a picture, for paper.
    liaison         address of the fiche de liaison; empty for who may not make one.
    text, sms       the fiche turned to the person, whole or in one short message; ``mail_url``, ``sms_url`` send them.
    """

    id: int
    title: str
    url: str
    short_url: str
    qr: Markup
    back_url: str
    structure: str
    who: str
    distance: str
    status: OpeningStatus
    cost: str
    audience: str
    is_archived: bool
    notices: tuple[str, ...]
    description: tuple[str, ...]
    sending: SendingView
    to_bring: tuple[str, ...]
    facts: tuple[Fact, ...]
    places: tuple[PlaceView, ...]
    phones: tuple[PhoneView, ...]
    email: str
    website: str
    named_contact: str
    link: str
    week: tuple[WeekDay, ...]
    today: str
    besides: tuple[str, ...]
    printed_hours: tuple[str, ...]
    hours_text: str
    closures: tuple[str, ...]
    printed_on: str
    needs: tuple[Link, ...]
    others: tuple[OtherView, ...]
    owner: str
    origin: str
    verified: str
    verified_on: str
    modified_on: str
    is_stale: bool
    text: str
    mail_url: str
    sms: str
    sms_signs: int
    sms_url: str
    liaison: str


def fiche_view(
    page: FichePage,
    others: tuple[Resource, ...],
    *,
    back_url: str = "",
    short_url: str = "",
    asked: AskedPlace | None = None,
    named_contact: str = "",
    liaison: str = "",
) -> FicheView:
    content, words = page.resource.content, page.words
    text = text_of(page, short_url)
    sms = sms_of(page, short_url)
    return FicheView(
        id=page.resource.id,
        title=content.title,
        url=fiche_url(page.resource),
        short_url=short_url,
        qr=qr_of(short_url),
        back_url=back_url,
        structure=content.structure.name,
        who=with_town(content.structure.name, name_in_print(page.place.commune_name) if page.place is not None else ""),
        distance=_distance(content.places, asked),
        status=page.status,
        cost=cost_of(content.costs, content.cost_text, words),
        audience=listed("public", content.audiences, words),
        is_archived=page.is_archived,
        notices=_notices(page),
        description=tuple(kept_together(part.strip()) for part in content.description.splitlines() if part.strip()),
        sending=sending_of(content, words),
        to_bring=bullets(content.documents_to_bring),
        facts=_facts(page),
        places=tuple(_place_view(place) for place in content.places),
        phones=(*phone_views(content.phone), *phone_views(content.second_phone)),
        email=content.email,
        website=web_url(content.website),
        named_contact=named_contact,
        link=web_url(content.link),
        week=page.week,
        today=next((today_in_words(day) for day in page.week if day.is_today), ""),
        besides=page.usual.besides,
        printed_hours=(*page.usual.week, *page.usual.besides),
        hours_text=content.hours_text,
        closures=tuple(closure_in_words(each) for each in content.closures if each.last_day >= page.today),
        printed_on=f"{day_in_words(page.today)} {page.today.year}",
        needs=_needs(content.needs, words),
        others=tuple(_other(fiche, asked) for fiche in others),
        owner=words.label("institution", content.institution) if content.institution else "",
        origin=ORIGINS.get(page.resource.origin.kind, ""),
        verified=page.verified,
        verified_on=day_said(content, page.resource.verified_at),
        modified_on=day_said(content, page.resource.modified_at),
        is_stale=page.is_stale,
        text=text,
        mail_url=f"mailto:?subject={quote(content.title)}&body={quote(text)}",
        sms=sms,
        sms_signs=signs(sms),
        sms_url=f"sms:?&body={quote(sms)}",
        liaison=liaison,
    )


def _notices(page: FichePage) -> tuple[str, ...]:
    notices = []
    if page.is_archived:
        reason = page.resource.content.archive_reason
        why = f" ({ARCHIVE_REASONS[reason].lower()})" if ARCHIVE_REASONS.get(reason) and reason else ""
        notices.append(f"Cette fiche est archivée{why}\u00a0: le service n’est plus proposé sous cette forme.")
    elif page.resource.content.archive_on is not None:
        day = page.resource.content.archive_on
        notices.append(f"Cette fiche sera archivée le {day_in_words(day)} {day.year}.")
    if page.missing:
        notices.append(f"Fiche incomplète. Il manque\u00a0: {', '.join(REQUIRED[key] for key in page.missing)}.")
    return tuple(notices)


def _facts(page: FichePage) -> tuple[Fact, ...]:
    content, words = page.resource.content, page.words

    def labels(name: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(words.label(name, code) for code in codes)

    # Public, cost and ways of coming stand above, in the head and in the steps: here, only what those do not say.
    cost_said = cost_of(content.costs, content.cost_text, words)
    facts = (
        Fact("Public", (), content.audience_text),
        Fact("Coût", (), "" if content.cost_text.rstrip(".") == cost_said else content.cost_text),
        Fact("Accueil", labels("accueil", content.receptions)),
        Fact("Qui peut venir", page.areas),
        Fact("Langues parlées", labels("langue", content.languages)),
        Fact("Accessibilité", labels("accessibilite", content.accessibilities)),
    )
    return tuple(fact for fact in facts if fact.values or fact.text)


def _place_view(place: Place) -> PlaceView:
    has_point = place.latitude is not None and place.longitude is not None
    return PlaceView(
        address_lines(place),
        # How a point was set is for whoever keeps the fiche.
        "" if place.precision in ("adresse", "main") else PRECISIONS.get(place.precision, ""),
        ITINERARY.format(place.latitude, place.longitude) if has_point else "",
        f"{place.latitude:.6f}" if has_point else "",
        f"{place.longitude:.6f}" if has_point else "",
    )


def _needs(codes: tuple[str, ...], words: Vocabularies) -> tuple[Link, ...]:
    current = [need for code in codes if (need := words.taxonomy.current_need(code)) is not None]
    return tuple(Link(need.label, link(SEARCH, {}, besoin=need.code)) for need in current)


def bullets(text: str) -> tuple[str, ...]:
    """Return a list written in one line as the lines it holds; a sentence stays whole."""
    marks = MARKS if any(sign in text for sign in "(:.") else (*MARKS, ", ")
    for mark in marks:
        if mark in text:
            parts = (part.strip().rstrip(".") for part in text.split(mark))
            return tuple(part[0].upper() + part[1:] for part in parts if part)
    return (text,) if text else ()


def _distance(places: tuple[Place, ...], asked: AskedPlace | None) -> str:
    """Return how far the nearest place is from the commune of the last search."""
    if asked is None or asked.centre is None or asked.commune is None:
        return ""
    centre = asked.centre
    found = [
        haversine_km(place.latitude, place.longitude, centre.latitude, centre.longitude)
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]
    return f"{distance_in_words(min(found))} du centre de {asked.commune.name}" if found else ""


def _other(fiche: Resource, asked: AskedPlace | None) -> OtherView:
    content = fiche.content
    town = next((place.commune_name for place in content.places if place.commune_name), "")
    said = (content.structure.name, town)
    return OtherView(content.title, fiche_url(fiche), ", ".join(part for part in said if part))
