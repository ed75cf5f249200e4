"""kill -9 in the middle of a merge, of its undoing, of a transfer: all of it was done, or nothing."""

import random
from dataclasses import replace

import pytest

from directory.domain.duplicates import PairState
from directory.services.fiches.editing import ResourceService
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import GAZETTEER, LEA, fiche
from tests.imports import new_import, row
from tests.integration.crash.importer import service_of
from tests.integration.crash.merger import FIRST
from tests.integration.crash.test_crashes import address, assert_sound
from tests.integration.crash.victims import Victim

FICHES = 20


@pytest.mark.slow
def test_a_merge_or_a_transfer_that_was_killed_is_whole_or_was_never_begun(base: Database, rounds: int) -> None:
    draw = random.Random(rounds)
    Team(base)
    imports = service_of(base)
    rows = [row(each, titre=f"Service {each}", tel=f"04 90 00 00 {each:02d}") for each in range(FICHES)]
    batch = imports.receive(new_import(rows, institution=FIRST), author=LEA)
    imports.dry_run(batch)
    imports.apply(batch)
    before = {each: ResourceService(base, GAZETTEER).get(each).content for each in (1, 2)}
    assert before[1] != fiche()
    for _ in range(rounds * 2):
        Victim("merger", (address(base),)).kill_after(draw.randrange(1, 12), draw)
        assert_sound(base)
        with base.read() as uow:
            one, other = uow.resources.by_ids((1, 2))
            standing = [each for each in uow.merges.of(1) if each.undone_at is None]
            owners = {each.content.institution for each in uow.resources.iterate(after_id=0, limit=100)}
            keys = (uow.records.keys_of(1), uow.records.keys_of(2))
            pair = uow.duplicates.get(1, 2)
        assert len(owners) == 1
        owner = owners.pop()
        is_merged = bool(standing)
        assert (other.merged_into == 1, other.content.is_archived) == (is_merged, is_merged)
        assert tuple(map(len, keys)) == ((2, 0) if is_merged else (1, 1))
        if is_merged:
            assert one.content.title == other.content.title
        else:
            assert [one.content, other.content] == [replace(before[each], institution=owner) for each in (1, 2)]
        if pair is not None:
            assert pair.state is (PairState.MERGED if is_merged else PairState.APART)
