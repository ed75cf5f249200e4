"""Answers as plain dictionaries: the shape is documented in ``schemas.answers``, and a test compares the two.

Written by hand, field by field: a page of results holds dozens of fiches, and a generic serializer takes longer than
the search itself.
"""

from collections.abc import Collection, Mapping, Sequence

from directory.api.fiche_answers import Answer, instant, opening
from directory.http.links import link
from directory.services.search.instead import Asked, instead_of_words
from directory.services.search.places import PlaceSuggestion
from directory.services.search.question import AskedPlace, Misread, place_parameter
from directory.services.search.reason_words import in_words
from directory.services.search.results import ALL_PARTS, LISTING_LABELS, MapPage, Part, Proposal, Result, ResultPage
from directory.services.search.suggest import Suggested
from directory.services.taxonomy.vocabularies import CLOSED_LISTS, Vocabularies
from search.places.area import Area

LIST = "/api/v1/ressources"


PARTS: Mapping[str, Part] = {
    "facettes": Part.FACETS,
    "groupes": Part.LISTINGS,
    "extrait": Part.EXCERPT,
    "raisons": Part.REASONS,
    "ouvert": Part.STATUS,
}
"""Name of a field → what has to be worked out for it."""


def parts_of(fields: Collection[str] | None, without: Collection[str] = ()) -> frozenset[Part]:
    """Return what has to be worked out for an answer that holds ``fields``, None for all, but ``without`` some."""
    chosen = ALL_PARTS if fields is None else frozenset(part for name, part in PARTS.items() if name in fields)
    return chosen - {PARTS[name] for name in without}


def search_answer(page: ResultPage, fields: Collection[str] | None = None) -> Answer:
    """Return a page of a search. ``fields``: those that its lines may hold, None for all."""
    question = page.question
    asked = question.asked
    return {
        "total": page.total,
        "page": question.page,
        "taille": question.size,
        "correction": _correction(page),
        "besoins_compris": [_proposal(each, asked, instead_of_words(each, page)) for each in page.needs],
        "lieu": _place(question.place),
        "lieu_compris": _places_understood(page),
        "curseur": page.cursor,
        "resultats": _lines(page.results, fields),
        "groupes": [
            {
                "cle": listing.key,
                "libelle": listing.label,
                "total": listing.total,
                "lien": link(LIST, asked, groupe=listing.key),
                "resultats": _lines(listing.results, fields),
            }
            for listing in page.listings
        ],
        "facettes": {
            facet.name: [{"code": code, "libelle": label, "total": total} for code, label, total, _ in facet.values]
            for facet in page.facets
        },
    }


def _lines(results: Sequence[Result], fields: Collection[str] | None) -> list[Answer]:
    lines = [result(each) for each in results]
    return lines if fields is None else [with_fields(line, fields) for line in lines]


def with_fields(line: Answer, fields: Collection[str] | None) -> Answer:
    """Return a line of a list with some of its fields, in their order."""
    return line if fields is None else {name: value for name, value in line.items() if name in fields}


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
    read = "".join(run.text for run in page.question_read)
    return {"texte": read, "mots": [{"tape": each.typed, "lu": each.read} for each in page.corrections]}


def _places_understood(page: ResultPage) -> Answer | None:
    if not page.places:
        return None
    asked = page.question.asked
    return {"communes": [_proposal(each, asked, {each.name: (each.value,)}) for each in page.places]}


def _proposal(proposal: Proposal, asked: Mapping[str, tuple[str, ...]], changes: Asked) -> Answer:
    """Return something understood, with the main list of the search that takes it."""
    return {"code": proposal.value, "libelle": proposal.label, "lien": link(LIST, asked, groupe=None, **changes)}


def result(found: Result) -> Answer:
    """Return a line of a list."""
    line, place = found.line, found.place
    return {
        "id": line.id,
        "source_id": line.source_id or None,
        "titre": line.title,
        "structure": line.structure,
        "extrait": found.excerpt,
        "besoins": line.needs,
        "mobilisation": line.mobilisations,
        "acces": line.access_modes,
        "accueil": line.receptions,
        "adresse": "" if place is None else place.address,
        "commune": "" if place is None else place.commune_name,
        "code_insee": "" if place is None else place.commune_code,
        "latitude": None if place is None else place.latitude,
        "longitude": None if place is None else place.longitude,
        "precision": "" if place is None else place.precision,
        "distance_km": found.distance_km,
        "a_distance": found.is_remote,
        "ouvert": opening(found.status),
        "verifiee_le": instant(line.verified_at),
        "modifiee_le": line.modified_at,
        "complete": line.is_complete,
        "raisons": [in_words(reason) for reason in found.reasons],
    }


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
                "description": family.description,
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
                "description": need.description,
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
