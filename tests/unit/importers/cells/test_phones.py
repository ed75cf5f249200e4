"""Numbers as people write them, overseas and short ones included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.cells.phones import PhonesRead, read_phones, region_of


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("0450568749", ("04 50 56 87 49",)),
        ("04.68.11.95.58", ("04 68 11 95 58",)),
        ("04-99-58-3000", ("04 99 58 30 00",)),
        ("+33 (0)4 91 00 00 00", ("04 91 00 00 00",)),
        ("+ 33 2 72 16 40 16", ("02 72 16 40 16",)),
        ("0033491000000", ("04 91 00 00 00",)),
        ("491000000", ("04 91 00 00 00",)),
        ("442000000.0", ("04 42 00 00 00",)),
        ("33491000000", ("04 91 00 00 00",)),
        ("tél : 02 32 24 96 80", ("02 32 24 96 80",)),
        ("04 93 06 60 93 04 93 06 56 56", ("04 93 06 60 93", "04 93 06 56 56")),
        ("04 68 47 22 71 / 04 68 25 80 32", ("04 68 47 22 71", "04 68 25 80 32")),
        ("0243095580 - 07 8710 29 11", ("02 43 09 55 80", "07 87 10 29 11")),
        ("04\u00a091\u00a000\u00a000\u00a000", ("04 91 00 00 00",)),
        ("0 800 800 824", ("0 800 80 08 24",)),
        ("3646", ("3646",)),
        ("39 49", ("3949",)),
        ("115", ("115",)),
        ("3919 ou 119", ("3919", "119")),
        ("116 117", ("116117",)),
        ("+41 22 345 67 89", ("+41 22 345 67 89",)),
    ],
)
def test_numbers_are_written_as_they_are_in_france(text: str, numbers: tuple[str, ...]) -> None:
    assert read_phones(text) == PhonesRead(numbers)


@pytest.mark.parametrize("text", ["02988288000", "04", "00", "+33 3 3 29 69 12 12", "999999", "abc", "06 07 10 79 7"])
def test_a_wrong_number_is_left_out_and_told(text: str) -> None:
    read = read_phones(text)
    assert (read.numbers, read.words) == ((), "")
    assert [(flaw.kind, flaw.value) for flaw in read.flaws] == [("telephone-invalide", text)]


def test_the_right_number_beside_a_wrong_one_is_kept() -> None:
    read = read_phones("04 91 00 00 00, 999999")
    assert read.numbers == ("04 91 00 00 00",)
    assert [flaw.kind for flaw in read.flaws] == ["telephone-invalide"]


def test_a_number_of_la_reunion_is_right_there_and_from_elsewhere() -> None:
    assert region_of("974") == "RE"
    for region in ("RE", "FR"):
        assert read_phones("0262 12 34 56", region) == PhonesRead(("02 62 12 34 56",))
    assert read_phones("04 91 00 00 00", "RE").numbers == ("04 91 00 00 00",)


@pytest.mark.parametrize("text", ["", "-", "NC", "null"])
def test_nothing_is_no_flaw(text: str) -> None:
    assert read_phones(text) == PhonesRead()


@given(st.text(alphabet="0123456789+ .-/()abcé\u00a0", max_size=60))
def test_no_cell_is_ever_an_exception(text: str) -> None:
    for number in read_phones(text).numbers:
        assert 2 <= sum(char.isdigit() for char in number) <= 15
        assert read_phones(number).numbers == (number,)


def test_an_extension_stays_with_its_number() -> None:
    assert read_phones("04.91.00.00.00 Poste 12") == PhonesRead(("04 91 00 00 00 poste 12",))
    assert read_phones("0491000000 (poste 12) / 0491000001") == PhonesRead(
        ("04 91 00 00 00 poste 12", "04 91 00 00 01")
    )
