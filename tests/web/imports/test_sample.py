"""What a dry run lets see before anything is written: a map, fiches, values that may be kept."""

import pytest

from directory.services.imports.sampling import Spot
from directory.store.database import Database
from directory.web.imports.drawn_map import drawn_map
from tests.web.imports.conftest import Desk
from tests.web.imports.test_known_format import native, service


def test_the_places_and_the_fiches_of_a_file_are_shown(desk: Desk) -> None:
    path = desk.tried(native(service(1), service(2)))
    page = desk.text(f"{path}/essai")
    assert '<circle class="' in page and '<path class="land"' in page and "surtout à Arles" in page
    assert page.count('id="creees"') == 1 and "Des fiches qui seraient créées" not in page
    assert "Les fiches, telles que le fichier les dit" in page and "Ligne 2" in page and "04 90 00 00 00" in page


def test_values_that_a_file_empties_may_be_kept(desk: Desk, sqlite_database: Database) -> None:
    desk.apply(desk.tried(native(service(1))))
    where = desk.send(native(service(1, telephone="")), path="/imports/sources/1/deposer")
    desk.work()
    page = desk.text(where)
    assert "Garder les valeurs que le fichier vide" in page and "1 valeur vidée" in page
    assert desk.post(where, options="oui", garder="on").status_code == 303
    desk.work()
    page = desk.text(where)
    assert "Noter que rien ne change" in page and 'name="garder" checked' in page
    desk.apply(where.removesuffix("/essai"))
    with sqlite_database.read() as uow:
        number = uow.records.by_keys("modele", ["P-1"])["P-1"].resource_id
    assert desk.site.resources.get(number).content.phone == "04 90 00 00 00"
    again = desk.send(native(service(1, telephone="")), path="/imports/sources/1/deposer")
    desk.work()
    assert "Noter que rien ne change" in desk.text(again)


@pytest.mark.parametrize("count", [1, 50])
def test_a_map_frames_most_of_the_places_and_tells_of_the_others(count: int) -> None:
    near = [Spot(43.4 + rank / 1000, 5.05, rank % 2 == 0) for rank in range(count)]
    found = drawn_map(near)
    assert found is not None and found.land and not found.far and len(found.marks) == count
    assert all(0 <= each.x <= found.width and 0 <= each.y <= found.height for each in found.marks)
    if count > 1:
        afar = drawn_map([*near, *near, Spot(-21.1, 55.5, False)])
        assert afar is not None and afar.far == 1


def test_no_place_is_no_map() -> None:
    assert drawn_map([]) is None
