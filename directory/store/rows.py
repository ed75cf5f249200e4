"""Rows to fiches and back: the one place that knows in which column a field is kept."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeAlias

from directory.domain.resource import Origin, Resource, SaveOrigin, missing_fields
from directory.store.tables import place, resource
from directory.store.types import codes_json, codes_of, to_json
from fiche.content import Content
from fiche.parts import Closure, Place, Structure

Value: TypeAlias = "str | int | float | date | datetime | None"
ResourceValues: TypeAlias = tuple[
    int, int, datetime, datetime, datetime | None, datetime | None, str, str, str, int | None,
    str, str, str, str, str, str, str, str, str, str, str, str, str, str, str, str, str, str, str, str, str, str,
    str, str, str, str, str, str, str, date | None, date | None, str, str,
]  # fmt: skip
"""The values of ``RESOURCE_COLUMNS``."""

RESOURCE_COLUMNS = tuple(resource.c[name] for name in (
    "id", "version", "created_at", "modified_at", "verified_at", "imported_at",
    "origin_kind", "origin_source", "origin_source_id", "origin_batch",
    "title", "structure_name", "structure_siret", "structure_networks", "description", "needs", "families",
    "audiences", "audience_text", "access_modes", "access_text", "receptions", "mobilisations", "mobilisation_text",
    "costs", "cost_text", "languages", "accessibilities", "documents_to_bring", "link", "phone", "second_phone",
    "email", "website", "named_contact", "service_areas", "hours", "hours_text", "closures", "valid_from", "valid_to",
    "status", "institution",
))  # fmt: skip

PLACE_COLUMNS = tuple(place.c[name] for name in (
    "resource_id", "address", "complement", "postcode", "commune_name", "commune_code",
    "latitude", "longitude", "precision", "score",
))  # fmt: skip


def resource_of(row: ResourceValues, places: tuple[Place, ...]) -> Resource:
    """Build a fiche from a row of ``RESOURCE_COLUMNS``."""
    # Unpacked by position: looking columns up by name takes as long as the query itself.
    (
        number, version, created_at, modified_at, verified_at, imported_at,
        origin_kind, origin_source, origin_source_id, origin_batch,
        title, structure_name, structure_siret, networks, description, needs, families,
        audiences, audience_text, access_modes, access_text, receptions, mobilisations, mobilisation_text,
        costs, cost_text, languages, accessibilities, documents_to_bring, link, phone, second_phone,
        email, website, named_contact, service_areas, hours, hours_text, closures, valid_from, valid_to,
        status, institution,
    ) = row  # fmt: skip
    content = Content(
        title, Structure(structure_name, structure_siret, codes_of(networks)), description,
        codes_of(needs), codes_of(families), codes_of(audiences), audience_text, codes_of(access_modes), access_text,
        codes_of(receptions), codes_of(mobilisations), mobilisation_text, codes_of(costs), cost_text,
        codes_of(languages), codes_of(accessibilities), documents_to_bring, link, phone, second_phone, email, website,
        named_contact, codes_of(service_areas), hours, hours_text, _closures_of(closures), valid_from, valid_to,
        status, institution, places,
    )  # fmt: skip
    origin = Origin(SaveOrigin(origin_kind), origin_source, origin_source_id, origin_batch)
    return Resource(number, version, content, origin, created_at, modified_at, verified_at, imported_at)


def _closures_of(text: str) -> tuple[Closure, ...]:
    if text == "[]":
        return ()
    return tuple(
        Closure(date.fromisoformat(first), date.fromisoformat(last), message)
        for first, last, message in json.loads(text)
    )


def columns_of(saved: Resource, structure_id: int | None) -> dict[str, Value]:
    """Return what the row of a fiche holds, by column."""
    content, origin = saved.content, saved.origin
    structure = content.structure
    return {
        "id": saved.id,
        "version": saved.version,
        "status": content.status,
        "structure_id": structure_id,
        "title": content.title,
        "structure_name": structure.name,
        "structure_siret": structure.siret,
        "structure_networks": codes_json(structure.networks),
        "description": content.description,
        "needs": codes_json(content.needs),
        "families": codes_json(content.families),
        "audiences": codes_json(content.audiences),
        "audience_text": content.audience_text,
        "access_modes": codes_json(content.access_modes),
        "access_text": content.access_text,
        "receptions": codes_json(content.receptions),
        "mobilisations": codes_json(content.mobilisations),
        "mobilisation_text": content.mobilisation_text,
        "costs": codes_json(content.costs),
        "cost_text": content.cost_text,
        "languages": codes_json(content.languages),
        "accessibilities": codes_json(content.accessibilities),
        "documents_to_bring": content.documents_to_bring,
        "link": content.link,
        "phone": content.phone,
        "second_phone": content.second_phone,
        "email": content.email,
        "website": content.website,
        "named_contact": content.named_contact,
        "service_areas": codes_json(content.service_areas),
        "hours": content.hours,
        "hours_text": content.hours_text,
        "closures": to_json(
            [(each.first_day.isoformat(), each.last_day.isoformat(), each.message) for each in content.closures]
        ),
        "valid_from": content.valid_from,
        "valid_to": content.valid_to,
        "institution": content.institution,
        "origin_kind": origin.kind,
        "origin_source": origin.source,
        "origin_source_id": origin.source_id,
        "origin_batch": origin.batch,
        "missing": codes_json(missing_fields(content)),
        "created_at": saved.created_at,
        "modified_at": saved.modified_at,
        "verified_at": saved.verified_at,
        "imported_at": saved.imported_at,
    }


def place_columns_of(resource_id: int, places: Sequence[Place]) -> Iterable[dict[str, Value]]:
    """Return the rows of the places of a fiche, in their order."""
    for rank, each in enumerate(places):
        yield {
            "resource_id": resource_id,
            "rank": rank,
            "address": each.address,
            "complement": each.complement,
            "postcode": each.postcode,
            "commune_name": each.commune_name,
            "commune_code": each.commune_code,
            "latitude": each.latitude,
            "longitude": each.longitude,
            "precision": each.precision,
            "score": each.score,
        }
