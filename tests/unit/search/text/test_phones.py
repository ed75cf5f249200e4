"""Numbers read in a text: what is dialled is what is written, and nothing that stands beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.phones import Phone, phones_in

MARSEILLE = "+33491000000"


@pytest.mark.parametrize(
    "text, phones",
    [
        ("04 91 00 00 00", (Phone(MARSEILLE),)),
        ("+33 (0)4.91.00.00.00", (Phone(MARSEILLE),)),
        ("04 91 00 00 00 poste 12", (Phone(MARSEILLE, "12"),)),
        ("04 91 00 00 00 p. 12", (Phone(MARSEILLE, "12"),)),
        ("04 91 00 00 00, poste : 4021", (Phone(MARSEILLE, "4021"),)),
        ("04 91 00 00 00 (poste 12)", (Phone(MARSEILLE, "12"),)),
        ("04 91 00 00 00 / 06 12 34 56 78", (Phone(MARSEILLE), Phone("+33612345678"))),
        ("0491000000 0491000001", (Phone(MARSEILLE), Phone("+33491000001"))),
        ("04 91 00 00 00 poste 12 ou 3919", (Phone(MARSEILLE, "12"), Phone("3919"))),
        ("3919", (Phone("3919"),)),
        ("116 006", (Phone("116006"),)),
        ("0262 90 45 45", (Phone("+262262904545"),)),
        ("+41 22 388 00 00", (Phone("+41223880000"),)),
        ("0041 22 388 00 00 poste 7", (Phone("+41223880000", "7"),)),
        ("+687 27 00 00", (Phone("+687270000"),)),
        ("04 91 00 00 00 (de 9h à 18h)", (Phone(MARSEILLE),)),
        ("04 91 00 00 00 à partir de 15h", (Phone(MARSEILLE),)),
        ("04 91 00 00 00 / 17", (Phone(MARSEILLE),)),
        ("04 91 00 00 00 ou 115", (Phone(MARSEILLE), Phone("115"))),
        ("04 91 00 00 00 Fax : 04 91 00 00 09", (Phone(MARSEILLE),)),
        ("le matin", ()),
        ("04 91 00 00 00 12", ()),
        ("", ()),
    ],
)
def test_each_number_is_dialled_without_its_extension(text: str, phones: tuple[Phone, ...]) -> None:
    assert phones_in(text) == phones


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert all(phone.number.lstrip("+").isdigit() for phone in phones_in(text))
