"""HSDS 3: the same service nested in JSON or spread over tables gives the same fiche."""

import json

import pytest

from fiche.content import Content
from importers.base import AcceptedRow, LeftRow
from importers.convert import convert
from importers.files.reading import read_rows
from importers.recognition import recognised
from importers.registry import known_columns
from tests.contract.importers.known import context
from tests.unit.importers.files.test_archives import packed, table

TABLES = {
    "organizations.csv": [
        {"id": "o1", "name": "CCAS d’Arles", "email": "ccas@exemple.fr", "website": "https://ccas.exemple.fr"}
    ],
    "organization_identifiers.csv": [
        {"id": "i1", "organization_id": "o1", "identifier_type": "SIRET", "identifier": "12107831532691"}
    ],
    "services.csv": [
        {"id": "s1", "organization_id": "o1", "name": "Aide alimentaire", "status": "active", "description": "Colis."},
        {"id": "s2", "organization_id": "o1", "name": "Fermé", "status": "defunct", "description": "Rien."},
    ],
    "phones.csv": [{"id": "p1", "service_id": "s1", "number": "04 90 00 00 00"}],
    "locations.csv": [{"id": "l1", "name": "A", "latitude": "", "longitude": ""}, {"id": "l2", "name": "B"}],
    "addresses.csv": [
        {"id": "a1", "location_id": "l1", "address_1": "1 rue du Port", "city": "Arles", "postal_code": "13200"},
        {"id": "a2", "location_id": "l2", "address_1": "2 rue Haute", "city": "Marseille", "postal_code": "13001"},
    ],
    "service_at_locations.csv": [
        {"id": "x1", "service_id": "s1", "location_id": "l1"},
        {"id": "x2", "service_id": "s1", "location_id": "l2"},
    ],
    "schedules.csv": [
        {"id": "h1", "service_id": "s1", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00"},
        {"id": "h2", "service_id": "s1", "freq": "WEEKLY", "byday": "MO", "opens_at": "14:00", "closes_at": "17:00"},
    ],
    "taxonomy_terms.csv": [{"id": "t1", "code": "argent-alimentation", "name": "Se nourrir"}],
    "attributes.csv": [{"id": "z1", "link_id": "s1", "link_entity": "service", "taxonomy_term_id": "t1"}],
}  # fmt: skip
NESTED = [
    {
        "id": "s1", "name": "Aide alimentaire", "status": "active", "description": "Des colis.",
        "organization": TABLES["organizations.csv"][0]
        | {"organization_identifiers": TABLES["organization_identifiers.csv"]},
        "phones": TABLES["phones.csv"], "schedules": TABLES["schedules.csv"],
        "attributes": [{"taxonomy_term": TABLES["taxonomy_terms.csv"][0]}],
        "service_at_locations": [
            {"location": {"id": f"l{rank}", "addresses": [address]}}
            for rank, address in enumerate(TABLES["addresses.csv"], 1)
        ],
    },
    {"id": "s2", "name": "Fermé", "status": "defunct", "organization": {"id": "o1", "name": "CCAS d’Arles"}},
]  # fmt: skip


ARCHIVE = packed({name: table(rows) for name, rows in TABLES.items()})


@pytest.mark.parametrize("content", [json.dumps(NESTED).encode(), json.dumps({"contents": NESTED}).encode(), ARCHIVE])
def test_a_service_is_one_fiche_at_several_places(content: bytes) -> None:
    rows = read_rows(content, "hsds", columns=known_columns())
    taken = recognised(rows, context()).taken
    assert taken is not None
    assert taken.name == "hsds"
    items = list(convert(rows, taken.mapping, context()))
    (row,) = (item for item in items if isinstance(item, AcceptedRow))
    assert len([item for item in items if isinstance(item, LeftRow)]) == 1
    said: Content = row.draft.content
    assert (said.title, said.structure.name, said.structure.siret) == (
        "Aide alimentaire", "CCAS d’Arles", "12107831532691",
    )  # fmt: skip
    assert (said.phone, said.email, said.website) == ("04 90 00 00 00", "ccas@exemple.fr", "https://ccas.exemple.fr")
    assert said.needs == ("argent-alimentation",)
    assert said.hours == "Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00"
    assert said.places[0].commune_name == "Arles"
    assert [place.address for place in said.places] == ["1 rue du Port", "2 rue Haute"]
    assert len(row.draft.lines) == 1


def test_one_service_alone_is_read() -> None:
    assert [row.cells["name"] for row in read_rows(json.dumps(NESTED[0], indent=1).encode(), "service.json")] == [
        "Aide alimentaire", "Aide alimentaire",
    ]  # fmt: skip


def test_values_of_any_kind_raise_nothing() -> None:
    odd = {
        "id": 7,
        "name": None,
        "organization": {"name": ["x"]},
        "status": {},
        "phones": "04",
        "schedules": [3, {"byday": 5}],
    }
    rows = list(read_rows(json.dumps([NESTED[0], odd]).encode(), "a.json"))
    assert (rows[-1].cells["id"], rows[-1].cells["name"], rows[-1].cells["organization_name"]) == ("7", "", "")


def test_two_tables_of_services_and_columns_named_as_members_are_read() -> None:
    services = [{"id": f"s{rank}", "organization_id": "o1", "name": "Permis"} for rank in range(3)]
    members = [each | {"attributes": "x", "service_at_locations": "y", "phones": "z"} for each in services]
    for first, second in ((services, services[:1]), (services[:1], services), (members, services[:2])):
        content = packed({"a/services.csv": table(first), "b/services.csv": table(second)})
        rows = read_rows(content, "hsds.zip", columns=known_columns())
        assert [row.cells["id"] for row in rows] == [each["id"] for each in first]
        assert [each.kind for each in rows.notices] == ["tableaux-reunis", "tableaux-ignores"]


def test_titles_of_tables_written_otherwise_are_joined_all_the_same() -> None:
    def titled(name: str) -> str:
        return name.replace("_", " ").title()

    otherwise = {
        name: [{titled(column): cell for column, cell in row.items()} for row in rows] for name, rows in TABLES.items()
    }
    content = packed({name: table(rows) for name, rows in otherwise.items()})
    rows, usual = (read_rows(each, "hsds.zip", columns=known_columns()) for each in (content, ARCHIVE))
    assert [row.cells for row in rows] == [row.cells for row in usual]
