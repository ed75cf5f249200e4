"""What an export writes in data·inclusion, an import reads back: byte for byte, structures with their services."""

import json
from dataclasses import replace
from functools import partial

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from directory.domain.resource import Resource
from directory.services.exports.formats import EXPORT_FORMATS
from directory.services.exports.given import Given
from directory.services.exports.writing import departments_of
from fiche.content import Content
from fiche.parts import Structure
from importers.base import AcceptedRow
from importers.convert import convert
from importers.files.reading import read_rows
from importers.registry import format_of
from tests.fiches import FORM, GAZETTEER, NOW, fiche
from tests.integration.exports.contents import TIDIER, contents
from tests.integration.exports.test_round_trip import CONTEXT, FACTS, MARK

DATED = replace(FACTS, departments=partial(departments_of, GAZETTEER))


def written(said: list[Content]) -> bytes:
    given = (Given(Resource(number, 1, each, FORM, NOW, NOW), MARK, named=True) for number, each in enumerate(said, 1))
    return b"".join(EXPORT_FORMATS["data-inclusion"].write(given, DATED))


def read(file: bytes) -> list[Content]:
    chosen = format_of("data-inclusion-v1")
    assert chosen is not None
    found = list(convert(read_rows(file, "x.json", columns=chosen.mapping.used_columns), chosen.mapping, CONTEXT))
    assert all(isinstance(each, AcceptedRow) for each in found), found
    return [TIDIER.tidy(each.draft.content) for each in found if isinstance(each, AcceptedRow)]


@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(some.lists(contents(), min_size=1, max_size=4))
def test_services_and_structures_come_back_byte_for_byte(said: list[Content]) -> None:
    said = [replace(each, valid_to=None) for each in said]
    file = written(said)
    assert written(read(file)) == file


def test_the_site_of_a_body_is_that_of_the_first_of_its_services_and_its_siret_is_of_all() -> None:
    body = Structure("Relais", "13000548100010", ("mission-locale",))
    said = [fiche("Un", website="https://un.exemple.fr", structure=body, places=())]
    said += [fiche("Deux", website="https://deux.exemple.fr", structure=body)]
    back = read(written(said))
    assert [(each.structure.siret, each.website) for each in back] == [
        ("13000548100010", "https://un.exemple.fr"), ("13000548100010", ""),
    ]  # fmt: skip
    assert back[0].structure.networks == ("mission-locale",)
    assert [len(each.places) for each in back] == [0, 1]


def test_an_object_of_services_alone_is_read_as_before() -> None:
    document = json.loads(written([fiche("Un")]))
    assert len(read(json.dumps({"services": document["services"]}).encode())) == 1
    assert len(read(json.dumps({"services": document["services"], "structures": []}).encode())) == 1
    other_way = {"structures": document["structures"], "services": document["services"]}
    assert read(json.dumps(other_way).encode()) == read(written([fiche("Un")]))
