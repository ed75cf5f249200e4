"""An index is switched to only when it holds what was sent, and writes follow the index that serves."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pytest

from search.document import ResourceDocument
from search.elastic import building
from search.elastic.bulk import puts
from search.elastic.mapping import TYPES, Json
from search.port import IndexMissing, NothingToRollBack, RefusedDocuments, SearchUnavailable
from tests.integration.elastic.conftest import Fed
from tests.integration.elastic.indices import archive, indices_of

pytestmark = pytest.mark.elasticsearch


def test_rolling_back_loses_no_save(fed: Fed) -> None:
    fed.create("Permis", "Vélo")
    indexer = fed.indexer()
    indexer.rebuild()
    with pytest.raises(NothingToRollBack):
        indexer.roll_back()
    generation = fed.engine.status().generation
    indexer.rebuild()
    fed.create("Crèche")
    archive(fed, 1)
    indexer.follow()
    assert indexer.roll_back() == 2
    assert fed.engine.status().generation == generation
    assert fed.found() == {2, 3}
    assert indexer.verify().is_empty


def test_a_write_prepared_for_another_index_moves_no_cursor(fed: Fed) -> None:
    fed.create("Permis à un euro")
    fed.indexer().rebuild()
    before = fed.engine.status().cursor
    with pytest.raises(SearchUnavailable):
        fed.engine.put((), cursor=before + 9, since=before + 8)
    with pytest.raises(SearchUnavailable):
        fed.engine.remove({1: before + 9}, cursor=before + 8, since=before + 8)
    assert fed.engine.status().cursor == before
    assert len(fed.found()) == 1


def test_a_document_that_the_cluster_refuses_stops_no_other(fed: Fed) -> None:
    fed.engine.rebuild([ResourceDocument(id=1, seq=1)], cursor=1)
    # A word longer than an index can hold: the check of fiches never lets one through, a fault of ours could.
    refused = replace(ResourceDocument(id=2, seq=2), title_key="x" * 40_000)
    with pytest.raises(RefusedDocuments) as caught:
        fed.engine.put([refused, ResourceDocument(id=3, seq=3)], cursor=3)
    assert list(caught.value.refused) == [2]
    assert "xxx" not in caught.value.refused[2]
    assert fed.engine.status().cursor == 3
    assert fed.found() == {1, 3}


def test_an_index_whose_documents_are_refused_is_not_switched_to(fed: Fed) -> None:
    fed.engine.rebuild([ResourceDocument(id=1, seq=1)], cursor=1)
    refused = [ResourceDocument(id=each, seq=1, title_key="x" * 40_000) for each in range(1, 9)]
    with pytest.raises(SearchUnavailable):
        fed.engine.rebuild(refused, cursor=2)
    assert fed.found() == {1}


def loses_one(documents: Iterable[ResourceDocument]) -> Iterator[Json]:
    return puts(list(documents)[1:])


def alters_all(documents: Iterable[ResourceDocument]) -> Iterator[Json]:
    return puts(replace(document, needs_text="velo") for document in documents)


@pytest.mark.parametrize("fault", [loses_one, alters_all])
def test_an_index_that_does_not_hold_what_was_sent_is_not_switched_to(
    fed: Fed, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Iterable[ResourceDocument]], Iterator[Json]]
) -> None:
    documents = [ResourceDocument(id=number, seq=1, title="permis conduir") for number in range(1, 9)]
    fed.engine.rebuild(documents[:2], cursor=1)
    monkeypatch.setattr(building, "puts", fault)
    with pytest.raises(SearchUnavailable, match=r"holds 7 documents of 8|fiche 1 did not come back"):
        fed.engine.rebuild(documents, cursor=1)
    assert fed.found() == {1, 2}


def test_an_index_whose_words_are_not_found_is_not_switched_to(fed: Fed, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [ResourceDocument(id=1, seq=1, title="permis conduir")]
    fed.engine.rebuild(documents, cursor=1)
    # The whole title would be one word.
    monkeypatch.setitem(TYPES, "text", {"type": "keyword"})
    with pytest.raises(SearchUnavailable, match="not found by its own words"):
        fed.engine.rebuild(documents, cursor=1)
    assert fed.found() == {1}


def test_a_write_never_makes_an_index(fed: Fed) -> None:
    with pytest.raises(IndexMissing):
        fed.engine.put([ResourceDocument(id=1, seq=1)], cursor=1)
    with pytest.raises(IndexMissing):
        fed.found()
    assert indices_of(fed.engine, fed.engine_url) == {}
