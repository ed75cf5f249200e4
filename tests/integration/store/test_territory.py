"""The territory of a base: near its published fiches, and read again beside the requests."""

import threading

from directory.services.fiches.editing import ResourceService
from directory.services.search.territory import THREAD, TerritoryReader
from directory.store.database import Database
from search.places.territory import HOME, NEAR_HOME
from tests.fiches import ARLES, FORM, GAZETTEER, LEA, NOW, fiche
from tests.site import MARSEILLE


def test_the_territory_lies_near_the_published_fiches(base: Database, service: ResourceService) -> None:
    service.create(fiche(places=(ARLES,)), author=LEA, origin=FORM, now=NOW)
    service.create(fiche("Brouillon", places=(MARSEILLE,), status="brouillon"), author=LEA, origin=FORM, now=NOW)
    territory = TerritoryReader(base, GAZETTEER, ()).current()
    assert territory.weight("13004") == HOME
    assert territory.weight("13055") == 1.0, "a draft is nobody's business"
    assert territory.weight("84007") == 1.0, "Avignon is 33 km away"


def test_the_departements_of_the_operator_come_before_what_is_near(base: Database, service: ResourceService) -> None:
    service.create(fiche(places=(ARLES,)), author=LEA, origin=FORM, now=NOW)
    territory = TerritoryReader(base, GAZETTEER, ("84",)).current()
    assert (territory.weight("84007"), territory.weight("13004")) == (HOME, NEAR_HOME)
    assert territory.area_weight("dep:84") == HOME


def test_an_old_territory_is_read_again_beside_the_requests(base: Database, service: ResourceService) -> None:
    now = [0.0]
    reader = TerritoryReader(base, GAZETTEER, (), refresh_s=10.0, monotonic=lambda: now[0])
    assert reader.current().is_empty
    service.create(fiche(places=(ARLES,)), author=LEA, origin=FORM, now=NOW)
    assert reader.current().is_empty, "not old enough"
    now[0] = 11.0
    reader.current()
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(timeout=30)
    assert reader.current().weight("13004") == HOME
