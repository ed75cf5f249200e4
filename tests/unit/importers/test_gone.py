"""Columns that a file has not: of which fields it says nothing, and which columns a source gave before."""

import pytest

from importers.gone import columns_gone, silent_fields
from tests.unit.importers.examples import mapping

HEADER = ("id", "titre", "structure", "description", "tel", "heures", "cp", "ville")
FIELDS: dict[str, object] = {
    "titre_du_service": "titre",
    "structure": "structure",
    "description": "description",
    "besoins": {"colonnes": ["besoin"], "separateur": "|"},
    "telephone": "tel",
    "frais": {"fixe": "gratuit"},
    "courriel": ["mail", "autre_mail"],
}
CHOSEN = mapping(FIELDS, horaires="heures", lieu={"code_postal": "cp", "commune": "ville"})


def without(*columns: str) -> tuple[str, ...]:
    return tuple(name for name in HEADER if name not in columns)


@pytest.mark.parametrize(
    "gone, more",
    [
        ((), set()),
        (("description",), {"description"}),
        (("tel",), {"phone", "second_phone"}),
        (("heures",), {"hours", "hours_text"}),
        (("cp",), set()),
        (("cp", "ville"), {"places"}),
    ],
)
def test_a_file_is_silent_about_what_it_has_no_column_for(gone: tuple[str, ...], more: set[str]) -> None:
    # Needs and their families, and mails, have no column here; what is fixed is always said.
    always = {"needs", "families", "email"}
    assert silent_fields(without(*gone), CHOSEN) == always | more


def test_a_title_written_otherwise_is_a_column_all_the_same() -> None:
    header = (*without("description"), "DESCRIPTION", "Besoin", "autre mail")
    assert silent_fields(header, CHOSEN) == frozenset()


def test_columns_gone_are_those_of_the_last_file_that_the_mapping_reads() -> None:
    found = columns_gone(("id", "titre", "telephone"), ("id", "titre", "tel", "inutile"), CHOSEN)
    assert [(each.column, each.like) for each in found] == [("tel", "telephone")]
    assert columns_gone(("id", "titre"), ("id", "titre", "tel"), CHOSEN, agreed=("Tel",)) == ()


@pytest.mark.parametrize(
    "header, likes",
    [
        (("id", "titre", "Tél. fixe", "mail", "cp", "ville"), {"tel": "Tél. fixe"}),
        (("id", "titre", "Nous joindre", "mail", "cp", "commune"), {"tel": "Nous joindre", "ville": "commune"}),
        (("id", "titre", "colonne 3", "mail", "cp", "ville"), {"tel": "colonne 3"}),
        (("id", "titre", "mail", "telephone", "numero", "cp", "ville"), {"tel": "telephone"}),
        (("id", "titre", "mail", "cp", "ville", "Portable"), {"tel": "Portable"}),
    ],
)
def test_the_like_of_a_column_gone_is_found_by_its_field_its_place_or_its_letters(
    header: tuple[str, ...], likes: dict[str, str]
) -> None:
    """Story 22."""
    before = ("id", "titre", "tel", "mail", "cp", "ville")
    found = {each.column: each.like for each in columns_gone(header, before, CHOSEN)}
    assert {name: like for name, like in found.items() if like} == likes


def test_a_new_column_is_offered_for_one_alone() -> None:
    found = columns_gone(("id", "titre", "contact tel"), ("id", "titre", "tel", "mail"), CHOSEN)
    assert {each.column: each.like for each in found} == {"tel": "contact tel", "mail": ""}
