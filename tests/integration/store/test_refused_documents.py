"""Fiches that an index refuses: listed until they are accepted or gone, and never in the way of the others."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from directory.services.fiches.editing import ResourceService
from directory.services.index.indexing import Indexer, Manner
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from search.document import ResourceDocument
from search.port import RefusedDocuments
from search.reference import ReferenceEngine
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche


class Refusing(ReferenceEngine):
    """Refuses what has "refusée" for a title."""

    def _accepted(self, documents: Iterable[ResourceDocument]) -> tuple[list[ResourceDocument], dict[int, str]]:
        every = list(documents)
        refused = {each.id: "too strange" for each in every if each.service_label == "Refusée"}
        return [each for each in every if each.id not in refused], refused

    def put(self, documents: Sequence[ResourceDocument], *, cursor: int, since: int | None = None) -> None:
        accepted, refused = self._accepted(documents)
        super().put(accepted, cursor=cursor)
        if refused:
            raise RefusedDocuments(refused)

    def rebuild(self, documents: Iterable[ResourceDocument], *, cursor: int) -> None:
        accepted, refused = self._accepted(documents)
        super().rebuild(accepted, cursor=cursor)
        if refused:
            raise RefusedDocuments(refused)


@pytest.mark.parametrize("manner", Manner)
def test_a_refused_fiche_is_listed_until_it_is_accepted(database: Database, manner: Manner) -> None:
    seed(database, TAXONOMY)
    resources = ResourceService(database, GAZETTEER)
    indexer = Indexer(database, Refusing(), target="live", owner="me", now=lambda: NOW, manner=manner)
    indexer.rebuild()
    titles = ("Permis", "Refusée", "Vélo")
    first, second, third = (
        resources.create(fiche(title), author=LEA, origin=FORM, now=NOW).resource for title in titles
    )
    assert indexer.follow() == 3
    assert indexer.refused() == {second.id: "too strange"}
    assert indexer.verify().missing == (second.id,)
    indexer.rebuild()
    assert indexer.refused() == {second.id: "too strange"}
    corrected = replace(second.content, title="Acceptée")
    resources.revise(second.id, corrected, expected_version=1, author=LEA, origin=FORM, now=NOW)
    indexer.follow()
    assert indexer.refused() == {}
    assert indexer.verify().is_empty
    assert first.id < third.id


def test_a_refused_fiche_that_is_archived_leaves_the_list(sqlite_database: Database) -> None:
    seed(sqlite_database, TAXONOMY)
    resources = ResourceService(sqlite_database, GAZETTEER)
    indexer = Indexer(sqlite_database, Refusing(), target="live", owner="me", now=lambda: NOW)
    indexer.rebuild()
    refused = resources.create(fiche("Refusée"), author=LEA, origin=FORM, now=NOW).resource
    indexer.follow()
    assert list(indexer.refused()) == [refused.id]
    resources.archive(refused.id, expected_version=1, author=LEA, origin=FORM, now=NOW)
    indexer.follow()
    assert indexer.refused() == {}
