"""The page of one fiche."""

from dataclasses import dataclass

from directory.domain.codes import PRECISIONS
from directory.domain.resource import REQUIRED, Resource
from directory.http import link
from directory.services.fiches import FichePage
from directory.services.opening_words import Status, WeekDay
from directory.web.view_models import SEARCH, Link, fiche_url
from directory.web.words import NBSP, address_lines, date_in_words, phone_in_words, phone_url, web_url

ITINERARY = "https://www.openstreetmap.org/directions?to={:.5f}%2C{:.5f}"


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


@dataclass(frozen=True, slots=True)
class PhoneView:
    shown: str
    url: str


@dataclass(frozen=True, slots=True)
class FicheView:
    title: str
    url: str
    structure: str
    status: Status
    is_archived: bool
    notices: tuple[str, ...]
    description: tuple[str, ...]
    orientation: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    places: tuple[PlaceView, ...]
    phones: tuple[PhoneView, ...]
    email: str
    website: str
    link: str
    week: tuple[WeekDay, ...]
    hours_text: str
    needs: tuple[Link, ...]
    others: tuple[Link, ...]
    owner: str
    verified: str
    verified_on: str
    modified_on: str
    is_stale: bool


def fiche_view(page: FichePage, others: tuple[Resource, ...]) -> FicheView:
    content, words = page.resource.content, page.words
    notices = []
    if page.is_archived:
        notices.append("Cette fiche est archivée\u00a0: le service n’est plus proposé sous cette forme.")
    if page.missing:
        notices.append(f"Fiche incomplète. Il manque\u00a0: {', '.join(REQUIRED[key] for key in page.missing)}.")

    def labels(name: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(words.label(name, code) for code in codes)

    current = [need for code in content.needs if (need := words.taxonomy.current_need(code)) is not None]
    return FicheView(
        title=content.title,
        url=fiche_url(page.resource),
        structure=content.structure.name,
        status=page.status,
        is_archived=page.is_archived,
        notices=tuple(notices),
        description=tuple(part.strip() for part in content.description.splitlines() if part.strip()),
        orientation=_said(
            Fact("Comment orienter", labels("mobilisation", content.mobilisations), content.mobilisation_text),
            Fact("Modalité d’accès", labels("acces", content.access_modes), content.access_text),
            Fact("À apporter", (), content.documents_to_bring),
        ),
        facts=_said(
            Fact("Public", labels("public", content.audiences), content.audience_text),
            Fact("Coût", labels("frais", content.costs), content.cost_text),
            Fact("Accueil", labels("accueil", content.receptions)),
            Fact("Langues parlées", labels("langue", content.languages)),
            Fact("Accessibilité", labels("accessibilite", content.accessibilities)),
            Fact("Qui peut venir", page.areas),
        ),
        places=tuple(
            PlaceView(
                address_lines(place),
                PRECISIONS.get(place.precision, ""),
                ITINERARY.format(place.latitude, place.longitude) if place.has_point else "",
            )
            for place in content.places
        ),
        phones=tuple(
            PhoneView(phone_in_words(phone), phone_url(phone))
            for phone in (content.phone, content.second_phone)
            if phone
        ),
        email=content.email,
        website=web_url(content.website),
        link=web_url(content.link),
        week=page.week,
        hours_text=content.hours_text,
        needs=tuple(Link(need.label, link(SEARCH, {}, besoin=need.code)) for need in current),
        others=tuple(Link(_other(fiche), fiche_url(fiche)) for fiche in others),
        owner=words.label("institution", content.institution) if content.institution else "",
        verified=page.verified,
        verified_on=date_in_words(page.resource.verified_at),
        modified_on=date_in_words(page.resource.modified_at),
        is_stale=page.is_stale,
    )


def _said(*facts: Fact) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.values or fact.text)


def _other(fiche: Resource) -> str:
    content = fiche.content
    town = next((place.commune_name for place in content.places if place.commune_name), "")
    return f"{content.title}{NBSP}— {content.structure.name}{f', {town}' if town else ''}"
