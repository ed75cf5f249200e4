"""Drafts of an import as contents of fiches, whole or only what moved in the file."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from fiche.content import Content
from fiche.parts import Closure, Place, Structure
from importers.base import Draft

PUBLISHED = "publiee"

_OF_STRUCTURE: Mapping[str, str] = {
    "structure_name": "name",
    "structure_siret": "siret",
    "structure_networks": "networks",
}
"""Fields of a draft that are fields of the structure."""

_NOT_CONTENT = frozenset(("structure_key", *_OF_STRUCTURE))


def content_of(draft: Draft, *, institution: str = "") -> Content:
    """Return the published content a draft proposes; ``institution`` owns it when the draft does not say."""
    return Content(
        title=draft.title,
        structure=Structure(draft.structure_name, draft.structure_siret, draft.structure_networks),
        description=draft.description,
        needs=draft.needs,
        families=draft.families,
        audiences=draft.audiences,
        audience_text=draft.audience_text,
        access_modes=draft.access_modes,
        access_text=draft.access_text,
        receptions=draft.receptions,
        mobilisations=draft.mobilisations,
        mobilisation_text=draft.mobilisation_text,
        costs=draft.costs,
        cost_text=draft.cost_text,
        languages=draft.languages,
        accessibilities=draft.accessibilities,
        documents_to_bring=draft.documents_to_bring,
        link=draft.link,
        phone=draft.phone,
        second_phone=draft.second_phone,
        email=draft.email,
        website=draft.website,
        named_contact=draft.named_contact,
        service_areas=draft.service_areas,
        hours=draft.hours,
        hours_text=draft.hours_text,
        closures=tuple(
            Closure(date.fromisoformat(each.first_day), date.fromisoformat(each.last_day), each.message)
            for each in draft.closures
        ),
        valid_from=_day(draft.valid_from),
        valid_to=_day(draft.valid_to),
        status=PUBLISHED,
        institution=draft.institution or institution,
        places=tuple(
            Place(
                each.address, each.complement, each.postcode, each.commune_name, each.commune_code, each.latitude,
                each.longitude, each.precision,
            )
            for each in draft.places
        ),
    )  # fmt: skip


def revised(current: Content, draft: Draft, moved: Collection[str]) -> Content:
    """Return ``current`` with what moved in the file, and nothing else: what people corrected since stays.

    moved   fields of the draft that are not what the file said last time.
    """
    proposed = content_of(draft)
    changed = {name: getattr(proposed, name) for name in moved if name not in _NOT_CONTENT}
    if not changed.get("institution", "-"):
        # A file that no longer names an owner does not take the fiche from whoever has it.
        del changed["institution"]
    of_structure = {_OF_STRUCTURE[name]: getattr(draft, name) for name in moved if name in _OF_STRUCTURE}
    if of_structure:
        changed["structure"] = replace(current.structure, **of_structure)
    return replace(current, **changed)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
