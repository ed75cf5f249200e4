"""Addresses of files are placed by the geocoder, behind the page; what it is not sure of is asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import update

from directory.domain.resource import SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.placing import Placing
from directory.services.imports.service import ImportService
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from directory.store.tables import place
from fiche.parts import Place
from search.places.batch_geocoding import BatchGeocoder
from tests.fiches import FORM, GAZETTEER, LEA, NOW, SAM, TAXONOMY
from tests.imports import new_import, row

HEADER = "adresse,latitude,longitude,result_score,result_type,result_citycode\n"
ANSWERS = {
    "1 rue Haute": "43.68,4.63,0.95,housenumber,13004",
    "2 rue Haute": "43.69,4.64,0.55,street,13004",
    "3 rue Haute": "43.95,4.81,0.9,housenumber,84007",
    "4 rue Haute": ",,,,",
}


@dataclass
class Service:
    """Stands for the network."""

    asked: list[str] = field(default_factory=list)
    is_away: bool = False

    def post(self, _url: str, body: bytes, _headers: Mapping[str, str]) -> bytes:
        if self.is_away:
            raise OSError
        streets = [line.split(",")[0] for line in body.decode().splitlines() if line.endswith(",13200,13004")]
        self.asked += streets
        return (HEADER + "".join(f"{street},{ANSWERS[street]}\n" for street in streets)).encode()


@dataclass
class Site:
    database: Database
    service: Service
    placing: Placing
    imports: ImportService
    batch: int

    def places(self) -> list[Place]:
        with self.database.read() as uow:
            return [each.content.places[0] for each in uow.resources.iterate(after_id=0, limit=10)]


@pytest.fixture
def site(database: Database) -> Site:
    seed(database, TAXONOMY)
    resources, service = ResourceService(database, GAZETTEER), Service()
    imports = ImportService(database, resources, GAZETTEER, now=lambda: NOW)
    batch = imports.receive(new_import(row(n, adresse=f"{n} rue Haute") for n in range(1, 5)), author=LEA)
    imports.dry_run(batch)
    imports.apply(batch)
    geocoder = BatchGeocoder("http://carte.exemple", post=service.post, clock=lambda: 0.0)
    placing = Placing(database, resources, GAZETTEER, geocoder, now=lambda: NOW, chunk=3)
    return Site(database, service, placing, imports, batch)


def test_what_is_found_in_its_commune_is_placed_and_nothing_is_asked_twice(site: Site) -> None:
    assert [site.placing.place_some() for _ in range(3)] == [3, 1, 0]
    found = [(each.precision, each.score) for each in site.places()]
    assert found == [("adresse", 0.95), ("rue", 0.55), ("commune", 0.0), ("commune", 0.0)]
    assert site.service.asked == list(ANSWERS)
    assert site.places()[0].latitude == pytest.approx(43.68, abs=1e-5)
    with site.database.write() as uow:
        uow.connection.exec_driver_sql("UPDATE due SET institution = 'cd13'")
    with site.database.read() as uow:
        assert uow.versions.of(1)[-1].origin.kind is SaveOrigin.PLACING
        # The worst first, for who keeps them.
        assert uow.dues.flawed({"cd13"}, is_placeless=True) == [3, 4, 2]


def test_a_place_that_the_rules_of_today_refuse_is_not_asked_about_for_ever(site: Site) -> None:
    with site.database.write() as uow:
        uow.connection.execute(update(place).where(place.c.resource_id == 1).values(complement="a" * 5_000))
    assert [site.placing.place_some() for _ in range(3)] == [3, 1, 0]
    assert [(each.precision, each.score) for each in site.places()][:2] == [("commune", 0.0), ("rue", 0.55)]


def test_points_in_towns_that_no_table_knows_keep_nothing_waiting(site: Site) -> None:
    resources = ResourceService(site.database, GAZETTEER)
    nowhere = Place("9 rue Haute", commune_name="Nulle-Part", latitude=43.6, longitude=4.6, precision="commune")
    for number in (1, 2, 3):
        before = resources.get(number)
        content = replace(before.content, places=(nowhere,))
        resources.revise(number, content, expected_version=before.version, author=LEA, origin=FORM, now=NOW)
    assert [site.placing.place_some() for _ in range(2)] == [1, 0]
    assert site.service.asked == ["4 rue Haute"]


def test_a_service_that_is_away_is_left_alone_and_gone_on_with(site: Site) -> None:
    site.service.is_away = True
    assert site.placing.place_some() == 0
    site.service.is_away = False
    # Still silent: its clock does not move.
    assert site.placing.place_some() == 0 and site.service.asked == []


def test_an_import_is_taken_back_though_its_fiches_were_placed(site: Site) -> None:
    site.placing.place_some()
    counts = site.imports.undo(site.batch, author=SAM)
    assert (counts["taken_back"], counts["kept"]) == (4, 0)


def test_the_next_file_of_the_source_follows_its_addresses(site: Site) -> None:
    site.placing.place_some()
    batch = site.imports.receive(new_import([row(1, adresse="2 rue Haute")]), author=LEA)
    site.imports.dry_run(batch)
    assert site.imports.apply(batch).counts["revised"] == 1
    first = site.places()[0]
    assert (first.address, first.precision, first.score) == ("2 rue Haute", "commune", None)
