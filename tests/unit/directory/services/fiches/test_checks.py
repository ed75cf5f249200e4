"""What cannot be kept is told, every error at once; what is only missing is kept."""

from datetime import date

import pytest

from directory.services.fiches.checks import MOST_CHARS, ContentError, check
from fiche.content import FIELDS, Content
from fiche.parts import Closure, Place, Structure
from tests.fiches import GAZETTEER, TAXONOMY, fiche
from tests.integration.store.test_resources import FULL


def errors(content: Content) -> list[tuple[str, str]]:
    """Return field and code of what is told."""
    return [(error.field, error.code) for error in check(content, TAXONOMY, GAZETTEER)]


def test_a_full_fiche_and_an_almost_empty_one_are_both_kept() -> None:
    assert errors(FULL) == []
    assert errors(Content("Titre", Structure("Structure"))) == []


def test_a_fiche_needs_a_title_and_a_structure() -> None:
    assert errors(Content("", Structure(""))) == [("title", "valeur-manquante"), ("structure.name", "valeur-manquante")]


@pytest.mark.parametrize(
    "field, value, code",
    [
        ("hours", "Lu-Ve 9h-12h", "horaires-illisibles"),
        ("hours", "Mo-Fr 09:00-12:00; SH off", "horaires-vacances-scolaires"),
        ("phone", "appelez le soir", "telephone-invalide"),
        ("phone", "12345", "telephone-invalide"),
        ("phone", "04 90 00 00", "telephone-invalide"),
        ("phone", "0490 poste 12345", "telephone-invalide"),
        ("second_phone", "+33 4", "telephone-invalide"),
        ("second_phone", "٠٤٩٠", "telephone-invalide"),
        ("email", "contact@", "courriel-invalide"),
        ("link", "javascript:alert(1)", "adresse-web-invalide"),
        ("website", "exemple.fr", "adresse-web-invalide"),
        ("website", "https://moi:secret@exemple.fr", "adresse-web-invalide"),
        ("website", "https://[exemple", "adresse-web-invalide"),
        ("description", "nul\x00", "caractere-interdit"),
        ("hours_text", "cloche\x07", "caractere-interdit"),
        ("cost_text", "\ud800", "caractere-interdit"),
        ("title", "x" * (MOST_CHARS["title"] + 1), "trop-long"),
        ("audiences", ("martiens",), "valeur-inconnue"),
        ("needs", ("inconnu",), "valeur-inconnue"),
        ("families", ("inconnue",), "valeur-inconnue"),
        ("status", "perdue", "valeur-inconnue"),
        ("service_areas", ("dep:1",), "zone-invalide"),
        (
            "service_areas",
            tuple(f"com:{number:05}" for number in range(FIELDS["service_areas"].most + 1)),
            "trop-de-valeurs",
        ),
    ],
)
def test_a_wrong_value_is_told_with_its_field(field: str, value: object, code: str) -> None:
    assert errors(fiche(**{field: value})) == [(field, code)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "phone",
    [
        "04 90 00 00 00", "3949", "+33 4 90 00 00 00", "115", "0262 12 34 56", "+41 22 123 45 67", "116006", "36 46",
        "0 800 00 00 00", "04 90 00 00 00 poste 3", "+687 27 00 00",
    ],
)  # fmt: skip
def test_numbers_people_dial_are_kept(phone: str) -> None:
    assert errors(fiche(phone=phone)) == []


@pytest.mark.parametrize("area", ["fr", "reg:93", "dep:13", "dep:2A", "dep:974", "epci:200054807", "com:2B033"])
def test_areas_of_every_kind_are_kept(area: str) -> None:
    assert errors(fiche(service_areas=(area,))) == []


@pytest.mark.parametrize(
    "structure, field, code",
    [
        (Structure("S", "77568013501088"), "structure.siret", "siret-invalide"),
        (Structure("S", "775680135"), "structure.siret", "siret-invalide"),
        (Structure("S", networks=("Pas Un Code",)), "structure.networks", "valeur-inconnue"),
    ],
)
def test_a_wrong_structure_is_told(structure: Structure, field: str, code: str) -> None:
    assert errors(fiche(structure=structure)) == [(field, code)]


@pytest.mark.parametrize(
    "place, field, code",
    [
        (Place(postcode="1300"), "postcode", "code-postal-invalide"),
        (Place(commune_code="99999"), "commune_code", "commune-inconnue"),
        (Place(latitude=91.0, longitude=5.0), "latitude", "coordonnees-invalides"),
        (Place(latitude=43.0, longitude=float("nan")), "longitude", "coordonnees-invalides"),
        (Place(precision="loin"), "precision", "valeur-inconnue"),
    ],
)
def test_a_wrong_place_is_told_with_its_rank(place: Place, field: str, code: str) -> None:
    assert errors(fiche(places=(Place("a"), place))) == [(f"places.1.{field}", code)]


def test_dates_in_the_wrong_order_are_told() -> None:
    backwards = fiche(
        valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1), closures=(Closure(date(2026, 2, 1), date(2026, 1, 1)),)
    )
    assert errors(backwards) == [("valid_to", "dates-inversees"), ("closures.0.last_day", "dates-inversees")]


def test_an_error_carries_what_its_sentence_needs() -> None:
    assert check(fiche(needs=("inconnu",)), TAXONOMY, GAZETTEER) == [
        ContentError("needs", "valeur-inconnue", "inconnu")
    ]
    (too_long,) = check(fiche("x" * 301), TAXONOMY, GAZETTEER)
    assert too_long.limits == {"maximum": 300}
