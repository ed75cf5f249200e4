"""A mapping file is checked whole, and its errors are all told at once, in French."""

import json

import pytest

from importers.formats.mapping import BadMapping, parse_mapping
from tests.unit.importers.examples import mapping


def errors(content: object) -> tuple[str, ...]:
    with pytest.raises(BadMapping) as caught:
        parse_mapping(json.dumps(content), "essai.json")
    return caught.value.errors


def test_every_error_is_told_at_once() -> None:
    found = errors(
        {
            "format": "",
            "champs": {"titre": "nom", "structure": {"colonne": "nom"}, "public": {"colonnes": 3, "inconnu": "crier"}},
            "horaires": {"mode": "semaine", "colonnes": ["lundi"]},
            "selon": {"cas": {"a": {"titre": "x"}}},
            "regrouper": "oui",
            "surprise": 1,
        }
    )
    told = " ".join(found)
    for word in (
        "surprise",
        "source",
        "format",
        "libelle",
        "titre",
        "colonne",
        "inconnu",
        "semaine",
        "selon",
        "regrouper",
    ):
        assert word in told
    assert len(found) >= 9


@pytest.mark.parametrize("text", ["", "{", "[]", '"a"', "[" * 100_000])
def test_what_is_no_mapping_is_told(text: str) -> None:
    with pytest.raises(BadMapping):
        parse_mapping(text, "essai.json")


def test_the_columns_a_mapping_reads_are_known() -> None:
    found = mapping(
        {"besoins": {"premier": ["b", {"colonnes": ["c"]}]}, "lien": {"modele": "{d}[ ({e})]"}},
        lieu={"adresse": {"colonnes": ["rue", "lieu-dit"]}},
        horaires={"mode": "lignes", "colonnes": ["jour", "de", "a"]},
        selon={"colonne": "type", "cas": {"x": {"champs": {"public": "p"}}}},
        source={"colonne": "src"},
    )
    own = {"id", "src", "type", "titre", "structure", "description"}
    assert set(found.used_columns) == own | {"b", "c", "d", "e", "rue", "lieu-dit", "jour", "de", "a", "p"}
    assert set(found.needed_columns) == {"id", "src", "type", "titre", "structure"}


def test_an_optional_identity_is_not_asked_of_the_file() -> None:
    assert "id" not in mapping(identite={"colonnes": ["id"], "facultative": True}).needed_columns
