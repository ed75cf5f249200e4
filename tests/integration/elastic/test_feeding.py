"""A cluster fed from the change log: rebuilt under saves, rolled to a new day, rolled back, killed in the middle."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from directory.services.index.indexing import Indexer
from search.document import ResourceDocument
from search.elastic import words_known
from search.elastic.engine import ElasticEngine
from search.port import IndexBusy
from search.sqlite.engine import SqliteEngine
from tests.elastic import PATIENCE_S
from tests.fiches import FORM, LEA, NOW, fiche
from tests.integration.elastic.conftest import Fed
from tests.integration.elastic.indices import archive, indices_of

pytestmark = pytest.mark.elasticsearch


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

client = Elasticsearch(sys.argv[1], request_timeout=120)
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
    with Elasticsearch(fed.engine_url, request_timeout=PATIENCE_S) as client:
        client.indices.create(index=old)
    assert fed.indexer().forget_other_versions() == [old]
    assert fed.found() == {1}
