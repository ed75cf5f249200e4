"""Fiches that look alike are found by their indexes, on both databases."""

from dataclasses import replace

import pytest

from directory.domain.duplicates import Reason
from directory.services.duplicates.finding import Lookalikes
from directory.services.fiches.editing import ResourceService
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from directory.store.lookalikes import MOST_OF_A_SWITCHBOARD
from fiche.content import Content
from fiche.parts import Place, Structure
from tests.fiches import ARLES, FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche

SIRET = "73282932000074"
PORT = Place("2 rue du Port", "", "13200", "Arles", "13004", 43.6760, 4.6280, "adresse")
ONE = fiche("Aide aux démarches", structure=Structure("Cap Numérique", SIRET), places=(PORT,), phone="04 65 71 00 41")


@pytest.fixture
def resources(database: Database) -> ResourceService:
    seed(database, TAXONOMY)
    return ResourceService(database, GAZETTEER)


def found(database: Database, content: Content, **without: set[int]) -> dict[int, tuple[Reason, ...]]:
    return {each.resource.id: each.reasons for each in Lookalikes(database).of(content, **without)}


def test_each_reason_is_found_and_the_likeliest_comes_first(database: Database, resources: ResourceService) -> None:
    contents = [
        ONE,
        fiche("Autre chose", structure=Structure("Autre", SIRET), places=(replace(PORT, latitude=43.6761),),
              phone="04 00 00 00 01"),
        fiche("Par le mail", structure=Structure("Ailleurs"), places=(), phone="", email="accueil@cap.exemple.fr"),
        fiche("Par le second numéro", structure=Structure("Plus loin"), places=(), second_phone="04 65 71 00 41"),
        fiche("Aide aux démarches", structure=Structure("Cap Numérique"), places=(PORT,), phone="", status="archivee"),
        fiche("Étranger", structure=Structure("Étranger"), places=(ARLES,), phone="04 00 00 00 02"),
    ]  # fmt: skip
    numbers = [resources.create(each, author=LEA, origin=FORM, now=NOW).resource.id for each in contents]
    typed = replace(ONE, email="Accueil@cap.exemple.fr")
    assert found(database, typed) == {
        numbers[0]: (Reason.SAME_BODY, Reason.NEAR_NAME, Reason.SAME_PHONE),
        numbers[1]: (Reason.SAME_BODY,),
        numbers[2]: (Reason.SAME_MAIL,),
        numbers[3]: (Reason.SAME_PHONE,),
    }
    assert list(found(database, typed, without={numbers[0]})) == numbers[1:4]


def test_the_number_of_a_switchboard_brings_nobody_together(database: Database, resources: ResourceService) -> None:
    for rank in range(MOST_OF_A_SWITCHBOARD + 1):
        resources.create(fiche(f"Service {rank}", places=()), author=LEA, origin=FORM, now=NOW)
    assert found(database, fiche("Un autre", structure=Structure("Hôtel"), places=())) == {}
