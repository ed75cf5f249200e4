"""Texts of fiches made easier to read."""

import pytest

from directory.web.shared.words import phone_views
from directory.web.sheets.plain import LONGEST_CHARS, explained, first_sentence
from directory.web.sheets.sheet import SheetFiche
from directory.web.sheets.vcard import folded, vcard_of


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Des cours de code. En petit groupe.", "Des cours de code."),
        ("Ouvert à tous, dès 16,5 ans.", "Ouvert à tous, dès 16,5 ans."),
        ("", ""),
        ("Un\n service\nsur deux lignes", "Un service sur deux lignes"),
    ],
)
def test_a_sheet_says_the_first_sentence(text: str, expected: str) -> None:
    assert first_sentence(text) == expected


def test_a_long_sentence_stops_where_one_may_stop() -> None:
    long = "Préparation au code pour les personnes qui ont besoin de plus de temps, " + "et encore d’autres choses " * 9
    assert first_sentence(long) == "Préparation au code pour les personnes qui ont besoin de plus de temps."
    endless = first_sentence("mot " * 100)
    assert endless.endswith("…") and len(endless) <= LONGEST_CHARS


def test_letters_are_told_once_and_never_twice() -> None:
    assert explained("Attestation RSA ou CAF") == (
        "Attestation RSA (revenu de solidarité active) ou CAF (caisse d’allocations familiales)"
    )
    assert explained("RSA, RSA") == "RSA (revenu de solidarité active), RSA"
    assert explained("RSA (revenu)") == "RSA (revenu)"
    assert explained("CV et OK") == "CV et OK"


def test_a_contact_is_a_card_that_telephones_read() -> None:
    fiche = SheetFiche(
        1, 12, "Garder; un enfant", "Les Petits, Matins", "", False, ("Appelez.",), False,
        phone_views("04 65 71 22 40"), "a@exemple.fr", ("3 place des Aires", "13500 Martigues"), "", "", (), "", (),
        (), (), "", "", (),
    )  # fmt: skip
    lines = vcard_of(fiche).split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"] and lines[-2] == "END:VCARD"
    assert "FN:Les Petits\\, Matins" in lines and "TEL;TYPE=WORK,VOICE:+33465712240" in lines
    assert "NOTE:Garder\\; un enfant" in lines
    assert all(len(part.encode()) <= 75 for part in folded("é" * 200).split("\r\n"))
