"""An index that lacks more than it holds is made again; one that servers feed while it is built never is."""

import pytest

from directory.services.fiches.editing import ResourceService
from directory.services.index.indexing import FAR_BEHIND, Indexer, Manner
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from search.reference import ReferenceEngine
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche


@pytest.mark.parametrize("manner, is_far", [(Manner.ALONE, True), (Manner.TOGETHER, False)])
def test_an_index_is_far_behind_when_it_lacks_more_than_it_holds(
    sqlite_database: Database, manner: Manner, is_far: bool
) -> None:
    indexer = Indexer(sqlite_database, ReferenceEngine(), target="live", owner="me", now=lambda: NOW, manner=manner)
    seed(sqlite_database, TAXONOMY)
    one = ResourceService(sqlite_database, GAZETTEER).create(fiche(), author=LEA, origin=FORM, now=NOW).resource.id
    indexer.rebuild()
    with sqlite_database.write() as uow:
        uow.changes.append([one] * FAR_BEHIND, at=NOW)
    assert not indexer.is_far_behind()
    with sqlite_database.write() as uow:
        uow.changes.append([one], at=NOW)
    assert indexer.is_far_behind() == is_far
    indexer.rebuild()
    assert not indexer.is_far_behind()
