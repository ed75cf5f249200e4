"""Rows of offices: what they may be written like, and what is refused with what to do."""

import pytest

from importers.offices import OfficeDraft, OfficeLimits, OfficeReader
from search.places.gazetteer import default_gazetteer

KINDS = {"pole-insertion": "Pôle d’insertion", "mds": "Maison de la solidarité (MDS)", "autre": "Autre structure"}
READER = OfficeReader(default_gazetteer(), KINDS, OfficeLimits(name=40, address=60, note=20, areas=3))
GOOD = {"type": "pole-insertion", "nom": "Pôle de Martigues", "zones": "Martigues"}


def read(**cells: str) -> OfficeDraft:
    draft, faults = READER.read({**GOOD, **cells})
    assert faults == ()
    return draft


def refused(**cells: str) -> list[tuple[str, str]]:
    _, faults = READER.read({**GOOD, **cells})
    assert all(each.flaw.text and each.flaw.advice for each in faults)
    return [(each.column, each.flaw.kind) for each in faults]


def test_a_whole_row() -> None:
    assert read(
        adresse=" 18 rue  du Moulin ", code_postal="13500", commune="martigues", telephone="0465714110",
        courriel="pole@cd13.example", zones="Martigues, Port-de-Bouc", rang="2", note="Centre",
    ) == OfficeDraft(
        "pole-insertion", "Pôle de Martigues", "18 rue du Moulin", "13500", "13056", "04 65 71 41 10",
        "pole@cd13.example", ("com:13056", "com:13077"), 2, "Centre",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["pole-insertion", "Pôle d’insertion", "POLE INSERTION"])
def test_a_kind_is_its_code_or_its_label(kind: str) -> None:
    assert read(type=kind).kind == "pole-insertion"


@pytest.mark.parametrize("kind", ["MDS", "mds", "Maison de la solidarité", "maison solidarité (MDS)"])
def test_a_kind_may_be_an_acronym(kind: str) -> None:
    assert read(type=kind).kind == "mds"


@pytest.mark.parametrize(
    "zones, areas",
    [
        ("Marseille 3e", ("com:13203",)),
        ("Martigues|Arles\nAubagne", ("com:13056", "com:13004", "com:13005")),
        ("dep:13", ("dep:13",)),
        ("Bouches-du-Rhône", ("dep:13",)),
        ("Métropole d’Aix-Marseille-Provence", ("epci:200054807",)),
        ("13500", ("com:13056",)),
        ("com:13013", ("com:13013",)),
    ],
)
def test_areas_are_names_or_codes(zones: str, areas: tuple[str, ...]) -> None:
    assert read(zones=zones).areas == areas


def test_five_digits_that_mean_two_communes_are_a_question() -> None:
    """13013 is the INSEE code of Belcodène, and the postal code of the 13th arrondissement of Marseille."""
    assert refused(zones="13013") == [("zones", "zone-inconnue")]


@pytest.mark.parametrize(
    "cells, column, kind",
    [
        ({"type": ""}, "type", "valeur-manquante"),
        ({"type": "guichet"}, "type", "valeur-inconnue"),
        ({"nom": "-"}, "nom", "valeur-manquante"),
        ({"nom": "n" * 41}, "nom", "trop-long"),
        ({"note": "n" * 21}, "note", "trop-long"),
        ({"zones": ""}, "zones", "valeur-manquante"),
        ({"zones": "Nimportequoi"}, "zones", "zone-inconnue"),
        ({"zones": "Arles,Martigues,Aubagne,Istres"}, "zones", "trop-de-valeurs"),
        ({"telephone": "04 65 71 41 10 ou 04 65 71 41 11"}, "telephone", "telephone-invalide"),
        ({"telephone": "le matin"}, "telephone", "telephone-invalide"),
        ({"courriel": "pole arobase cd13"}, "courriel", "courriel-invalide"),
        ({"commune": "Nimporte"}, "commune", "commune-inconnue"),
        ({"code_postal": "135"}, "code_postal", "code-postal-invalide"),
        ({"rang": "3"}, "rang", "valeur-inconnue"),
    ],
)
def test_what_is_wrong_is_told_by_its_column(cells: dict[str, str], column: str, kind: str) -> None:
    assert (column, kind) in refused(**cells)


def test_an_area_is_written_by_its_name_where_that_is_read_back() -> None:
    assert READER.written("com:13056", "Martigues (13)") == "Martigues (13)"
    assert READER.written("com:13056", "Arles (13)") == "com:13056"
