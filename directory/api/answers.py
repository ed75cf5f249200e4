"""Answers as plain dictionaries: the shape is documented in ``schemas.answers``, and a test compares the two.

Written by hand, field by field: a page of results holds dozens of fiches, and a generic serializer takes longer than
the search itself.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from directory.domain.changes import Json, Version
from directory.domain.resource import Resource
from directory.http.links import link
from directory.services.fiches.page import FichePage, Moved, MovedPage
from directory.services.hours.words import OpeningStatus
from directory.services.search.places import PlaceSuggestion
from directory.services.search.question import AskedPlace, Misread, place_parameter
from directory.services.search.results import LISTING_LABELS, MapPage, Proposal, Result, ResultPage
from directory.services.search.suggest import Suggested
from directory.services.taxonomy.vocabularies import CLOSED_LISTS, Vocabularies
from fiche.parts import Place
from search.places.area import Area

Answer = dict[str, object]

LIST = "/api/v1/ressources"
FIELD_NAMES: Mapping[str, str] = {
    "title": "titre",
    "structure": "structure",
    "description": "description",
    "needs": "besoins",
    "families": "familles",
    "audiences": "public",
    "audience_text": "public_precisions",
    "access_modes": "acces",
    "access_text": "acces_precisions",
    "receptions": "accueil",
    "mobilisations": "mobilisation",
    "mobilisation_text": "mobilisation_precisions",
    "costs": "frais",
    "cost_text": "frais_precisions",
    "languages": "langue",
    "accessibilities": "accessibilite",
    "documents_to_bring": "a_apporter",
    "link": "lien",
    "phone": "telephone",
    "second_phone": "second_telephone",
    "email": "courriel",
    "website": "site",
    "service_areas": "zones",
    "hours": "horaires",
    "hours_text": "horaires_precisions",
    "closures": "fermetures",
    "valid_from": "valable_du",
    "valid_to": "valable_au",
    "status": "statut",
    "institution": "institution",
    "places": "lieux",
}
"""Field of a fiche to its name in the API. The named contact has none: it is never given."""

PART_NAMES: Mapping[str, str] = {
    "name": "nom",
    "networks": "reseaux",
    "first_day": "du",
    "last_day": "au",
    "address": "adresse",
    "postcode": "code_postal",
    "commune_name": "commune",
    "commune_code": "code_insee",
}
"""The same for the parts of a structure, of a place, of a closure; the other names are alike."""


def instant(at: datetime | None) -> str | None:
    """Return ``2026-11-23T09:30:00Z``."""
    return None if at is None else f"{at.isoformat()[:19]}Z"


def search_answer(page: ResultPage) -> Answer:
    question = page.question
    asked = question.asked
    return {
        "total": page.total,
        "page": question.page,
        "taille": question.size,
        "correction": _correction(page),
        "besoins_compris": [_proposal(each, asked) for each in page.needs],
        "lieu": _place(question.place),
        "lieu_compris": {"communes": [_proposal(each, asked) for each in page.places]} if page.places else None,
        "resultats": [result(each) for each in page.results],
        "groupes": [
            {
                "cle": listing.key,
                "libelle": listing.label,
                "total": listing.total,
                "lien": link(LIST, asked, groupe=listing.key),
                "resultats": [result(each) for each in listing.results],
            }
            for listing in page.listings
        ],
        "facettes": {
            facet.name: [{"code": value.code, "libelle": value.label, "total": value.total} for value in facet.values]
            for facet in page.facets
        },
    }


def _place(place: AskedPlace | None) -> Answer | None:
    """Return the place asked for, how its text was read and what else it may mean."""
    if place is None:
        return None
    doubt = place.doubt
    name, code = place_parameter(place.code)
    return {
        "libelle": place.label,
        name: code,
        "lu": doubt.misread.value if doubt is not None else Misread.NOTHING.value,
        "autres": [{"code": other.code, "libelle": other.label} for other in doubt.others] if doubt is not None else [],
    }


def _correction(page: ResultPage) -> Answer | None:
    if not page.corrections:
        return None
    read = page.question.text
    for each in page.corrections:
        read = read.replace(each.typed, each.read)
    return {"texte": read, "mots": [{"tape": each.typed, "lu": each.read} for each in page.corrections]}


def _proposal(proposal: Proposal, asked: Mapping[str, tuple[str, ...]]) -> Answer:
    values = (*asked.get(proposal.name, ()), proposal.value) if proposal.name == "besoin" else proposal.value
    return {
        "code": proposal.value,
        "libelle": proposal.label,
        "lien": link(LIST, asked, **{proposal.name: values}),
    }


def result(found: Result) -> Answer:
    fiche, place = found.resource, found.place
    content = fiche.content
    return {
        "id": fiche.id,
        "source_id": fiche.origin.source_id or None,
        "titre": content.title,
        "structure": content.structure.name,
        "extrait": found.excerpt,
        "besoins": content.needs,
        "mobilisation": content.mobilisations,
        "acces": content.access_modes,
        "accueil": content.receptions,
        "adresse": "" if place is None else address_line(place),
        "commune": "" if place is None else place.commune_name,
        "code_insee": "" if place is None else place.commune_code,
        "latitude": None if place is None else place.latitude,
        "longitude": None if place is None else place.longitude,
        "precision": "" if place is None else place.precision,
        "distance_km": found.distance_km,
        "a_distance": found.is_remote,
        "ouvert": opening(found.status),
        "verifiee_le": instant(fiche.verified_at),
        "modifiee_le": instant(fiche.modified_at),
        "complete": found.is_complete,
        "raisons": found.reasons,
    }


def opening(status: OpeningStatus) -> Answer:
    return {"etat": status.key, "phrase": status.sentence, "note": status.note}


def address_line(place: Place) -> str:
    """Return ``12 rue de la République, bâtiment B, 13500 Martigues``."""
    town = " ".join(part for part in (place.postcode, place.commune_name) if part)
    return ", ".join(part for part in (place.address, place.complement, town) if part)


def map_answer(page: MapPage) -> Answer:
    return {
        "total": page.total,
        "points": [
            {
                "id": each.id,
                "titre": each.title,
                "structure": each.structure,
                "latitude": each.latitude,
                "longitude": each.longitude,
            }
            for each in page.points
        ],
        "grappes": [
            {"tuile": each.tile, "total": each.total, "latitude": each.latitude, "longitude": each.longitude}
            for each in page.clusters
        ],
    }


def fiche_answer(fiche: Resource) -> Answer:
    """Return a whole fiche as it is stored, its named contact apart."""
    content = fiche.content
    return {
        "id": fiche.id,
        "version": fiche.version,
        "statut": content.status,
        "source": fiche.origin.source or None,
        "source_id": fiche.origin.source_id or None,
        "titre": content.title,
        "structure": {
            "nom": content.structure.name,
            "siret": content.structure.siret,
            "reseaux": content.structure.networks,
        },
        "description": content.description,
        "besoins": content.needs,
        "familles": content.families,
        "public": content.audiences,
        "public_precisions": content.audience_text,
        "acces": content.access_modes,
        "acces_precisions": content.access_text,
        "accueil": content.receptions,
        "mobilisation": content.mobilisations,
        "mobilisation_precisions": content.mobilisation_text,
        "frais": content.costs,
        "frais_precisions": content.cost_text,
        "langue": content.languages,
        "accessibilite": content.accessibilities,
        "a_apporter": content.documents_to_bring,
        "lien": content.link,
        "telephone": content.phone,
        "second_telephone": content.second_phone,
        "courriel": content.email,
        "site": content.website,
        "zones": content.service_areas,
        "horaires": content.hours,
        "horaires_precisions": content.hours_text,
        "fermetures": [
            {"du": each.first_day.isoformat(), "au": each.last_day.isoformat(), "message": each.message}
            for each in content.closures
        ],
        "valable_du": None if content.valid_from is None else content.valid_from.isoformat(),
        "valable_au": None if content.valid_to is None else content.valid_to.isoformat(),
        "institution": content.institution,
        "lieux": [
            {
                "adresse": place.address,
                "complement": place.complement,
                "code_postal": place.postcode,
                "commune": place.commune_name,
                "code_insee": place.commune_code,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "precision": place.precision,
                "score": place.score,
            }
            for place in content.places
        ],
        "creee_le": instant(fiche.created_at),
        "modifiee_le": instant(fiche.modified_at),
        "verifiee_le": instant(fiche.verified_at),
        "importee_le": instant(fiche.imported_at),
    }


def detailed_answer(page: FichePage) -> Answer:
    """Return a fiche with what is derived from it now."""
    return {
        **fiche_answer(page.resource),
        "ouvert": opening(page.status),
        "complete": not page.missing,
        "manque": page.missing,
    }


def versions_answer(versions: Iterable[Version]) -> Answer:
    """Return the saves of a fiche, without the people who made them."""
    return {
        "versions": [
            {
                "numero": each.number,
                "le": instant(each.at),
                "origine": each.origin.kind,
                "modifications": {
                    FIELD_NAMES[name]: {"avant": _named(before), "apres": _named(after)}
                    for name, (before, after) in each.changes.items()
                    if name in FIELD_NAMES
                },
            }
            for each in versions
        ]
    }


def _named(value: Json) -> Json:
    if isinstance(value, dict):
        return {PART_NAMES.get(name, name): part for name, part in value.items()}
    if isinstance(value, list):
        return [_named(each) for each in value]
    return value


def moved_answer(page: MovedPage) -> Answer:
    return {
        "curseur": page.cursor,
        "dernier": page.is_last,
        "ressources": [_moved(each) for each in page.moved],
    }


def _moved(moved: Moved) -> Answer:
    return {"sequence": moved.seq, "le": instant(moved.at), **fiche_answer(moved.resource)}


def suggested_answer(found: Suggested, words: Vocabularies) -> Answer:
    return {
        "besoins": [
            {"code": need.code, "libelle": need.label, "famille": words.label("famille", need.family)}
            for need in found.needs
        ],
        "structures": found.structures,
        "services": found.services,
        "communes": [place_answer(each) for each in found.communes],
    }


def place_answer(place: PlaceSuggestion) -> Answer:
    named, address = place.place, place.address
    if isinstance(named, Area):
        return {
            "libelle": place.label, "code_insee": "", "territoire": named.code, "commune": "", "codes_postaux": (),
            "latitude": None, "longitude": None, "precision": "territoire",
        }  # fmt: skip
    return {
        "libelle": place.label,
        "code_insee": named.code,
        "territoire": "",
        "commune": named.name,
        "codes_postaux": named.postcodes,
        "latitude": address.latitude if address is not None else named.latitude,
        "longitude": address.longitude if address is not None else named.longitude,
        "precision": address.precision if address is not None else "commune",
    }


def vocabulary_answer(words: Vocabularies) -> Answer:
    taxonomy = words.taxonomy
    return {
        "familles": [
            {
                "code": family.code,
                "libelle": family.label,
                "volet": family.part,
                "retiree": family.retired,
                "remplacee_par": family.replaced_by or None,
            }
            for family in taxonomy.families.values()
        ],
        "besoins": [
            {
                "code": need.code,
                "libelle": need.label,
                "famille": need.family,
                "mots": need.search_words,
                "retire": need.retired,
                "remplace_par": need.replaced_by or None,
            }
            for need in taxonomy.needs.values()
        ],
        "listes": {
            name: [{"code": code, "libelle": label} for code, label in known.items()]
            for name, known in CLOSED_LISTS.items()
        },
        "groupes": [{"code": key, "libelle": label} for key, label in LISTING_LABELS.items() if key],
        "urgence": [
            {"numero": each.number, "libelle": each.label, "description": each.description, "besoins": each.needs}
            for each in taxonomy.emergency_numbers
        ],
    }


def institutions_answer(words: Vocabularies) -> Answer:
    return {
        "institutions": [
            {
                "code": each.code,
                "nom": each.name,
                "type": each.kind,
                "partenaire_de": each.partner_of or None,
                "mois_entre_verifications": each.verification_months,
                "retiree": each.retired,
            }
            for each in words.institutions.values()
        ]
    }
