"""Two saves of the same thing are equal."""

from datetime import date

import pytest

from directory.domain.taxonomy import Family, Need, Taxonomy
from directory.services.fiches.tidying import Tidier, one_line, several_lines
from fiche.content import Content
from fiche.parts import Closure, Place, Structure
from search.places.geometry import quantise_latitude, quantise_longitude
from tests.fiches import GAZETTEER, TAXONOMY, fiche

TIDIER = Tidier(TAXONOMY, GAZETTEER)
MERGED = Tidier(
    Taxonomy.of(
        [*TAXONOMY.families.values(), Family("ancienne", "contraintes-personnelles", "x", 9, replaced_by="mobilite")],
        [*TAXONOMY.needs.values(), Need("vieux", "mobilite", "x", 9, replaced_by="mobilite-permis")],
    ),
    GAZETTEER,
)


def tidy(**said: object) -> Content:
    return TIDIER.tidy(fiche(**said))  # type: ignore[arg-type]


def place(**said: object) -> Place:
    (found,) = tidy(places=(Place(**said),)).places  # type: ignore[arg-type]
    return found


def test_tidying_twice_is_tidying_once() -> None:
    once = tidy(title=" a  b ", description="x\r\ny\u200b", languages=("fr", "ar"))
    assert TIDIER.tidy(once) is once


@pytest.mark.parametrize(
    "text, line",
    [
        ("  Aide \t au\npermis ", "Aide au permis"),
        ("Cafe\u0301", "Café"),
        ("04\u202a 90\u202c", "04 90"),
        ("a\u2028b", "a b"),
        ("10\u00a0h", "10\u00a0h"),
        ("", ""),
    ],
)
def test_a_line_has_no_odd_blanks(text: str, line: str) -> None:
    assert one_line(text) == line


def test_a_long_text_keeps_its_lines() -> None:
    assert several_lines(" a\r\nb\rc\u2029d\n\n ") == "a\nb\nc\nd"


def test_blanks_before_an_end_of_line_and_marks_that_nobody_sees_are_no_difference() -> None:
    assert several_lines("Été  \r\n à l’éco\u00adle\u00a0\t\nici") == "Été\n à l’école\nici"
    assert one_line("l’éco\u00adle") == "l’école"
    # A blank that French typography asks for is kept.
    assert several_lines("Ouvert\u00a0: oui") == "Ouvert\u00a0: oui"


@pytest.mark.parametrize("text", ["0490001122", "04.90.00.11.22", "+33 4 90 00 11 22", "0033 (0)4 90 00 11 22"])
def test_a_number_is_one_number_however_it_is_written(text: str) -> None:
    assert tidy(phone=text).phone == "04 90 00 11 22"


@pytest.mark.parametrize("text", ["+32 2 123 45 67", "3949", "04 90 00 11", "04 90 00 11 22 poste 12", "au choix"])
def test_what_is_no_such_number_is_left_for_the_check_to_tell(text: str) -> None:
    assert tidy(phone=text).phone == text


def test_codes_are_sorted_without_repeats() -> None:
    tidied = tidy(languages=("fr", "ar", "fr", ""), structure=Structure("S", networks=("b", "a")))
    assert tidied.languages == ("ar", "fr")
    assert tidied.structure.networks == ("a", "b")


def test_a_siret_typed_with_blanks_is_its_digits() -> None:
    assert tidy(structure=Structure("S", "775 680 135\u00a001089")).structure.siret == "77568013501089"


def test_merged_codes_become_the_current_ones() -> None:
    tidied = MERGED.tidy(fiche(needs=("vieux", "mobilite-permis"), families=("ancienne", "famille")))
    assert tidied.needs == ("mobilite-permis",)
    assert tidied.families == ("famille",)


def test_a_family_already_said_by_one_of_its_needs_is_left_out() -> None:
    assert tidy(needs=("mobilite-permis",), families=("mobilite", "famille")).families == ("famille",)


def test_unknown_codes_stay_for_the_check_to_tell() -> None:
    assert tidy(needs=("inconnu", "mobilite-permis"), families=("quoi",)).needs == ("inconnu", "mobilite-permis")
    assert tidy(families=("quoi",)).families == ("quoi",)


def test_coordinates_are_put_on_the_grid_of_the_engines() -> None:
    found = place(latitude=43.12345678, longitude=5.12345678, precision="adresse", score=0.8)
    assert found.latitude == quantise_latitude(43.12345678)
    assert found.longitude == quantise_longitude(5.12345678)
    assert (found.precision, found.score) == ("adresse", 0.8)


def test_a_place_without_a_point_takes_that_of_its_commune_and_says_so() -> None:
    found = place(postcode="13200", commune_name="arles")
    assert (found.commune_code, found.precision) == ("13004", "commune")
    assert found.latitude == quantise_latitude(43.6777)


def test_a_place_put_at_its_commune_follows_when_the_commune_changes() -> None:
    moved = place(commune_code="84007", latitude=43.6777, longitude=4.6303, precision="commune")
    assert moved.latitude == quantise_latitude(43.9493)
    assert moved.commune_name == "Avignon"


def test_a_pin_placed_by_hand_stays_where_it_is() -> None:
    pinned = place(commune_code="84007", latitude=43.5, longitude=4.5, precision="main")
    assert (pinned.latitude, pinned.precision) == (quantise_latitude(43.5), "main")


def test_a_commune_merged_since_gives_the_code_of_today() -> None:
    assert place(commune_code="13998").commune_code == "13004"


def test_a_commune_that_is_not_sure_is_not_guessed() -> None:
    found = place(address="2 rue X", commune_name="Villeneuve")
    assert (found.commune_code, found.latitude, found.precision) == ("", None, "")


def test_half_a_point_is_no_point() -> None:
    found = place(address="x", latitude=43.0)
    assert (found.latitude, found.longitude) == (None, None)


def test_empty_and_repeated_places_are_left_out() -> None:
    assert len(tidy(places=(Place(), Place("a"), Place(" a "), Place("b"))).places) == 2


def test_closures_come_in_order_without_repeats() -> None:
    summer, spring = Closure(date(2026, 8, 1), date(2026, 8, 15)), Closure(date(2026, 4, 1), date(2026, 4, 2))
    assert tidy(closures=(summer, spring, summer)).closures == (spring, summer)
