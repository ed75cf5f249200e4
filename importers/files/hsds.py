"""Services of the Human Services Data Specification 3, nested in JSON or in tables of an archive, as flat cells.

A service is one row for each of its locations. Weekly schedules become hours in OpenStreetMap syntax; others are text.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from importers.files.rows import LIST_SEPARATOR

Json: TypeAlias = Any
"""A value of a JSON file, of which nothing is sure."""
Cells: TypeAlias = dict[str, str]

INACTIVE = frozenset(("inactive", "defunct", "temporarily closed"))
LEFT = "Service inactif dans le fichier."
MOST_LOCATIONS = 200

COLUMNS = (
    "id", "name", "status", "description", "url", "email", "application_process", "fees_description",
    "eligibility_description", "alert", "organization_id", "organization_name", "organization_email",
    "organization_website", "organization_siret", "phone", "phone_2", "taxonomy_codes", "taxonomy_names",
    "required_documents", "service_areas", "opening_hours", "schedule_text", "address_1", "address_2", "postal_code",
    "city", "latitude", "longitude",
)  # fmt: skip
_OWN = (
    "id", "name", "status", "description", "url", "email", "application_process", "fees_description",
    "eligibility_description", "alert",
)  # fmt: skip
_DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
_ONE_TO_MANY = {
    "phones": ("phone", "service_id"),
    "schedules": ("schedule", "service_id"),
    "required_documents": ("required_document", "service_id"),
    "service_areas": ("service_area", "service_id"),
    "service_at_locations": ("service_at_location", "service_id"),
    "attributes": ("attribute", "link_id"),
}
"""Member of a service → table, and its column that names the service."""
MAIN = "service"
NEEDED = ("id", "organization_id", "name")
"""Columns without which a table is not that of services."""
COLUMNS_READ = frozenset(
    (
        *_OWN, *NEEDED, *(key for _, key in _ONE_TO_MANY.values()), "address_1", "address_2", "byday", "city",
        "closes_at", "code", "document", "freq", "identifier", "identifier_scheme", "identifier_type", "interval",
        "latitude", "location_id", "longitude", "number", "opens_at", "postal_code", "service_at_location_id",
        "taxonomy_term_id", "website",
    )
)  # fmt: skip
"""Columns of every table."""
TABLES = frozenset(
    (
        "organization", "location", "address", "taxonomy_term", "organization_identifier", MAIN,
        *(table for table, _ in _ONE_TO_MANY.values()),
    )
)  # fmt: skip


def is_service(value: Mapping[str, Json]) -> bool:
    """Tell a service of the specification from any other object."""
    organization = value.get("organization")
    names = {"service_at_locations", "status", "application_process", "eligibility_description"}
    return isinstance(organization, dict) and "id" in value and "name" in value and bool(names & value.keys())


def table_named(file_name: str) -> str:
    """Return the table that a file of an archive holds by its name, or nothing: "service_at_locations.csv"."""
    stem = file_name.rsplit(".", 1)[0].casefold()
    endings = (stem, stem.removesuffix("s"), stem.removesuffix("es"))
    return next((name for name in endings if name in TABLES), "")


def nested(tables: Mapping[str, Iterable[Cells]]) -> Iterator[dict[str, Json]]:
    """Return the services of flat tables as the JSON form nests them."""
    by_id = {name: {row.get("id", ""): row for row in tables.get(name, ())} for name in ("organization", "location")}
    terms = {row.get("id", ""): row for row in tables.get("taxonomy_term", ())}
    addresses = _grouped(tables.get("address", ()), "location_id")
    identifiers = _grouped(tables.get("organization_identifier", ()), "organization_id")
    own_phones = _grouped(tables.get("phone", ()), "organization_id")
    schedules = _grouped(tables.get("schedule", ()), "service_at_location_id")
    parts = {member: _grouped(tables.get(table, ()), key) for member, (table, key) in _ONE_TO_MANY.items()}
    for row in tables.get(MAIN, ()):
        number, owner = row.get("id", ""), row.get("organization_id", "")
        # A table of services may have a column of the name of a member: the member stands.
        service: dict[str, Json] = {**row, **{member: found.get(number, []) for member, found in parts.items()}}
        service["organization"] = {
            **by_id["organization"].get(owner, {}),
            "organization_identifiers": identifiers.get(owner, []),
            "phones": own_phones.get(owner, []),
        }
        service["attributes"] = [
            {"taxonomy_term": terms.get(each.get("taxonomy_term_id", ""), {})}
            for each in parts["attributes"].get(number, [])
        ]
        service["service_at_locations"] = [
            {
                "schedules": schedules.get(each.get("id", ""), []),
                "location": {
                    **by_id["location"].get(each.get("location_id", ""), {}),
                    "addresses": addresses.get(each.get("location_id", ""), []),
                },
            }
            for each in parts["service_at_locations"].get(number, [])
        ]
        yield service


def _grouped(rows: Iterable[Cells], key: str) -> dict[str, list[Cells]]:
    found: dict[str, list[Cells]] = defaultdict(list)
    for row in rows:
        if row.get(key):
            found[row[key]].append(row)
    return found


def rows_of(service: Mapping[str, Json]) -> list[Cells]:
    """Return the cells of a service, once for each of its locations."""
    organization = _object(service.get("organization"))
    phones = _texts(_objects(service.get("phones")) or _objects(organization.get("phones")), "number")
    terms = [_object(each.get("taxonomy_term")) for each in _objects(service.get("attributes"))]
    cells = dict.fromkeys(COLUMNS, "") | {name: _text(service.get(name)) for name in _OWN}
    cells |= {
        "organization_id": _text(organization.get("id")) or _text(service.get("organization_id")),
        "organization_name": _text(organization.get("name")),
        "organization_email": _text(organization.get("email")),
        "organization_website": _text(organization.get("website")),
        "organization_siret": _siret(_objects(organization.get("organization_identifiers"))),
        "phone": phones[0] if phones else "",
        "phone_2": phones[1] if len(phones) > 1 else "",
        "taxonomy_codes": LIST_SEPARATOR.join(filter(None, (_text(each.get("code")) for each in terms))),
        "taxonomy_names": LIST_SEPARATOR.join(filter(None, (_text(each.get("name")) for each in terms))),
        "required_documents": "\n".join(_texts(_objects(service.get("required_documents")), "document")),
        "service_areas": LIST_SEPARATOR.join(_texts(_objects(service.get("service_areas")), "name")),
    }
    cells |= _hours(_objects(service.get("schedules")))
    places = _objects(service.get("service_at_locations"))[:MOST_LOCATIONS]
    return [cells | _place(each, has_hours=bool(cells["opening_hours"])) for each in places] or [cells]


def _place(link: Mapping[str, Json], *, has_hours: bool) -> Cells:
    location = _object(link.get("location"))
    address = next(iter(_objects(location.get("addresses"))), {})
    found = {name: _text(address.get(name)) for name in ("address_1", "address_2", "postal_code", "city")}
    found |= {name: _text(location.get(name)) for name in ("latitude", "longitude")}
    schedules = _objects(link.get("schedules")) or _objects(location.get("schedules"))
    return found | ({} if has_hours or not schedules else _hours(schedules))


def _hours(schedules: Sequence[Mapping[str, Json]]) -> Cells:
    """Return weekly hours in OpenStreetMap syntax, and what else is said of them."""
    rules: list[str] = []
    for each in schedules:
        days = [_DAYS.get(day.strip().upper(), "") for day in _text(each.get("byday")).split(",")]
        start, end = _text(each.get("opens_at"))[:5], _text(each.get("closes_at"))[:5]
        is_weekly = _text(each.get("freq")).upper() in ("", "WEEKLY") and _text(each.get("interval")) in ("", "1")
        if is_weekly and all(days) and start and end:
            rules.append(f"{','.join(days)} {start}-{end}")
    texts = [text for each in schedules if (text := _text(each.get("description")))]
    return {"opening_hours": "; ".join(_by_days(rules)), "schedule_text": "\n".join(dict.fromkeys(texts))}


def _by_days(rules: Iterable[str]) -> Iterator[str]:
    """Put together the hours of the same days: a later rule of the same day would take the place of the first."""
    spans: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        days, _, span = rule.partition(" ")
        for day in days.split(","):
            if span not in spans[day]:
                spans[day].append(span)
    by_hours: dict[str, list[str]] = defaultdict(list)
    for day in _DAYS.values():
        if day in spans:
            by_hours[",".join(sorted(spans[day]))].append(day)
    return (f"{','.join(days)} {hours}" for hours, days in by_hours.items())


def _siret(identifiers: Iterable[Mapping[str, Json]]) -> str:
    """Return the identifier that is called a SIRET."""
    for each in identifiers:
        scheme = f"{_text(each.get('identifier_scheme'))} {_text(each.get('identifier_type'))}".casefold()
        if "siret" in scheme:
            return _text(each.get("identifier"))
    return ""


def _texts(found: Iterable[Mapping[str, Json]], name: str) -> list[str]:
    return [text for each in found if (text := _text(each.get(name)))]


def _objects(value: Json) -> list[Mapping[str, Json]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _object(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Json) -> str:
    return (
        value.replace("\0", "").strip()
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int | float)
        else ""
    )
