"""What a spreadsheet makes of a text is known again by the text that stood there, and by nothing else."""

import pytest

from importers.cells.cleaning import read_siret
from importers.cells.phones import read_phones
from importers.cells.spreadsheet import is_altered


@pytest.mark.parametrize(
    "before, now",
    [
        ("9-12", "09-déc"), ("9-12", "9-Dec"), ("1/2", "01-févr"), ("1/2", "01/02/2026"), ("3-5", "2026-05-03"),
        ("4.6", "04-juin"), ("9-17", "sept-17"), ("3 - 5", "03-mai"), ("9-12", "12/9/2026"),
        ("1/2", "2026-02-01 00:00:00"),
        ("00123", "123"), ("13000548100010", "1,30005E+13"), ("13000548100010", "1.30005E+13"),
        ("13000548100010", "1,3E+13"), ("TRUE", "VRAI"), ("Entrée\u202f! 😀", "Entrée?! ?"),
        ("Attention\u202f: 漢", "Attention : ?"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_made_is_known_again(before: str, now: str) -> None:
    assert is_altered(before, now)


@pytest.mark.parametrize(
    "before, now",
    [
        ("9-12", "10-déc"), ("9-12", "9-13"), ("9-12", ""), ("", "09-déc"), ("Lundi 9-12", "09-déc"), ("123", "124"),
        ("13000548100010", "1,40005E+13"), ("13000548100010", "1,30005E+12"), ("0123", "0124"), ("Vrai ami", "FAUX"),
        ("Oui", "Oui ?"), ("Fermé", "Ferm?"), ("120", "12"),
    ],
)  # fmt: skip
def test_another_text_is_another_text(before: str, now: str) -> None:
    assert not is_altered(before, now)


def test_a_cell_that_could_not_be_read_may_be_what_it_made() -> None:
    assert is_altered("13000548100010", "", ["1,30005E+13"])
    assert not is_altered("13000548100010", "", ["1,40005E+13"])


def test_a_power_of_ten_that_lost_nothing_is_the_number_and_any_other_is_not() -> None:
    assert read_siret("1,300054810001E+13")[0] == read_siret("1.300054810001e+13")[0] == "13000548100010"
    assert read_phones("4,6571001E+08").numbers == ("04 65 71 00 10",)
    for text in ("4,65710E+08", "4.657100e+08", "1,30005E+13"):
        assert (read_phones(text).numbers, read_siret(text)[0]) == ((), "")
