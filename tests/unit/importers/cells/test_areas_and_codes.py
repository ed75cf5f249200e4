"""Names people write, turned into codes."""

import pytest

from importers.cells.areas import AreaReader
from tests.unit.importers.examples import GAZETTEER, KNOWN

READER = AreaReader(GAZETTEER)


@pytest.mark.parametrize(
    "text, code",
    [
        ("13", "dep:13"), ("dep:13", "dep:13"), ("departement:13", "dep:13"), ("Bouches-du-Rhône", "dep:13"),
        ("reg:93", "reg:93"), ("région:93", "reg:93"), ("PROVENCE ALPES COTE D'AZUR", "reg:93"),
        ("13004", "com:13004"), ("com:05061", "com:05061"), ("5061", "com:05061"), ("Arles", "com:13004"),
        ("200054807", "epci:200054807"), ("France", "fr"), ("national", "fr"), ("", ""),
    ],
)  # fmt: skip
def test_a_territory_is_found_by_code_or_name(text: str, code: str) -> None:
    assert READER.read(text) == (code, ())


@pytest.mark.parametrize("text", ["dep:99", "Atlantide", "com:99999", "x:13", "123456789"])
def test_a_territory_that_is_none_is_told(text: str) -> None:
    code, flaws = READER.read(text)
    assert (code, [flaw.kind for flaw in flaws]) == ("", ["zone-inconnue"])


def test_a_vocabulary_knows_codes_labels_and_former_codes() -> None:
    assert KNOWN.of("needs").code_of("mobilite-permis") == "mobilite-permis"
    assert KNOWN.of("needs").code_of("PASSER SON PERMIS DE CONDUIRE") == "mobilite-permis"
    assert KNOWN.of("needs").code_of("mobilite-ancien") == "mobilite-permis"
    assert KNOWN.of("needs").code_of("autre") == ""
    assert KNOWN.of("audiences").nearest("femme") == "Femmes"
