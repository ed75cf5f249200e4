"""Structures that answer what is typed, ordered by their distance to the place typed beside."""

from directory.services.search.suggest import by_distance


def test_the_nearest_come_first_among_those_that_begin_with_the_text() -> None:
    names = ("Cap emploi Aix", "Cap emploi Istres", "Cap emploi Martigues", "Le cap")
    distances = {"Cap emploi Aix": 38.0, "Cap emploi Istres": 12.0, "Cap emploi Martigues": 0.5, "Le cap": 0.1}
    assert by_distance(names, "cap", distances) == (
        "Cap emploi Martigues", "Cap emploi Istres", "Cap emploi Aix", "Le cap",
    )  # fmt: skip


def test_what_has_no_place_comes_last_and_one_kilometre_keeps_the_order_of_names() -> None:
    assert by_distance(("A", "B", "C"), "", {"B": 3.4, "C": 2.6}) == ("B", "C", "A")
    assert by_distance(("A", "B"), "", {}) == ("A", "B")
