"""A row that looks like a fiche which is there: seen in the trial, asked about in the duplicates, answered once."""

import re

from directory.domain.actors import Profile
from directory.store.database import Database
from tests.accounts import Team
from tests.site import Site
from tests.web.imports.conftest import Desk, desk
from tests.web.imports.test_known_format import native, service
from tests.web.writing.conftest import signed_in

__all__ = ["desk"]

FIRST = service(1, titre_du_service="Vélos à réparer", telephone="04 90 65 65 65")
ALIKE = service(7, titre_du_service="Vélos à réparer", telephone="04 90 65 65 65", description="Autrement dit.")
ROWS = "/doublons/lignes"


def test_a_row_is_shown_beside_its_fiche_and_answered(
    desk: Desk, site: Site, team: Team, sqlite_database: Database
) -> None:
    office = Desk(site, signed_in(site, team, "zoe", "pole-emploi", Profile.UPDATE))
    desk.apply(desk.tried(native(FIRST)))
    path = desk.tried(native(ALIKE), nom="Voisins")
    page = desk.text(f"{path}/essai")
    assert "ligne à trancher" in page and "Ressemble à" in page and "Laisser 1 ligne à trancher" in page
    desk.apply(path)
    assert "Trancher 1 ligne" in desk.text(path)
    assert "1 ligne d’import attend" in desk.text("/doublons")
    page = desk.text(ROWS)
    assert "Est-ce" in page and "même téléphone" in page and "Autrement" in page
    number, fiche = (re.search(rf'name="{name}" value="(\d+)"', page) for name in ("ligne", "fiche"))
    assert number is not None and fiche is not None
    assert "Aucune ligne à trancher" in office.text(ROWS)
    assert office.post(ROWS, ligne=number[1]).status_code == 404
    for bad in ("99999", "douze", "9" * 30):
        # A fiche that cannot be read is no answer that the row is another one.
        assert desk.post(ROWS, ligne=number[1], fiche=bad).status_code == 422
    assert "Est-ce" in desk.text(f"{ROWS}?page=9")
    answer = desk.post(ROWS, ligne=number[1], fiche=fiche[1])
    assert answer.headers["Location"].endswith("?fait=la-meme")
    assert "la fiche est complétée" in desk.text(f"{ROWS}?fait=la-meme")
    assert desk.post(ROWS, ligne=number[1]).status_code == 404
    with sqlite_database.read() as uow:
        assert len(uow.records.keys_of(int(fiche[1]))) == 2


def test_it_may_be_tried_so_that_such_rows_are_created(desk: Desk) -> None:
    desk.apply(desk.tried(native(FIRST)))
    path = desk.tried(native(ALIKE), nom="Voisins")
    assert desk.post(f"{path}/essai", options="oui", creer="oui").status_code == 303
    desk.work()
    assert "Créer 1 fiche" in desk.text(f"{path}/essai")
