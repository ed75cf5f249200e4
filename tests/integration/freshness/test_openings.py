"""How often fiches are opened: counted aside, by nobody in particular."""

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from directory.services.freshness.openings import KEPT_S, Openings
from directory.store.database import Database
from tests.accounts import Clock
from tests.site import PERMIT, make_site


class Away:
    """A base that is busy until it is told not to be."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.is_away = True

    def write(self) -> object:
        if self.is_away:
            raise OperationalError("", None, Exception("busy"))
        return self.database.write()


def kept(database: Database, *months: str) -> dict[int, int]:
    with database.read() as uow:
        return uow.openings.of([1, 2], months)


def test_counts_add_up_by_fiche_and_month_and_are_written_once_old_enough(database: Database) -> None:
    clock, seconds = Clock(), [0.0]
    counted = Openings(database, now=clock, clock=lambda: seconds[0])
    for number in (1, 1, 2):
        counted.note(number)
    assert not counted.write_old() and kept(database, "2026-03") == {}
    seconds[0] = KEPT_S
    assert counted.write_old() and kept(database, "2026-03") == {1: 2, 2: 1}
    clock.forward(days=31)
    counted.note(1)
    assert counted.write() and kept(database, "2026-03", "2026-04") == {1: 3, 2: 1}
    assert kept(database, "2026-04") == {1: 1} and not counted.write()


def test_a_busy_base_gets_them_later(database: Database) -> None:
    away = Away(database)
    counted = Openings(away, now=Clock(), clock=lambda: 0.0)  # type: ignore[arg-type]
    counted.note(1)
    assert not counted.write()
    counted.note(1)
    away.is_away = False
    assert counted.write() and kept(database, "2026-03") == {1: 2}


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": '"x"'}])
def test_the_page_of_a_fiche_is_counted_and_a_search_is_not(
    sqlite_database: Database, tmp_path: Path, headers: dict[str, str]
) -> None:
    site = make_site(sqlite_database, tmp_path)
    client = site.client
    for path in (f"/ressources/{PERMIT}", "/recherche?q=permis"):
        assert client.get(path, headers=headers, follow_redirects=True).status_code == 200
    assert kept(sqlite_database, "2026-03") == {}
    site.app.extensions["directory"].openings.write()
    assert kept(sqlite_database, "2026-03") == {PERMIT: 1}
