"""Three nodes: one killed under searches and saves, all stopped and started, an index rebuilt under load."""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import pytest
from elasticsearch import Elasticsearch
from flask import Flask

from directory.app import create_app, utc_now
from directory.cli import OPERATIONS
from directory.services.bundle import Operations
from directory.services.resources import ResourceService
from directory.services.taxonomy import seed
from directory.store.session import Database
from directory.worker import Worker
from search.document import FINGERPRINT, ResourceDocument
from tests.elastic import VERSIONS
from tests.fiches import FORM, GAZETTEER, LEA, TAXONOMY, fiche
from tests.site import settings_for
from tools.elastic.cluster import Cluster, cluster
from tools.elastic.distribution import NoServer

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]

FICHES = 100
LIST = "/api/v1/ressources?besoin=mobilite-permis&taille=1"
WITHIN_S = 120.0


@dataclass
class Load:
    """Searches and saves, each in its thread, and a worker that follows; what they saw."""

    app: Flask
    resources: ResourceService
    stop: Event = field(default_factory=Event)
    totals: list[int] = field(default_factory=list)
    first_tries_failed: int = 0
    failed: int = 0
    slowest_s: float = 0.0
    saved: list[int] = field(default_factory=list)

    def search(self) -> None:
        client = self.app.test_client()
        while not self.stop.is_set():
            started = time.monotonic()
            answer = client.get(LIST)
            if answer.status_code != 200:
                self.first_tries_failed += 1
                answer = client.get(LIST)
            self.slowest_s = max(self.slowest_s, time.monotonic() - started)
            if answer.status_code == 200:
                self.totals.append(answer.get_json()["total"])
            else:
                self.failed += 1

    def save(self) -> None:
        draw = random.Random(5)
        while not self.stop.is_set():
            if self.saved and draw.random() < 0.3:
                known = self.resources.get(draw.choice(self.saved))
                content = replace(known.content, description=f"Révisée {draw.random()}")
                self.resources.revise(
                    known.id, content, expected_version=known.version, author=LEA, origin=FORM, now=utc_now()
                )
            else:
                receipt = self.resources.create(
                    fiche(f"Permis {draw.random()}"), author=LEA, origin=FORM, now=utc_now()
                )
                self.saved.append(receipt.resource.id)
            time.sleep(0.02)

    def follow(self) -> None:
        ops = operations(self.app)
        Worker(ops.indexer, ops.jobs, {}, owner="worker", now=utc_now).run(self.stop)

    @contextmanager
    def running(self, *tasks: Callable[[], None]) -> Iterator[None]:
        self.stop.clear()
        threads = [Thread(target=task) for task in tasks]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()


def operations(app: Flask) -> Operations:
    found = app.extensions[OPERATIONS]
    assert isinstance(found, Operations)
    return found


