"""What lists show of a fiche is kept beside it, and never lags behind it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from directory.domain.lines import Line
from directory.domain.resource import Resource
from directory.services.fiches.lines import fill_lines
from directory.store.database import Database
from directory.store.line_rows import FORM, line_of, written
from directory.store.resources import StoredResource
from directory.store.tables import resource_line
from fiche.content import Content
from fiche.parts import Structure
from tests.fiches import NOW, fiche
from tests.integration.store.test_resources import FULL, insert, stored

SAID = (
    '["2026-03-02T09:30:00Z","","Permis à un euro","Auto-école l’Élan",'
    '"Deux lignes : conduite, code. « Tout compris »",["mobilite-permis","mobilite-transport"],["autre"],'
    '["sur-rendez-vous"],["itinerant","sur-place"],["payant"],"1 €","04 90 00 00 00",["com:13004","dep:13"],'
    '"Mo-Fr 09:00-12:00","fermé aux vacances",[["2026-08-01","2026-08-15","congés"]],"13004","dep-13","12",[],'
    'false,true,[["3 place X, bâtiment B, 13200 Arles","Arles","13004",43.67769999988377,4.630300002172589,"adresse"],'
    '["Avignon","Avignon","84007",null,null,""]]]'
)
AS_FIRST_KEPT = 1
"""The form of ``SAID``."""


def kept(database: Database, *ids: int) -> dict[int, Line]:
    with database.read() as uow:
        return {read.line.id: read.line for read in uow.lines.published(ids)}


def are_kept(database: Database) -> dict[int, tuple[int, int]]:
    with database.read() as uow:
        rows = uow.connection.execute(resource_line.select()).all()
    return {row.resource_id: (row.version, row.form) for row in rows}


def same(line: Line, resource: Resource) -> bool:
    return (line.id, line.verified_at, written(line)) == (
        resource.id, resource.verified_at, written(line_of(resource)),
    )  # fmt: skip


def test_a_line_says_what_its_fiche_says(database: Database) -> None:
    full = stored(1, FULL, verified_at=NOW)
    insert(database, full, stored(2, Content("", Structure(""))), stored(3, fiche(status="brouillon")))
    lines = kept(database, 1, 2, 3, 99)
    assert same(lines[1], full.resource) and list(lines) == [1, 2]
    assert lines[1].closures == FULL.closures and lines[1].places[1].commune_name == "Avignon"
    assert are_kept(database) == {1: (1, FORM), 2: (1, FORM)}


def test_the_line_moves_with_its_fiche(database: Database) -> None:
    before = stored(1, fiche("Avant"))
    insert(database, before)
    after = stored(1, FULL, version=2)
    with database.write() as uow:
        uow.resources.update_many([(before.resource, after)])
    assert same(kept(database, 1)[1], after.resource)
    with database.write() as uow:
        uow.resources.mark_verified(1, NOW + timedelta(days=3))
    assert kept(database, 1)[1].verified_at == NOW + timedelta(days=3)
    archived = StoredResource(replace(after.resource, version=3, content=replace(FULL, status="archivee")), None)
    with database.write() as uow:
        uow.resources.update_many([(after.resource, archived)])
    assert kept(database, 1) == are_kept(database) == {}


@pytest.mark.parametrize("left", [{"version": 0}, {"form": FORM - 1}], ids=["by an older process", "of another form"])
def test_a_line_left_behind_is_not_read_and_is_written_anew(sqlite_database: Database, left: dict[str, int]) -> None:
    one, other = stored(1, FULL), stored(2, fiche())
    insert(sqlite_database, one, other)
    with sqlite_database.write() as uow:
        uow.connection.execute(update(resource_line).values(content=b"[]", **left))
    assert same(kept(sqlite_database, 1, 2)[1], one.resource)
    assert (fill_lines(sqlite_database), fill_lines(sqlite_database)) == (2, 0)
    assert are_kept(sqlite_database) == {1: (1, FORM), 2: (1, FORM)}
    assert same(kept(sqlite_database, 1, 2)[2], other.resource)


def test_lines_that_are_lacking_are_made_of_fiches_read_together(sqlite_database: Database) -> None:
    numbers = range(1, 21)
    insert(sqlite_database, *(stored(number, fiche(f"F{number}")) for number in numbers))
    seen: list[str] = []
    with sqlite_database.write() as uow:
        uow.connection.execute(resource_line.delete())
        uow.connection.connection.driver_connection.set_trace_callback(seen.append)  # type: ignore[union-attr]
        assert {read.line.title for read in uow.lines.published(numbers)} == {f"F{number}" for number in numbers}
        uow.connection.connection.driver_connection.set_trace_callback(None)  # type: ignore[union-attr]
    # The lines, then the places and the rows of the fiches.
    assert len(seen) == 3


def test_what_did_not_move_is_given_again(sqlite_database: Database) -> None:
    insert(sqlite_database, stored(1, FULL), stored(2, fiche()))
    with sqlite_database.write() as uow:
        before = {read.line.id: read for read in uow.lines.published([1, 2])}
        uow.resources.mark_verified(2, NOW)
        after = {read.line.id: read.line for read in uow.lines.published([1, 2], before=before)}
    assert after[1] is before[1].line
    assert after[2].verified_at == NOW


def test_texts_come_with_the_lines_that_want_them(database: Database) -> None:
    insert(database, stored(1, FULL), stored(2, fiche("Sans conditions")))
    with database.read() as uow:
        texts = {read.line.id: read.texts for read in uow.lines.published([1, 2], with_texts=True)}
    conditions = ("moins de 26 ans", "le matin", "commission le mardi", "1 €")
    assert texts[1] == (FULL.title, FULL.structure.name, FULL.description, *conditions)
    assert texts[2] is not None and len(texts[2]) == 3


def test_the_form_moves_with_what_is_kept() -> None:
    """Rows of a form are read for years: fields added, taken away or made otherwise are another form."""
    assert FORM == AS_FIRST_KEPT
    assert written(line_of(stored(1, FULL).resource)).decode() == SAID
