"""Two drafts of one identifier are one fiche when something makes them so; else two sources number alike."""

from dataclasses import replace

import pytest

from fiche.content import Content
from fiche.parts import Place, Structure
from importers.base import Draft
from importers.likeness import are_alike

ARLES, MARTIGUES = (
    Place("1 rue du Port", "", "13200", "Arles", "13004"),
    Place("5 quai", "", "13500", "Martigues", "13056"),
)
BEFORE = Content(
    "Prêt de scooter",
    Structure("Plateforme Roue Libre", siret="73282932000074"),
    description="Location solidaire.",
    phone="04 65 71 00 10",
    places=(ARLES,),
)
OTHER = Content(
    "Atelier tricot",
    Structure("Centre social des Oliviers"),
    description="Rencontres.",
    phone="04 65 71 00 20",
    places=(MARTIGUES,),
)


def alike(before: Content, after: Content) -> bool:
    return are_alike(Draft("s", "1", (2,), before), Draft("s", "1", (2,), after))


@pytest.mark.parametrize(
    "after",
    [
        replace(OTHER, phone=BEFORE.phone),
        replace(OTHER, description=BEFORE.description),
        replace(OTHER, structure=replace(OTHER.structure, siret=BEFORE.structure.siret)),
        replace(OTHER, places=(ARLES,)),
        replace(OTHER, title=BEFORE.title, places=()),
        replace(OTHER, structure=Structure("PLATEFORME « ROUE LIBRE »"), places=()),
        replace(OTHER, title="Prêt de scooters", structure=BEFORE.structure),
    ],
)
def test_what_moved_of_a_fiche_leaves_something_alike(after: Content) -> None:
    assert alike(BEFORE, after)


@pytest.mark.parametrize(
    "before, after",
    [
        (BEFORE, OTHER),
        (replace(BEFORE, places=()), replace(OTHER, places=())),
        (replace(BEFORE, structure=Structure("CCAS")), replace(OTHER, structure=Structure("CCAS"))),
        (replace(BEFORE, title="Accueil de jour"), replace(OTHER, title="Accueil des enfants")),
        (replace(BEFORE, phone="3949"), replace(OTHER, phone="3949")),
        (replace(BEFORE, description=""), replace(OTHER, description="")),
    ],
)
def test_two_sources_that_number_alike_are_told_apart(before: Content, after: Content) -> None:
    assert not alike(before, after)


def test_one_structure_of_one_source_is_one() -> None:
    assert are_alike(Draft("s", "1", (2,), BEFORE, "k-1"), Draft("s", "1", (2,), OTHER, "k-1"))
