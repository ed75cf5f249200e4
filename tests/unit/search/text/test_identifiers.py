"""SIRET and telephone numbers typed alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.identifiers import Identifier, normalise_phone, normalise_siret, read_identifier
from tests.unit.search.text.plans import plan_of


@pytest.mark.parametrize("text, value", [
    ("04 91 00 00 00", "+33491000000"), ("04.91.00.00.00", "+33491000000"), ("0491000000", "+33491000000"),
    ("04-91-00-00-00", "+33491000000"), ("+33 4 91 00 00 00", "+33491000000"), ("+33 (0)4 91 00 00 00", "+33491000000"),
    ("0033491000000", "+33491000000"), ("04\u00a091\u202f00 00 00", "+33491000000"), ("0 800 05 95 95", "+33800059595"),
    ("0262 12 34 56", "+262262123456"), ("+262 262 12 34 56", "+262262123456"), ("+33 262 12 34 56", "+262262123456"),
    ("0596 12 34 56", "+596596123456"), ("115", "115"), ("3919", "3919"), ("39 19", "3919"), ("116 006", "116006"),
    ("15", "15"), ("1023", "1023"),
])  # fmt: skip
def test_a_french_number_has_one_form(text: str, value: str) -> None:
    assert normalise_phone(text) == value


@pytest.mark.parametrize("text", [
    "", "13001", "2024", "16", "04 91", "0091000000", "04 91 00 00 00 00", "+44 20 7946 0000", "١١٥", "abc", "11 rue",
])  # fmt: skip
def test_anything_else_is_no_number(text: str) -> None:
    assert normalise_phone(text) is None


@given(st.integers(10**8, 10**9 - 1))
def test_a_normalised_number_stays_itself(digits: int) -> None:
    once = normalise_phone(f"0{digits}")
    assert once is not None and normalise_phone(once) == once


def test_a_siret_needs_its_check_digit_and_la_poste_has_its_own() -> None:
    assert normalise_siret("732 829 320 00074") == "73282932000074"
    assert normalise_siret("73282932000075") is None
    assert normalise_siret("356 000 000 49837") == "35600000049837"
    assert normalise_siret("7328293200007") is None


@pytest.mark.parametrize("text, identifier", [
    ("732 829 320 00074", Identifier("siret", "73282932000074")),
    ("SIRET : 73282932000074", Identifier("siret", "73282932000074")),
    ("tél. 04 91 00 00 00", Identifier("telephone", "+33491000000")),
    ("115", Identifier("telephone", "115")),
])  # fmt: skip
def test_a_number_alone_is_an_identifier(text: str, identifier: Identifier) -> None:
    assert read_identifier(text) == identifier
    assert plan_of(text).identifier == identifier


@pytest.mark.parametrize("text", ["appeler le 115", "crèche 04 91 00 00 00", "permis", ""])
def test_a_number_among_words_is_no_identifier(text: str) -> None:
    assert plan_of(text).identifier is None
