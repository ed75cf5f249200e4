"""Columns are guessed from their contents, then their titles: on tables written for it, and on the samples."""

import pytest

from importers.columns.guess import ENOUGH, Guess, guess_columns
from tests.contract.importers.known import context, needs_samples
from tools.columns_read import Judged, Table, judged, samples, shares, tables

RIGHT, WRONG = 0.95, 0.02
ARLES = {"nom": "Maison", "a": "43.6764", "b": "4.6278"}


def guessed(*rows: dict[str, str]) -> dict[str, Guess]:
    known = context()
    found = guess_columns(tuple(rows[0]), rows, known.gazetteer, known.known_codes)
    return {guess.column: guess for guess in found}


@pytest.fixture(scope="module")
def judgements() -> list[Judged]:
    return [judged(table, hidden=False) for table in tables()]


def test_a_number_too_large_for_one_is_a_word() -> None:
    guessed({**ARLES, "nombre": "1e999"}, {**ARLES, "nombre": "-1e999"})


def test_nearly_every_column_is_right_at_first_and_hardly_any_wrong(judgements: list[Judged]) -> None:
    right, wrong = shares(judgements)
    assert len(judgements) >= 10
    assert right >= RIGHT
    assert wrong <= WRONG


@needs_samples
@pytest.mark.samples
def test_so_are_those_of_the_samples() -> None:
    right, wrong = shares([judged(table, hidden=False) for table in samples()])
    assert right >= RIGHT
    assert wrong <= WRONG


def test_contents_alone_find_what_contents_can_tell() -> None:
    table = next(each for each in tables() if each.name == "annuaire_pdf")
    found = judged(table, hidden=True)
    assert (found.right, found.wrong) == (found.with_field, ())


@pytest.mark.parametrize("titles", [("lat", "lng"), ("lng", "lat"), ("x", "y"), ("un", "deux")])
def test_a_pair_of_coordinates_is_found_whatever_its_titles(titles: tuple[str, str]) -> None:
    north, east = titles
    rows = [{north: f"43.6{n}42", east: f"4.6{n}78", "score": f"0.9{n}1"} for n in range(9)]
    found = guessed(*rows)
    assert (found[north].field, found[east].field, found["score"].field) == ("latitude", "longitude", "")


def test_a_lone_number_is_no_longitude() -> None:
    assert guessed(*[{"result_score": f"4.6{n}", "nom": "Maison"} for n in range(9)])["result_score"].field == ""


def test_metres_are_told_by_their_projection() -> None:
    rows = [{"X": f"83{n}412.5", "Y": f"628{n}761.2"} for n in range(9)]
    found = guessed(*rows)
    assert {title: (each.field, each.detail) for title, each in found.items()} == {
        "X": ("longitude", "lambert-93"),
        "Y": ("latitude", "lambert-93"),
    }


def test_days_as_titles_and_hours_in_cells_are_a_week() -> None:
    found = guessed(*[{"Lundi": "9h-12h", "Mardi": "", "Samedi matin": "10h-12h"} for _ in range(3)])
    assert {title: (each.field, each.detail) for title, each in found.items()} == {
        "Lundi": ("horaires", "lundi"),
        "Mardi": ("horaires", "mardi"),
        "Samedi matin": ("horaires", "samedi"),
    }


def test_a_title_that_its_contents_deny_is_not_believed() -> None:
    rows = [{"telephone": "voir le site", "mail": "voir le site", "siret": "12"} for _ in range(9)]
    assert {each.field for each in guessed(*rows).values()} == {""}


def test_two_columns_for_one_field_are_both_shown() -> None:
    rows = [{"mail": f"a{n}@exemple.fr", "courriel": f"b{n}@exemple.fr"} for n in range(9)]
    found = guessed(*rows)
    assert sorted((each.field, each.rival) for each in found.values()) == [("", "courriel"), ("courriel", "")]


def test_each_proposal_has_its_reasons_and_three_values() -> None:
    table: Table = next(tables())
    found = guess_columns(tuple(table.fields), table.rows, context().gazetteer, context().known_codes)
    assert all(each.score >= ENOUGH and each.reasons and each.values for each in found if each.field)
    assert all(not each.score for each in found if not each.field)


def test_nothing_is_made_of_an_empty_table() -> None:
    assert guess_columns((), (), context().gazetteer, context().known_codes) == ()
    assert guessed({"": ""}, {"": ""})[""].field == ""
