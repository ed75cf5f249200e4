"""Cells cleaned one by one: what is right is kept, what is wrong is told and left out."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.cells.addresses import read_email, read_url
from importers.cells.cleaning import (
    Flaws,
    read_commune_code,
    read_date,
    read_postcode,
    read_siret,
)
from importers.cells.closures import read_closures
from importers.cells.plain_text import clean_text, is_blank, one_line, split_list


@pytest.mark.parametrize(
    "text, postcode",
    [("13500", "13500"), ("1000", "01000"), ("13500.0", "13500"), ("13 500", "13500"), ("F-13500", "13500"), (" ", "")],
)
def test_postcodes_get_back_what_spreadsheets_take(text: str, postcode: str) -> None:
    assert read_postcode(text) == (postcode, ())


@pytest.mark.parametrize("text", ["135", "ABCDE", "99100", "135000"])
def test_a_wrong_postcode_is_told(text: str) -> None:
    assert [flaw.kind for flaw in read_postcode(text)[1]] == ["code-postal-invalide"]


@pytest.mark.parametrize("text, code", [("13055", "13055"), ("1004", "01004"), ("2a004", "2A004"), ("XXXXX", "")])
def test_commune_codes_are_read(text: str, code: str) -> None:
    assert read_commune_code(text) == (code, ())


def test_a_siret_is_checked_by_its_key() -> None:
    assert read_siret("229 300 082 01453") == ("22930008201453", ())
    assert read_siret("22930008201453.0") == ("22930008201453", ())
    assert [flaw.kind for flaw in read_siret("12312312312311")[1]] == ["siret-invalide"]
    assert [flaw.kind for flaw in read_siret("229300082")[1]] == ["siret-incomplet"]


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01",
        "01/03/2024",
        "1.3.2024",
        "1er mars 2024",
        "01-03-2024 00:00",
        "2024-03-01T08:00:00Z",
        "45352",
        "45352.0",
    ],
)
def test_every_way_of_writing_a_day_is_the_same_day(text: str) -> None:
    assert read_date(text) == ("2024-03-01", ())


@pytest.mark.parametrize("text", ["31/02/2024", "mars 2024", "01/03/0024", "hier"])
def test_a_day_that_is_none_is_told(text: str) -> None:
    assert [flaw.kind for flaw in read_date(text)[1]] == ["date-illisible"]


def test_markup_becomes_text() -> None:
    text = "<p>Aide &amp; conseil</p><ul><li>lundi</li><li>mardi</li></ul><script>alert(1)</script>"
    assert clean_text(text) == "Aide & conseil\n\n- lundi\n- mardi"
    assert clean_text("prix < 5 € et > 2 €") == "prix < 5 € et > 2 €"
    assert one_line("  un\n deux\u200b ") == "un deux"


def test_lists_are_split_trimmed_and_without_repeats() -> None:
    assert split_list(" a | b;a |; - ", "|;") == ("a", "b")
    assert split_list("a, b", "") == ("a, b",)


def test_closures_are_read_with_their_message() -> None:
    found, flaws = read_closures("24/12/2026 | du 01/08/2026 au 31/08/2026 : congés | cet été")
    assert [(each.first_day, each.last_day, each.message) for each in found] == [
        (date(2026, 8, 1), date(2026, 8, 31), "congés"),
        (date(2026, 12, 24), date(2026, 12, 24), ""),
    ]
    assert [flaw.value for flaw in flaws] == ["cet été"]


READERS: list[Callable[[str], tuple[str, Flaws]]] = [
    read_postcode, read_commune_code, read_siret, read_date, read_email, read_url,
]  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@given(text=st.text(max_size=60) | st.text(alphabet="0123456789/.-@: wf", max_size=30))
def test_no_cell_is_ever_an_exception(reader: Callable[[str], tuple[str, Flaws]], text: str) -> None:
    value, flaws = reader(text)
    assert not (value and flaws) or reader in (read_email, read_url)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert "\r" not in once
    assert one_line(one_line(text)) == one_line(text)


@given(st.text(alphabet="<>/&;abp =\"'\n\u00a0"))
def test_any_markup_is_cleaned(text: str) -> None:
    clean_text(text)


@pytest.mark.parametrize("text", ["NC", " nc ", "\uff2e\uff23", "\uff4e\uff43", "-", "N/A", "Non renseigné", "\u00a0"])
def test_what_stands_for_nothing_is_blank_however_wide_its_signs(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["Nice", "0", "é", "NCA"])
def test_what_says_something_is_not_blank(text: str) -> None:
    assert not is_blank(text)
