"""What makes two fiches look alike, and what does not: one body has many doors and many services."""

from dataclasses import replace

import pytest

from directory.domain.duplicates import Degree, Reason
from directory.services.duplicates.finding import boxes_around
from directory.services.duplicates.likeness import likeness, near_structures, near_titles
from fiche.content import Content
from fiche.parts import Place, Structure
from tests.fiches import fiche

SIRET = "73282932000074"
PORT = Place("2 rue du Port", "", "13200", "Arles", "13004", 43.6760, 4.6280, "adresse")
NEXT_DOOR = replace(PORT, address="4 rue du Port", latitude=43.6765)
MARKET = replace(PORT, address="8 place du Marché", latitude=43.6800)
SALON = Place("8 place du Marché", "", "13300", "Salon-de-Provence", "13103", 43.64, 5.097, "adresse")
TOWN = Place("", "", "13200", "Arles", "13004", 43.6777, 4.6303, "commune")
ONE = fiche(
    "Aide aux démarches en ligne", structure=Structure("Réseau Cap Numérique – antenne Arles", SIRET), places=(PORT,),
    phone="04 65 71 00 41", email="arles@cap.exemple.fr",
)  # fmt: skip
STRANGER = fiche(
    "Conseils sur vos droits", structure=Structure("Permanence du Rhône"), places=(SALON,), phone="04 90 11 11 11"
)


def alike(**said: object) -> tuple[Reason, ...]:
    return likeness(ONE, replace(ONE, **said)).reasons  # type: ignore[arg-type]


def test_one_fiche_said_twice_is_nearly_sure_and_a_stranger_is_not_alike() -> None:
    found = likeness(ONE, ONE)
    assert found.reasons == tuple(Reason)
    assert found.degree is Degree.NEARLY_SURE
    assert not likeness(ONE, STRANGER)


@pytest.mark.parametrize(
    "elsewhere",
    [{"places": (SALON,)}, {"places": (MARKET,)}, {"places": (replace(TOWN, address="5 quai Neuf"),)}],
    ids=["another town", "another street", "another street, no point"],
)
def test_one_siret_at_several_places_is_several_doors(elsewhere: dict[str, object]) -> None:
    """The antennas of a network share their SIRET, their mail and often a switchboard."""
    assert alike(**elsewhere, structure=Structure("Réseau Cap Numérique – antenne Salon", SIRET)) == ()


def test_another_service_of_the_same_body_is_no_duplicate() -> None:
    assert alike(title="Atelier d’écriture", needs=("famille-garde",)) == ()
    assert Reason.SAME_BODY in alike(title="Atelier d’écriture")


def test_a_phone_or_a_mail_shared_with_another_body_is_told() -> None:
    other = replace(STRANGER, phone=ONE.phone)
    assert likeness(ONE, other).reasons == (Reason.SAME_PHONE,)
    assert likeness(ONE, other).degree is Degree.POSSIBLE
    assert likeness(ONE, replace(STRANGER, second_phone=ONE.phone)).reasons == (Reason.SAME_PHONE,)
    assert likeness(ONE, replace(STRANGER, email="Arles@cap.exemple.fr")).reasons == (Reason.SAME_MAIL,)


def test_the_short_number_of_a_network_brings_nobody_together() -> None:
    assert not likeness(replace(ONE, phone="3949"), replace(STRANGER, phone="3949"))


@pytest.mark.parametrize("place, is_near", [(NEXT_DOOR, True), (TOWN, True), (MARKET, False), (SALON, False)])
def test_a_near_name_counts_within_150_metres(place: Place, *, is_near: bool) -> None:
    other = fiche(
        "Aides aux démarches en ligne", structure=Structure("Cap Numérique – antenne d’Arles"), places=(place,),
        phone="04 90 11 11 11", needs=("famille-garde",),
    )  # fmt: skip
    assert (Reason.NEAR_NAME in likeness(ONE, other).reasons) is is_near


@pytest.mark.parametrize(
    "one, other, is_near",
    [
        ("Permis à un euro", "Permis à 1 euro", False),
        ("Permis à un euro", "Permis à un euros", True),
        ("Accompagnement social 1", "Accompagnement social 2", False),
        ("Permis B", "Permis C", False),
        ("Cours de code", "Code", False),
        ("Aide alimentaire", "Les aides alimentaires", True),
        ("Aide alimentaire", "Aide alimentaire d’urgence aux familles", False),
        ("Réparer sa voiture à tarif solidaire", "Réparer sa voiture à tarifs solidaires", True),
        ("", "", False),
    ],
)
def test_titles_that_read_nearly_the_same(one: str, other: str, *, is_near: bool) -> None:
    assert near_titles(one, other) is is_near


def test_structures_may_have_a_word_more() -> None:
    assert near_structures("CCAS de Martigues", "C.C.A.S. de la Ville de Martigues")
    assert not near_structures("CCAS de Martigues", "CCAS de Port-de-Bouc")
    assert not near_structures("", "CCAS")


def test_what_is_not_said_yet_contradicts_nothing() -> None:
    """A form half filled: the SIRET alone, or the structure at its address."""
    typed = Content("", Structure("", SIRET))
    assert likeness(typed, ONE).reasons == (Reason.SAME_BODY,)
    typed = Content("", Structure("Réseau Cap Numérique – antenne Arles"), places=(PORT,))
    assert likeness(typed, ONE).reasons == (Reason.NEAR_NAME,)
    assert not likeness(Content("", Structure("")), ONE)


def test_what_is_looked_up_around_a_place_is_150_metres_wide_and_nothing_without_a_point() -> None:
    (box,) = boxes_around(replace(ONE, places=(PORT, PORT, Place(commune_name="Arles"))))
    assert 111.19 * (box.north - PORT.latitude) == pytest.approx(0.15, abs=0.001)  # type: ignore[operator]
    assert 80.4 * (box.east - PORT.longitude) == pytest.approx(0.15, abs=0.001)  # type: ignore[operator]
