"""Structures found by name, with how far their fiches are. On both databases."""

from fiche.parts import Place, Structure
from tests.fiches import ARLES, fiche
from tests.integration.duplicates.conftest import Desk
from tests.integration.duplicates.conftest import desk as desk

MARSEILLE = Place(commune_code="13201", commune_name="Marseille", latitude=43.2999, longitude=5.3805)


def test_the_nearest_place_of_a_published_fiche_counts(desk: Desk) -> None:
    desk.put(fiche(structure=Structure("Ici et là"), places=(ARLES, MARSEILLE)))
    desk.put(fiche("Autre", structure=Structure("Ailleurs"), places=(ARLES,)))
    desk.put(fiche("Brouillon", structure=Structure("Caché"), places=(MARSEILLE,), status="brouillon"))
    desk.put(fiche("Sans lieu", structure=Structure("Nulle part"), places=()))
    with desk.database.read() as uow:
        found = uow.structures.distances(("Ici et là", "Ailleurs", "Caché", "Nulle part", "Inconnue"), 43.2999, 5.3805)
    assert {name: round(km) for name, km in found.items()} == {"Ici et là": 0, "Ailleurs": 74}