@pytest.fixture(scope="module", params=VERSIONS)
def nodes(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    try:
        with cluster(request.param, nodes=3) as started:
            yield started
    except NoServer as reason:
        pytest.skip(f"no cluster here: {reason}")


@pytest.fixture
def load(nodes: Cluster, sqlite_database: Database, tmp_path: Path) -> Iterator[Load]:
    prefix = f"t{random.randrange(10**9)}"
    seed(sqlite_database, TAXONOMY)
    resources = ResourceService(sqlite_database, GAZETTEER)
    for number in range(FICHES):
        resources.create(fiche(f"Permis {number}"), author=LEA, origin=FORM, now=utc_now())
    settings = settings_for(tmp_path, SEARCH_URL=",".join(nodes.urls), SEARCH_PREFIX=prefix)
    app = create_app(settings, database=sqlite_database, gazetteer=GAZETTEER)
    assert operations(app).indexer.rebuild() == FICHES
    yield Load(app, resources)
    with Elasticsearch(nodes.urls) as client:
        for name in client.indices.get(index=f"{prefix}-*"):
            client.indices.delete(index=name)


def say(figures: str) -> None:
    """Give the figures to whoever runs the tests with ``-s``."""
    sys.stdout.write(figures + "\n")


def primary_of(nodes: Cluster, app: Flask) -> int:
    """Return which node holds the primary of the live index."""
    index = operations(app).health.report().engine
    assert index is not None
    with Elasticsearch(nodes.urls) as client:
        shards = client.cat.shards(index=index.generation, format="json")
    name = next(str(shard["node"]) for shard in shards if shard["prirep"] == "p")  # type: ignore[index]
    return next(rank for rank, node in enumerate(nodes.nodes) if node.name == name)


def caught_up(app: Flask) -> None:
    """Wait until the log was followed to its end."""
    until = time.monotonic() + WITHIN_S
    health = operations(app).health
    while health.report().lag != 0:
        assert time.monotonic() < until, "the index did not catch up"
        time.sleep(0.2)


def held(app: Flask) -> list[ResourceDocument]:
    indexer = operations(app).indexer
    return [replace(document, seq=0) for document in indexer._engine.documents()]


def test_a_node_killed_under_load_loses_no_save_and_no_page(nodes: Cluster, load: Load) -> None:
    victim = nodes.nodes[primary_of(nodes, load.app)]
    with load.running(load.follow):
        with_load = Load(load.app, load.resources)
        with with_load.running(with_load.search, with_load.save):
            time.sleep(5)
            victim.kill()
            time.sleep(20)
        caught_up(load.app)
    assert nodes.nodes[primary_of(nodes, load.app)] is not victim
    say(
        f"\n{nodes.release.version}: {len(with_load.totals)} pages, {with_load.first_tries_failed} asked twice,"
        f" {with_load.failed} failed, slowest {with_load.slowest_s:.2f} s; {len(with_load.saved)} fiches saved"
    )
    assert with_load.failed == 0
    # Once, when another copy takes over, what was found may be a refresh behind.
    assert sum(before > after for before, after in pairwise(with_load.totals)) <= 1
    assert with_load.totals[0] >= FICHES
    assert len(with_load.saved) > 20
    assert operations(load.app).indexer.verify().is_empty
    nodes.start(victim)
    nodes.wait("green")


def test_all_nodes_stopped_and_started_the_index_is_that_of_a_rebuild(nodes: Cluster, load: Load) -> None:
    client = load.app.test_client()
    with load.running(load.follow):
        for node in nodes.nodes:
            node.kill()
        saving = Load(load.app, load.resources)
        with saving.running(saving.save):
            time.sleep(3)
            assert client.get("/sante/pret").status_code == 503
            assert client.get("/ressources/1-permis-0").status_code == 200
            assert client.get("/recherche?besoin=mobilite-permis").status_code == 503
            for node in nodes.nodes:
                nodes.start(node)
            nodes.wait("green")
        caught_up(load.app)
        until = time.monotonic() + WITHIN_S
        while client.get("/sante/pret").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.2)
    assert len(saving.saved) > 20
    # A batch of more than two hundred is found at the next refresh, not when its cursor moves.
    while client.get(LIST).get_json()["total"] != FICHES + len(saving.saved):
        assert time.monotonic() < until, "saves are not found"
        time.sleep(0.2)
    indexer = operations(load.app).indexer
    assert indexer.verify().is_empty
    followed = held(load.app)
    indexer.rebuild()
    assert held(load.app) == followed


def test_a_rebuild_under_load_gives_no_empty_answer_and_rolls_back(nodes: Cluster, load: Load) -> None:
    indexer = operations(load.app).indexer
    before = indexer._engine.status().generation
    with load.running(load.follow):
        with_load = Load(load.app, load.resources)
        with with_load.running(with_load.search, with_load.save):
            for _ in range(3):
                indexer.rebuild()
            after = indexer._engine.status().generation
            indexer.roll_back()
        caught_up(load.app)
    assert before != after != indexer._engine.status().generation
    say(f"\n{nodes.release.version}: {len(with_load.totals)} pages and {len(with_load.saved)} saves during 3 rebuilds")
    assert with_load.failed == with_load.first_tries_failed == 0
    assert min(with_load.totals) >= FICHES
    assert indexer.verify().is_empty
    assert FINGERPRINT in after
