"""A cluster fed from the change log: rebuilt under saves, rolled to a new day, rolled back, killed in the middle."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from directory.services.index.indexing import Indexer
from search.document import ResourceDocument
from search.elastic import building, words_known
from search.elastic.bulk import puts
from search.elastic.engine import ElasticEngine
from search.elastic.mapping import TYPES, Json
from search.elastic.names import Names, address_of
from search.port import IndexBusy, IndexMissing, NothingToRollBack, RefusedDocuments, SearchUnavailable
from search.sqlite.engine import SqliteEngine
from tests.fiches import FORM, LEA, NOW, SAM, fiche
from tests.integration.elastic.conftest import Fed

pytestmark = pytest.mark.elasticsearch


def archive(fed: Fed, identifier: int) -> None:
    version = fed.resources.get(identifier).version
    fed.resources.archive(identifier, expected_version=version, author=SAM, origin=FORM, now=NOW)


def indices_of(engine: ElasticEngine, url: str) -> dict[str, set[str]]:
    with Elasticsearch(url) as client:
        found = client.indices.get_alias(index=Names(engine.prefix).generations)
        return {name: set(about["aliases"]) - {address_of(name)} for name, about in found.items()}


def test_what_is_saved_or_archived_is_followed_and_verified(fed: Fed) -> None:
    first, second = fed.create("Permis", "Vélo")
    indexer = fed.indexer()
    assert not indexer.is_built()
    assert indexer.rebuild() == 2
    third, *_ = fed.create("Crèche")
    archive(fed, first)
    assert indexer.follow() == 2
    assert fed.found() == {second, third}
    assert indexer.verify().is_empty
    assert indexer.follow() == 0
    assert indexer.wait_for(third, within_s=0)


def test_a_save_is_waited_for_no_longer_than_asked(fed: Fed) -> None:
    fed.create("Permis")
    indexer = fed.indexer()
    indexer.rebuild()
    receipt = fed.resources.create(fiche("Vélo"), author=LEA, origin=FORM, now=NOW)
    assert not indexer.wait_for(receipt.seq, within_s=0.1)
    indexer.follow()
    assert indexer.wait_for(receipt.seq, within_s=0)


def test_a_new_day_reaches_every_fiche_without_the_right_to_make_indices(fed: Fed) -> None:
    fed.create("Permis", "Vélo", "Crèche")
    indexer = fed.indexer()
    indexer.rebuild()
    before = indices_of(fed.engine, fed.engine_url)
    for _ in range(2):
        fed.clock[0] += timedelta(days=1)
        assert not indexer.rolled_today()
        assert set(indexer.verify().stale) == {1, 2, 3}
        assert indexer.roll_hours() == 3
        assert indexer.rolled_today()
        assert indexer.verify().is_empty
    assert indices_of(fed.engine, fed.engine_url) == before
    assert fed.indexer().follow() == 0


class Meanwhile:
    """Documents of a rebuild; what happens while they are read happens after the first of them."""

    def __init__(self, engine: ElasticEngine, happens: Callable[[], None]) -> None:
        self._rebuild = engine.rebuild
        self._happens = happens
        engine.rebuild = self.rebuild  # type: ignore[method-assign]

    def rebuild(self, documents: Iterator[ResourceDocument], *, cursor: int) -> None:
        def watched() -> Iterator[ResourceDocument]:
            first = next(documents)
            self._happens()
            yield first
            yield from documents

        self._rebuild(watched(), cursor=cursor)


def test_what_moves_during_a_rebuild_is_found_before_and_after_the_switch(fed: Fed) -> None:
    fed.create("Permis", "Vélo", "Crèche")
    fed.indexer().rebuild()

    def saves() -> None:
        fed.create("Venue pendant")
        archive(fed, 2)
        assert fed.indexer("another").follow() == 2
        assert fed.found() == {1, 3, 4}

    Meanwhile(fed.engine, saves)
    fed.indexer().rebuild()
    assert fed.found() == {1, 3, 4}
    assert fed.indexer().verify().is_empty


def test_two_rebuilds_at_once_are_refused(fed: Fed) -> None:
    fed.create("Permis")
    fed.indexer().rebuild()
    refused = []

    def another() -> None:
        with pytest.raises(IndexBusy):
            fed.indexer("another").rebuild()
        refused.append(True)

    Meanwhile(fed.engine, another)
    fed.indexer().rebuild()
    assert refused


def test_a_rebuild_that_fails_leaves_the_old_index_and_nothing_else(fed: Fed) -> None:
    fed.create("Permis", "Vélo")
    fed.indexer().rebuild()
    before = indices_of(fed.engine, fed.engine_url)

    def breaks() -> None:
        raise RuntimeError("the base went away")

    Meanwhile(fed.engine, breaks)
    with pytest.raises(RuntimeError):
        fed.indexer().rebuild()
    assert indices_of(fed.engine, fed.engine_url) == before
    assert fed.found() == {1, 2}


KILLED = """
import os, signal, sys
from elasticsearch import Elasticsearch
from directory.services.index.indexing import Indexer
from search.document import ResourceDocument
from search.elastic.client import Clients
from search.elastic import words_known
from search.elastic.engine import ElasticEngine

