"""Communes merged on the first of January: fiches follow, the former name stays in the address, all is told."""

from dataclasses import replace

from directory.domain.resource import SaveOrigin
from directory.services.fiches.communes import CommuneFollowing
from directory.services.fiches.editing import ResourceService
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from fiche.parts import Place
from search.places.gazetteer import Commune, Gazetteer
from tests.fiches import ARLES, FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche

OLD = Commune("13998", "Vieux-Arles", "13", "93", "241300417", ("13200",), 900, 43.70, 4.70)
AREAS = {"dep:13": "Bouches-du-Rhône", "reg:93": "Provence-Alpes-Côte d'Azur"}
BEFORE = Gazetteer([*GAZETTEER.all(), OLD], AREAS)
THERE = Place("2 rue Haute", "Mairie", "13200", "Vieux-Arles", "13998", 43.701, 4.702, "adresse")


def test_fiches_follow_the_communes_merged_since_and_it_is_told(database: Database) -> None:
    seed(database, TAXONOMY)
    resources = ResourceService(database, BEFORE)
    contents = (
        fiche("Ancien", places=(THERE, ARLES), service_areas=("com:13998", "com:13004", "dep:13")),
        fiche("Ailleurs", service_areas=("reg:93",)),
    )
    for each in contents:
        resources.create(each, author=LEA, origin=FORM, now=NOW)
    before = resources.get(1).content.places[0]
    following = CommuneFollowing(database, ResourceService(database, GAZETTEER), GAZETTEER, now=lambda: NOW)
    report = following.update()
    (found,) = report.followed
    assert (found.resource_id, found.communes) == (1, (("13998", "Vieux-Arles", "Arles (13)"),))
    assert (report.read, report.unknown) == (2, ())
    said = resources.get(1)
    moved = replace(before, complement="Mairie, Vieux-Arles", commune_name="Arles", commune_code="13004")
    assert said.content.places[0] == moved
    assert said.content.service_areas == ("com:13004", "dep:13")
    with database.read() as uow:
        assert uow.versions.of(1)[-1].origin.kind is SaveOrigin.COMMUNES
    assert following.update().followed == ()
