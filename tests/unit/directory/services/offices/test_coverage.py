"""Holes and overlaps, counted by commune and by inhabitants."""

from directory.domain.offices import EXPECTED, Office, OfficeKind
from directory.services.offices.coverage import Answers, answers_at, holes, overlaps, places_of
from search.places.gazetteer import default_gazetteer

GAZETTEER = default_gazetteer()
MARTIGUES, PORT, ARLES = (GAZETTEER.named(name)[0] for name in ("Martigues", "Port-de-Bouc", "Arles"))
TOWNS = (MARTIGUES, PORT, ARLES)


def pole(number: int, *areas: str, note: str = "", rank: int = 1) -> Office:
    return Office(number, OfficeKind.INSERTION, f"Pôle {number}", "cd13", rank=rank, note=note, areas=areas)


def at_towns(*offices: Office) -> Answers:
    return answers_at(offices, TOWNS, GAZETTEER.chain)


def test_a_hole_is_a_kind_expected_and_the_communes_where_nobody_answers() -> None:
    found = {each.kind: each for each in holes(at_towns(pole(1, "com:13056", "com:13004")))}
    assert found[OfficeKind.INSERTION].communes == (PORT,)
    assert found[OfficeKind.INSERTION].inhabitants == PORT.population > 0
    assert set(found) == set(EXPECTED)
    assert found[OfficeKind.MDS].communes == TOWNS


def test_several_of_a_first_rank_overlap_unless_each_has_a_note() -> None:
    both = [pole(1, "com:13056", note="Centre"), pole(2, "com:13056", "com:13077")]
    (found,) = overlaps(at_towns(*both))
    assert ([each.id for each in found.offices], found.communes) == ([1, 2], (MARTIGUES,))
    assert found.inhabitants == MARTIGUES.population
    assert overlaps(at_towns(both[0], pole(2, "com:13056", note="Nord"))) == ()
    assert overlaps(at_towns(pole(1, "com:13056", rank=2), pole(2, "com:13056", rank=2))) == ()


def test_arrondissements_are_counted_in_the_place_of_their_city() -> None:
    codes = {each.code for each in places_of(GAZETTEER, "dep:13")}
    assert "13203" in codes and "13055" not in codes and "13056" in codes
    whole = sum(each.population for each in GAZETTEER.communes_of("dep:13") if not each.parent)
    # The census counts a city and its arrondissements apart: they differ by what is rounded.
    assert abs(sum(each.population for each in places_of(GAZETTEER, "dep:13")) - whole) < whole / 100
