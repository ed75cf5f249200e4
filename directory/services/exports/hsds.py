"""Fiches as services of Open Referral HSDS 3.0, in the shape of a page of ``GET /services`` that holds them all.

Every object has a UUID made of the mark of the base and of its number: the same at each export. No named contact is
given.
"""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import orjson

from directory.services.exports.cells import DECIMALS
from directory.services.exports.data_inclusion import structure_id
from directory.services.exports.given import Facts, Given
from directory.services.exports.tables import PIECE_BYTES
from fiche.codes import ACCESSIBILITIES, COSTS, LANGUAGES, Reception
from fiche.content import Content
from fiche.parts import Closure, Place
from search.places.commune import department_of

Json = dict[str, object]

COUNTRY = "FR"
VOCABULARY = "besoins"


def page_pieces(given: Iterable[Given], facts: Facts) -> Iterator[bytes]:
    """Yield one page that holds every service."""
    paging = {
        "total_items": facts.total, "total_pages": 1, "page_number": 1, "size": facts.total, "first_page": True,
        "last_page": True, "empty": facts.total == 0,
    }  # fmt: skip
    labels = {code: label for column, code, label in facts.codes if column == VOCABULARY}
    piece = bytearray(orjson.dumps(facts.head | paging)[:-1] + b',"contents":[')
    comma = b"\n"
    for each in given:
        piece += comma + orjson.dumps(_Maker(each, labels, facts.at.date()).service())
        comma = b",\n"
        if len(piece) >= PIECE_BYTES:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece) + b"\n]}\n"


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the service of one fiche. ``labels``: need code → label; ``today``: decides whether it is shown."""

    given: Given
    labels: dict[str, str]
    today: date

    def service(self) -> Json:
        content = self.given.fiche.content
        schedule = self._schedules(content)
        return _said(
            {
                "id": self._id("service"),
                "name": content.title,
                "description": content.description,
                "url": content.link,
                "email": content.email,
                "status": self._status(content),
                "application_process": content.access_text,
                "fees_description": content.cost_text,
                "eligibility_description": content.audience_text,
                "assured_date": _day(self.given.fiche.verified_at),
                "last_modified": f"{self.given.fiche.modified_at.isoformat()[:19]}Z",
                "organization": self._organization(content),
                "phones": [
                    {"id": self._id("phone", number), "number": number, "type": "voice"}
                    for number in (content.phone, content.second_phone)
                    if number
                ],
                "schedules": schedule,
                "service_areas": [
                    {"id": self._id("area", code), "name": code, "extent": code, "extent_type": "text"}
                    for code in content.service_areas
                ],
                "service_at_locations": [
                    {"id": self._id("at", str(rank)), "location": self._location(content, place, rank)}
                    for rank, place in enumerate(content.places)
                ],
                "languages": [
                    {"id": self._id("language", code), "code": code, "name": LANGUAGES[code]}
                    for code in content.languages
                    if code in LANGUAGES
                ],
                "cost_options": [
                    {"id": self._id("cost", code), "option": COSTS[code]} for code in content.costs if code in COSTS
                ],
                "required_documents": [
                    {"id": self._id("document"), "document": content.documents_to_bring}
                ] if content.documents_to_bring else [],
                "attributes": [self._need(code) for code in content.needs],
            }
        )  # fmt: skip

    def _status(self, content: Content) -> str:
        begins, ends = content.valid_from or self.today, content.valid_to or self.today
        if any(each.first_day <= self.today <= each.last_day for each in content.closures):
            return "temporarily closed"
        return "active" if begins <= self.today <= ends else "inactive"

    def _organization(self, content: Content) -> Json:
        structure, key = content.structure, structure_id(content)
        return _said(
            {
                "id": _uuid(key),
                "name": structure.name,
                # The schema asks for one, and a fiche describes a service.
                "description": structure.name,
                "website": content.website,
                "organization_identifiers": [
                    {
                        "id": _uuid(key, "siret"), "identifier_scheme": "FR-SIRET", "identifier_type": "SIRET",
                        "identifier": structure.siret,
                    }
                ] if structure.siret else [],
            }
        )  # fmt: skip

    def _schedules(self, content: Content) -> list[Json]:
        found: list[Json] = []
        if content.hours or content.hours_text:
            description = "\n".join(filter(None, (content.hours, content.hours_text)))
            found.append({"id": self._id("schedule"), "description": description})
        return [*found, *map(self._closure, content.closures)]

    def _closure(self, closure: Closure) -> Json:
        first, last = closure.first_day.isoformat(), closure.last_day.isoformat()
        return _said(
            {
                "id": self._id("closure", first, last),
                "valid_from": first,
                "valid_to": last,
                "description": "Fermé",
                "notes": closure.message,
            }
        )

    def _location(self, content: Content, place: Place, rank: int) -> Json:
        is_here = not content.receptions or Reception.ON_SITE in content.receptions
        is_addressed = place.address or place.postcode or place.commune_name
        address = {
            "id": self._id("address", str(rank)), "address_1": place.address, "address_2": place.complement or None,
            "city": place.commune_name, "state_province": department_of(place.commune_code),
            "postal_code": place.postcode, "country": COUNTRY, "address_type": "physical",
        }  # fmt: skip
        return _said(
            {
                "id": self._id("location", str(rank)),
                "location_type": "physical" if is_here else "virtual",
                "name": place.complement,
                "latitude": None if place.latitude is None else round(place.latitude, DECIMALS),
                "longitude": None if place.longitude is None else round(place.longitude, DECIMALS),
                "external_identifier": place.commune_code,
                "external_identifier_type": "INSEE" if place.commune_code else "",
                "addresses": [{name: value for name, value in address.items() if value is not None}]
                if is_addressed
                else [],
                "accessibility": [
                    {"id": self._id("access", str(rank), code), "description": ACCESSIBILITIES[code]}
                    for code in content.accessibilities
                    if code in ACCESSIBILITIES
                ],
            }
        )

    def _need(self, code: str) -> Json:
        label = self.labels.get(code, code)
        term = {
            "id": _uuid(VOCABULARY, code), "code": code, "name": label, "description": label, "taxonomy": VOCABULARY,
        }  # fmt: skip
        return {
            "id": self._id("need", code), "link_type": VOCABULARY, "link_entity": "service", "value": label,
            "taxonomy_term": term,
        }  # fmt: skip

    def _id(self, *what: str) -> str:
        return _uuid(self.given.mark, str(self.given.fiche.id), *what)


def _said(value: Json) -> Json:
    """Return an object without what is not said."""
    return {name: member for name, member in value.items() if member not in ("", None, [])}


def _uuid(*names: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(names)))


def _day(at: date | None) -> str | None:
    return None if at is None else at.isoformat()[:10]
