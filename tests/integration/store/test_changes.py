"""The change log: append-only, in the order of commits, read with a cursor."""

import threading
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from directory.domain.changes import ChangePage
from directory.services.fiches.editing import ResourceService
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from directory.store.tables import change
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche


def saved(service: ResourceService, count: int) -> list[int]:
    return [service.create(fiche(f"F{n}"), author=LEA, origin=FORM, now=NOW).resource.id for n in range(count)]


def test_nothing_moved_in_a_new_base(database: Database) -> None:
    with database.read() as uow:
        assert uow.changes.max_seq() == 0
        assert uow.changes.since(0, limit=10) == ChangePage((), 0, is_last=True)


def test_each_save_is_one_line_and_a_page_says_where_to_go_on(base: Database, service: ResourceService) -> None:
    ids = saved(service, 3)
    with base.read() as uow:
        first = uow.changes.since(0, limit=2)
        assert [change.resource_id for change in first.changes] == ids[:2]
        assert not first.is_last
        rest = uow.changes.since(first.cursor, limit=2)
        assert [change.resource_id for change in rest.changes] == ids[2:]
        assert rest.is_last
        assert rest.cursor == uow.changes.max_seq()


def test_a_fiche_that_moved_twice_comes_once_at_its_last_move(base: Database, service: ResourceService) -> None:
    first, second = saved(service, 2)
    receipt = service.revise(first, fiche("F0 bis"), expected_version=1, author=LEA, origin=FORM, now=NOW)
    with base.read() as uow:
        page = uow.changes.since(0, limit=10)
    assert [change.resource_id for change in page.changes] == [second, first]
    assert page.changes[-1].seq == receipt.seq == page.cursor


def test_a_save_that_failed_leaves_no_line(base: Database, service: ResourceService) -> None:
    try:
        with base.write() as uow:
            uow.changes.append((), at=NOW)
            saver = service.saver(uow)
            assert saver.save_many(uow, (), now=NOW) == []
            raise RuntimeError
    except RuntimeError:
        pass
    with base.read() as uow:
        assert uow.changes.max_seq() == 0


def moved_since(base: Database, instant: datetime) -> list[int]:
    with base.read() as uow:
        return [change.resource_id for change in uow.changes.since(uow.changes.before(instant), limit=1000).changes]


def test_what_moved_since_an_instant_is_found_by_its_date(base: Database, service: ResourceService) -> None:
    days = [NOW + timedelta(days=day) for day in range(4)]
    made = [service.create(fiche(f"F{n}"), author=LEA, origin=FORM, now=day).resource for n, day in enumerate(days[:3])]
    service.archive(made[0].id, expected_version=1, author=LEA, origin=FORM, now=days[3])
    assert moved_since(base, days[2]) == [made[2].id, made[0].id]
    assert moved_since(base, days[0]) == [made[1].id, made[2].id, made[0].id]
    assert moved_since(base, days[3] + timedelta(days=1)) == []


@given(at=st.lists(st.integers(-3, 3), max_size=8), asked=st.integers(-4, 4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_nothing_is_missed_where_dates_do_not_follow_the_order_of_the_log(
    sqlite_database: Database, at: list[int], asked: int
) -> None:
    """Two saves at once, the first to read its clock written last; fiches of a demonstration dated in the past."""
    seed(sqlite_database, TAXONOMY)
    ids = saved(ResourceService(sqlite_database, GAZETTEER), len(at))
    saves = [(NOW + timedelta(hours=hours), resource_id) for hours, resource_id in zip(at, ids, strict=True)]
    with sqlite_database.write() as uow:
        uow.connection.execute(delete(change))
        for instant, resource_id in saves:
            uow.changes.append([resource_id], at=instant)
    since = NOW + timedelta(hours=asked)
    wanted = {resource_id for instant, resource_id in saves if instant >= since}
    assert set(moved_since(sqlite_database, since)) >= wanted


def test_no_reader_ever_passes_over_a_number_that_is_committed_late(base: Database, service: ResourceService) -> None:
    """Writers at once, and a reader that follows with its cursor: it must have seen every fiche at the end."""
    count, seen, cursor = 12, set[int](), 0
    writers = [threading.Thread(target=saved, args=(service, count)) for _ in range(3)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        with base.read() as uow:
            page = uow.changes.since(cursor, limit=1000)
        seen.update(change.resource_id for change in page.changes)
        cursor = page.cursor
    for writer in writers:
        writer.join()
    with base.read() as uow:
        seen.update(change.resource_id for change in uow.changes.since(cursor, limit=1000).changes)
        assert seen == {fiche.id for fiche in uow.resources.iterate(after_id=0, limit=1000)}
    assert len(seen) == 3 * count