def documents():
    for number in range(1, 1200):
        yield ResourceDocument(id=number, seq=1)
    os.kill(os.getpid(), signal.SIGKILL)

client = Elasticsearch(sys.argv[1])
ElasticEngine(Clients(client, client, client), prefix=sys.argv[2]).rebuild(documents(), cursor=1)
"""


def test_a_rebuild_killed_in_the_middle_leaves_the_old_index_and_no_litter_after_the_next(fed: Fed) -> None:
    fed.create("Permis", "Vélo")
    fed.indexer().rebuild()
    killed = subprocess.run([sys.executable, "-c", KILLED, fed.engine_url, fed.engine.prefix], check=False)
    assert killed.returncode == -9
    assert len(indices_of(fed.engine, fed.engine_url)) == 2
    assert fed.found() == {1, 2}
    third, *_ = fed.create("Crèche")
    fed.indexer().follow()
    assert fed.found() == {1, 2, third}
    fed.indexer().rebuild()
    roles = [
        {alias.rpartition("-")[2] for alias in aliases} for aliases in indices_of(fed.engine, fed.engine_url).values()
    ]
    assert sorted(map(len, roles)) == [1, 1]
    assert {"previous"} in roles
    assert fed.indexer().verify().is_empty


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


def test_two_engines_are_fed_side_by_side_while_one_is_left_for_the_other(fed: Fed, tmp_path: Path) -> None:
    embedded = Indexer(fed.database, SqliteEngine(tmp_path), target="live", owner="old", now=lambda: fed.clock[0])
    cluster = fed.indexer("new")
    fed.create("Permis")
    assert (embedded.rebuild(), cluster.rebuild()) == (1, 1)
    fed.create("Vélo")
    assert (embedded.follow(), cluster.follow()) == (1, 1)
    fed.create("Crèche")
    archive(fed, 1)
    # The cluster is alone for a while; the embedded engine goes on from where it stood.
    assert cluster.follow() == 2
    assert embedded.follow() == 2
    assert embedded.verify().is_empty
    assert cluster.verify().is_empty


def test_all_words_are_read_however_few_an_answer_holds(fed: Fed, monkeypatch: pytest.MonkeyPatch) -> None:
    fed.indexer().rebuild()
    titles = ("Permis de conduire", "Garde d’enfants", "Aide au logement", "Épicerie solidaire", "Permis moto")
    fed.create(*titles)
    fed.indexer().follow()
    whole = {word: fed.engine.vocabulary().df(word) for word in ("permis", "garde", "logement", "epicerie", "moto")}
    assert (whole["permis"], whole["moto"]) == (5, 1)
    monkeypatch.setattr(words_known, "MOST_WORDS", 3)
    parts = fed.engine.vocabulary()
    assert {word: parts.df(word) for word in whole} == whole


def test_indices_of_other_versions_go_when_asked(fed: Fed) -> None:
    fed.create("Permis")
    fed.indexer().rebuild()
    old = f"{fed.engine.prefix}-0123456789ab-00"
    with Elasticsearch(fed.engine_url) as client:
        client.indices.create(index=old)
    assert fed.indexer().forget_other_versions() == [old]
    assert fed.found() == {1}
