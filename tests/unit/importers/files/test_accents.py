"""Accents read twice by another program are put right, titles included, and told; accents that are right stay."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.files.accents import mended, told
from importers.files.reading import read_rows
from tests.unit.importers.files.opened import workbook

FRENCH = "Évry à côté : œuvre, cœur, ŒUVRE, Ça, où, naïf, noël, août, « l’été » – 5 €… n°\u00a02, ÀÉÈÊÂÎÔÛÇ"


@pytest.mark.parametrize("word", FRENCH.split(" "))
def test_every_french_sign_read_twice_is_put_right(word: str) -> None:
    twice = "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in word.encode())
    assert mended(twice) == word


@pytest.mark.parametrize(
    "text, right",
    [
        ("Café dÃ©jÃ  ouvert", "Café déjà ouvert"),
        ("dÃ©jÃ", "déjà"),
        ("dÃ©jÃ lÃ", "déjà là"),
        ("jusquâ€™Ã\u00a0 la gare", "jusqu’à la gare"),
        ("Ã©tÃ© et été", "été et été"),
        ("04Â\u00a065", "04\u00a065"),
    ],
)
def test_a_cell_right_in_part_is_put_right_whole(text: str, right: str) -> None:
    assert mended(text) == right


@given(st.text(alphabet="abÉéèàçœŒ’«»– €°ÂÃÅ\u00a0", max_size=12))
def test_french_that_is_right_stays(text: str) -> None:
    marks = (*(lead + tail for lead in "ÂÃÅ" for tail in "’«»–€°œŒ\u00a0"), "Â »", "Â €")
    if not any(mark in text for mark in marks):
        assert mended(text) == text


TWICE = "tÃ©lÃ©phone;CÅ“ur\nCÅ“ur du quartier;04Â\u00a065\nOui;Non\n"


def test_titles_and_cells_of_a_csv_are_put_right_and_told() -> None:
    rows = read_rows(TWICE.encode(), "a.csv")
    assert rows.header == ("téléphone", "Cœur")
    assert [notice.kind for notice in rows.notices] == ["accents-repares"]
    first, second = rows
    assert first.cells == {"téléphone": "Cœur du quartier", "Cœur": "04\u00a065"}
    assert [(each.kind, each.value) for each in first.warnings] == [("accents-repares", "CÅ“ur")]
    assert second.warnings == ()


def test_titles_and_cells_of_a_workbook_are_put_right_and_told() -> None:
    rows = read_rows(workbook(["tÃ©lÃ©phone", "b"], ["dÃ©jÃ ", 1], ["x", "y"]), "a.xlsx")
    assert rows.header == ("téléphone", "b")
    assert [row.cells["téléphone"] for row in rows] == ["déjà", "x"]
    assert [[each.kind for each in row.warnings] for row in rows] == [["accents-repares"], []]


def test_names_and_values_of_a_json_file_are_put_right_and_told() -> None:
    rows = read_rows(json.dumps([{"tÃ©lÃ©phone": "CÅ“ur"}, {"b": "c"}]).encode(), "a.json")
    assert [row.cells for row in rows] == [{"téléphone": "Cœur"}, {"b": "c"}]
    assert [[each.kind for each in row.warnings] for row in rows] == [["accents-repares"], []]


def test_a_no_break_space_read_twice_then_made_plain_is_put_right() -> None:
    assert mended("02Â 99 12Â 34") == "02\u00a099 12\u00a034"
    assert mended("CÅ“ur de ville") == "Cœur de ville"
    assert mended("Â ge") == "Â ge"


def test_a_sign_cut_by_a_blank_is_told_with_its_word() -> None:
    assert [each.value for each in told(1, ("02Â 99",))] == ["02Â"]
