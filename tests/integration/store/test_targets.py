"""Indexes: a cursor that only goes forward, moved by whoever holds the lease."""

from datetime import timedelta

from directory.store.database import Database
from directory.store.targets import Target, TargetRole
from tests.fiches import NOW

LATER = NOW + timedelta(seconds=61)


def add(database: Database, name: str, role: TargetRole = TargetRole.LIVE, cursor: int = 0) -> None:
    with database.write() as uow:
        uow.targets.add(Target(name, role, cursor, "f", NOW))


def acquire(database: Database, owner: str, *, late: bool = False) -> bool:
    with database.write() as uow:
        return uow.targets.acquire("a", owner=owner, now=LATER if late else NOW, lease_s=60)


def test_one_worker_at_a_time_holds_an_index(database: Database) -> None:
    add(database, "a")
    assert acquire(database, "one")
    assert acquire(database, "one")
    assert not acquire(database, "two")


def test_the_lease_of_a_lost_worker_is_taken_over(database: Database) -> None:
    add(database, "a")
    assert acquire(database, "one")
    assert acquire(database, "two", late=True)
    with database.write() as uow:
        assert not uow.targets.advance("a", owner="one", cursor=5)
        assert uow.targets.advance("a", owner="two", cursor=5)


def test_a_released_index_is_free(database: Database) -> None:
    add(database, "a")
    assert acquire(database, "one")
    with database.write() as uow:
        uow.targets.release("a", owner="one")
    assert acquire(database, "two")


def test_a_cursor_never_goes_back(database: Database) -> None:
    add(database, "a", cursor=7)
    assert acquire(database, "one")
    with database.write() as uow:
        assert not uow.targets.advance("a", owner="one", cursor=6)
        found = uow.targets.get("a")
    assert found is not None
    assert found.cursor == 7
