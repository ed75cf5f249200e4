"""What other tools read is what their schemas say: the package of data·inclusion, the schema of HSDS 3.0, GeoJSON."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from data_inclusion.schema import v1 as schema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from fiche.content import Content
from fiche.parts import Closure
from tests.fiches import ARLES, fiche
from tests.integration.exports.contents import contents
from tests.integration.exports.test_round_trip import written

HSDS = Path(__file__).parents[4] / "shared" / "reference" / "hsds-3.0" / "service.json"
FEW = settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
some_contents = some.lists(contents(), min_size=1, max_size=4)


@FEW
@given(some_contents)
def test_services_and_structures_are_what_the_package_of_data_inclusion_takes(said: list[Content]) -> None:
    document = json.loads(written("data-inclusion", said))
    for service in document["services"]:
        schema.Service.model_validate(service)
    for structure in document["structures"]:
        schema.Structure.model_validate(structure)
    structures = {each["id"] for each in document["structures"]}
    assert {each["structure_id"] for each in document["services"]} == structures
    assert len(document["structures"]) == len(structures)


def test_data_inclusion_has_the_codes_of_its_schema_and_no_fiche_that_is_over() -> None:
    said = fiche(
        "Aide au permis", needs=("mobilite-permis",), receptions=("itinerant", "sur-place"),
        costs=("gratuit", "payant"), service_areas=("com:13004", "dep:13", "epci:241300417", "fr"),
        mobilisations=("information", "prescription-directe"),
        documents_to_bring="Pièce d’identité", named_contact="Mme Durand",
    )  # fmt: skip
    over = fiche("Ancienne aide", valid_to=date(2026, 1, 1))
    (service,) = json.loads(written("data-inclusion", [said, over]))["services"]
    assert service["thematiques"] == ["mobilite--preparer-un-permis"]
    assert service["modes_accueil"] == ["en-presentiel"]
    assert service["zone_eligibilite"] == ["13", "13004", "241300417", "france"]
    assert service["mobilisable_par"] == ["professionnels", "usagers"]
    assert (service["telephone"], service["source"]) == ("+33490000000", "brp")
    assert {"frais", "contact_nom_prenom", "latitude"} & set(service) == set()


def test_a_place_overseas_is_in_its_departement() -> None:
    document = json.loads(written("hsds", [fiche(places=(replace(ARLES, commune_code="97411"),))]))
    assert json.dumps(document).count('"state_province": "974"') == 1


@pytest.mark.skipif(not HSDS.exists(), reason="the reference schemas are not on this machine")
@FEW
@given(some_contents)
def test_services_are_valid_hsds(said: list[Content]) -> None:
    schema = json.loads(HSDS.read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    page = json.loads(written("hsds", said))
    assert page["total_pages"] == 1
    for service in page["contents"]:
        assert [error.message for error in validator.iter_errors(service)] == []


def test_hsds_says_where_when_and_whether_it_is_open() -> None:
    closed = fiche("Fermé", closures=(Closure(date(2026, 3, 1), date(2026, 3, 9), "Travaux"),))
    service, shut = json.loads(written("hsds", [fiche(places=(ARLES,)), closed]))["contents"]
    (place,) = service["service_at_locations"]
    assert place["location"]["addresses"][0]["city"] == "Arles"
    assert service["schedules"][0]["description"] == "Mo-Fr 09:00-12:00"
    assert service["attributes"][0]["taxonomy_term"]["code"] == "mobilite-permis"
    assert (service["status"], shut["status"]) == ("active", "temporarily closed")
    again = json.loads(written("hsds", [fiche(places=(ARLES,))]))["contents"][0]
    assert again == service


@FEW
@given(some_contents)
def test_a_map_has_a_feature_for_each_place(said: list[Content]) -> None:
    collection = json.loads(written("geojson", said))
    assert collection["type"] == "FeatureCollection"
    features = collection["features"]
    assert len(features) == sum(max(1, len(each.places)) for each in said)
    assert len({feature["id"] for feature in features}) == len(features)
    assert len({tuple(feature["properties"]) for feature in features}) == 1
    for feature in features:
        if feature["geometry"] is not None:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert 40 < latitude < 50
            assert 0 < longitude < 10
