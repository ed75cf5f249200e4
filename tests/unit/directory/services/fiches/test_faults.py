"""Whatever is wrong with a fiche has a sentence that names the field as people and machines know it."""

from datetime import date

import pytest

from directory.services.fiches.checks import ContentError, check
from directory.services.fiches.faults import label_of, told
from fiche.content import FIELDS
from fiche.parts import Closure, Place, Structure
from tests.fiches import GAZETTEER, TAXONOMY, fiche

WRONG = fiche(
    "",
    structure=Structure("S", "77568013501088"),
    description="nul\x00",
    needs=("inconnu",),
    cost_text="x" * 3_001,
    phone="appelez le soir",
    email="contact@",
    link="javascript:alert(1)",
    hours="Lu-Ve 9h-12h",
    service_areas=("dep:1", *(f"com:{number:05}" for number in range(FIELDS["service_areas"].most))),
    closures=(Closure(date(2026, 2, 1), date(2026, 1, 1)),),
    places=(Place(postcode="1300", commune_code="99999", latitude=91.0, longitude=5.0),),
)
ERRORS = [
    *check(WRONG, TAXONOMY, GAZETTEER),
    *check(fiche(hours="Mo-Fr 09:00-12:00; SH off"), TAXONOMY, GAZETTEER),
]


def test_the_sixteen_faults_are_provoked() -> None:
    assert len({error.code for error in ERRORS}) == 16


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{error.field}-{error.code}")
def test_a_fault_has_a_sentence_with_what_it_is_about(error: ContentError) -> None:
    found = told(error)
    assert found.code == error.code
    assert found.message.endswith(".") and "{" not in found.message
    if error.value:
        assert found.value in found.message or "{valeur}" not in found.message


def test_a_field_is_named_as_the_api_does_and_as_people_read_it() -> None:
    found = told(ContentError("places.1.postcode", "trop-long", limits={"maximum": 5}))
    assert found.field == "lieux.1.code_postal"
    assert found.message == "«\u00a0Lieux, n°\u00a02, Code postal\u00a0» accepte 5 caractères au plus."
    assert told(ContentError("structure.name", "valeur-manquante")).field == "structure.nom"
    assert label_of("structure.siret") == "SIRET"
