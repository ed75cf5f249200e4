"""kill -9 at any moment: no acknowledged save is lost, no import left half done, no index left behind or wrong."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from directory.domain.changes import content_after
from directory.domain.imports import BatchState
from directory.store.database import Database
from search.query import SearchAnswer, SearchQuery
from search.sqlite.engine import SqliteEngine
from tests.fiches import LEA, NOW, SAM
from tests.imports import new_import, row
from tests.integration.crash.follower import indexer_of
from tests.integration.crash.importer import service_of
from tests.integration.crash.victims import Victim

ROWS = 200
SAVES = "60"
"""Of each round beside a worker of the index: it rebuilds everything again and again."""


def address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def assert_sound(database: Database) -> None:
    """Every fiche says what its versions lead to, and is in the change log."""
    with database.read() as uow:
        if database.is_sqlite:
            assert uow.connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
            assert uow.connection.execute(text("PRAGMA foreign_key_check")).all() == []
        fiches = uow.resources.iterate(after_id=0, limit=100_000)
        versions = uow.versions.of_many([each.id for each in fiches])
        logged = {change.resource_id for change in uow.changes.since(0, limit=1_000_000).changes}
    assert logged == {each.id for each in fiches}
    for each in fiches:
        assert [version.number for version in versions[each.id]] == list(range(1, each.version + 1))
        assert content_after(versions[each.id]) == each.content


@pytest.mark.slow
def test_no_acknowledged_save_is_lost(base: Database, rounds: int) -> None:
    draw = random.Random(rounds)
    acknowledged: dict[tuple[int, int], str] = {}
    for number in range(rounds):
        victims = [Victim("writer", (address(base), str(number * 2 + which))) for which in range(2)]
        for victim in victims:
            victim.kill_after(draw.randrange(1, 40), draw)
        for line in (line for victim in victims for line in victim.whole_lines()):
            resource_id, version, title = line.split(" ", 2)
            acknowledged[int(resource_id), int(version)] = title
        assert_sound(base)
        with base.read() as uow:
            versions = uow.versions.of_many(list({resource_id for resource_id, _ in acknowledged}))
        for (resource_id, version), title in acknowledged.items():
            assert content_after(versions[resource_id][:version]).title == title
    assert len(acknowledged) >= rounds


@pytest.mark.slow
def test_an_interrupted_import_is_finished_or_taken_back_whole(base: Database, rounds: int) -> None:
    draw = random.Random(rounds)
    imports = service_of(base)
    for number in range(rounds):
        rows = [row(each, id=f"{number}-{each}") for each in range(ROWS)]
        batch = imports.receive(new_import(rows), author=LEA)
        Victim("importer", (address(base), str(batch), "try")).kill_after(draw.randrange(1, 8), draw)
        # What a look that was cut short kept of the rows is never read.
        assert imports.dry_run(batch).counts["created"] == ROWS
        with base.read() as uow:
            before = uow.resources.next_id()
        undone = number % 2 == 1
        for act in ("apply", "apply", "undo" if undone else "apply"):
            Victim("importer", (address(base), str(batch), act)).kill_after(draw.randrange(1, 8), draw)
            assert_sound(base)
        if undone:
            imports.undo(batch, author=SAM)
        else:
            imports.resume(batch)
        assert_sound(base)
        with base.read() as uow:
            fiches = uow.resources.iterate(after_id=before - 1, limit=10 * ROWS)
        if undone:
            assert imports.batch(batch).state is BatchState.UNDONE
            assert {each.content.status for each in fiches} <= {"archivee"}
        else:
            assert imports.batch(batch).counts["created"] == ROWS
            assert [each.origin.source_id for each in fiches] == [f"{number}-{each}" for each in range(ROWS)]
    assert imports.unfinished() == []


@pytest.mark.slow
def test_an_index_whose_worker_was_killed_ends_equal_to_a_rebuilt_one(
    base: Database, tmp_path: Path, rounds: int
) -> None:
    draw = random.Random(rounds)
    folder = tmp_path / "index"
    for number in range(rounds):
        writer = Victim("writer", (address(base), str(1000 + number), SAVES))
        worker = Victim("follower", (address(base), str(folder), str(number)))
        worker.kill_after(draw.randrange(1, 12), draw)
        writer.kill_after(1, draw)
        survivor = indexer_of(base, folder, number + 1)
        if not survivor.is_built():
            continue  # Killed in the middle of the first build.
        # Most rounds go on from where the last worker was killed, without mending anything.
        if draw.random() < 0.3:
            while survivor.follow():
                pass
            assert survivor.verify().is_empty
    last = indexer_of(base, folder, rounds + 1)
    if not last.is_built():
        last.rebuild()
    while last.follow():
        pass
    assert last.verify().is_empty
    rebuilt = indexer_of(base, tmp_path / "rebuilt", rounds + 2)
    rebuilt.rebuild()
    followed_engine, rebuilt_engine = SqliteEngine(folder), SqliteEngine(tmp_path / "rebuilt")
    assert _states(followed_engine) == _states(rebuilt_engine)
    assert followed_engine.vocabulary().entries() == rebuilt_engine.vocabulary().entries()
    for page in (1, 2):
        query = SearchQuery(NOW, page=page, size=500)
        assert _unscored(followed_engine.search(query)) == _unscored(rebuilt_engine.search(query))
    with base.read() as uow:
        assert len(_states(followed_engine)) == len(uow.resources.iterate(after_id=0, limit=100_000))


def _states(engine: SqliteEngine) -> list[object]:
    return [replace(document, seq=0) for document in engine.documents()]


def _unscored(answer: SearchAnswer) -> tuple[object, ...]:
    return (answer.total, answer.hits, answer.facets, answer.listings)
