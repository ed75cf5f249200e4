"""A large base: a rebuild is killed in the middle, the next one and a rollback are made under load; no answer changes.

The tests follow each other on one index. ELASTIC_FICHES says how many fiches.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from elasticsearch import Elasticsearch
from flask import Flask
from flask.testing import FlaskClient

from bench.bases import timed, write_rows
from bench.language import Language
from directory.app import create_app, utc_now
from directory.services.fiches.editing import ResourceService
from directory.services.taxonomy.editing import read_seed
from directory.settings import Settings, read_settings
from directory.store.database import Database
from search.elastic.names import Names, address_of
from search.places.gazetteer import default_gazetteer
from tests.elastic import VERSIONS
from tests.integration.elastic.load import LIST, WITHIN_S, Load, caught_up, live_index, operations, say

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[3]
FICHES = int(os.environ.get("ELASTIC_FICHES", "100000"))
SEED = 1
REBUILT_WITHIN_S = 900.0
PAUSE_S = 0.05

# None finds a fiche that is saved meanwhile: those are in Arles, and need a driving licence alone.
QUESTIONS = (
    "besoin=logement-abri&taille=50",
    "besoin=argent-alimentation&tri=nom&taille=50",
    "besoin=isolement-numerique&accueil=sur-place&frais=gratuit",
    "famille=logement&tri=fraicheur&page=3",
    "famille=logement&commune=59350&rayon=30&tri=distance",
    "famille=isolement&q=apprendre+le+français",
    "besoin=argent-alimentation&q=aide+alimentaire&commune=75056&rayon=50",
    "bbox=2.6,50.3,3.4,50.8&tri=fraicheur",
)
Answer = tuple[int, tuple[int, ...]]
"""How many fiches are found, and the numbers of those on the page, in its order."""


@dataclass
class Many:
    """A base and its index. ``answers``: what each question was answered in the beginning."""

    app: Flask
    resources: ResourceService
    environ: Mapping[str, str]
    settings: Settings
    names: Names
    server: Elasticsearch
    version: str
    first_build_s: float
    answers: dict[str, Answer] = field(default_factory=dict)

    def answer(self, client: FlaskClient, question: str) -> Answer | None:
        """Return what a question finds, or None when it was not answered."""
        got = client.get(f"/api/v1/ressources?{question}")
        if got.status_code != 200:
            return None
        found = got.get_json()
        return found["total"], tuple(each["id"] for each in found["resultats"])

    def wrong(self) -> list[str]:
        """Return the questions whose answers are not those of the beginning."""
        client = self.app.test_client()
        return [question for question, known in self.answers.items() if self.answer(client, question) != known]

    def indices(self) -> dict[str, set[str]]:
        """Return the generations of this base and what they are for."""
        found = self.server.indices.get_alias(index=self.names.generations)
        return {name: set(about["aliases"]) - {address_of(name)} for name, about in found.items()}

    def written_aside(self) -> int:
        """Return how many documents the index being built has received."""
        about = self.server.options(ignore_status=404).indices.stats(index=self.names.building, metric="indexing")
        # Neither before it is there, nor before its shard is.
        told = about.get("_all", {}).get("primaries", {}).get("indexing", {})
        return int(told.get("index_total", 0))


@dataclass
class Asking:
    """Asks the questions again and again, and keeps those that were answered otherwise."""

    many: Many
    asked: int = 0
    wrong: list[tuple[str, Answer | None]] = field(default_factory=list)

    def ask(self, stop: Event) -> None:
        client = self.many.app.test_client()
        while True:
            for question, known in self.many.answers.items():
                if stop.wait(PAUSE_S):
                    return
                found = self.many.answer(client, question)
                self.asked += 1
                if found != known:
                    self.wrong.append((question, found))

    def wait_for_all(self) -> None:
        """Wait until every question was asked once more."""
        enough, until = self.asked + 2 * len(self.many.answers), time.monotonic() + WITHIN_S
        while self.asked < enough:
            assert time.monotonic() < until, "questions are not asked any more"
            time.sleep(0.1)


@pytest.fixture(scope="session")
def file_of_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file of many fiches, to be copied."""
    path = tmp_path_factory.mktemp("many") / "directory.sqlite3"
    database = Database(f"sqlite:///{path}")
    taxonomy = read_seed()
    seconds = timed(lambda: write_rows(database, FICHES, SEED, Language(SEED, taxonomy), taxonomy))
    database.close()
    say(f"\n{FICHES} fiches written in {seconds:.0f} s")
    return path


@pytest.fixture(scope="module", params=VERSIONS)
def many(
    request: pytest.FixtureRequest,
    elasticsearch_url: Callable[[int], str],
    file_of_many: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Many]:
    url = elasticsearch_url(request.param)
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(file_of_many, folder / "directory.sqlite3")
    names = Names(f"t{random.randrange(10**9)}")
    environ = {
        "ENVIRONMENT": "development", "DATA_DIR": str(folder), "RATE_LIMIT": "none", "LOG_LEVEL": "error",
        "DATABASE_URL": f"sqlite:///{folder}/directory.sqlite3", "SEARCH_URL": url, "SEARCH_PREFIX": names.prefix,
    }  # fmt: skip
    database = Database(environ["DATABASE_URL"])
    gazetteer = default_gazetteer()
    # A clock that stands: midnight in the middle would give every fiche other opening hours.
    started = utc_now()
    settings = read_settings(environ)
    app = create_app(settings, database=database, gazetteer=gazetteer, now=lambda: started)
    with Elasticsearch(url, request_timeout=WITHIN_S) as server:
        try:
            first_build_s = timed(operations(app).indexer.rebuild)
            version = str(server.info()["version"]["number"])
            resources = ResourceService(database, gazetteer)
            made = Many(app, resources, environ, settings, names, server, version, first_build_s)
            client = app.test_client()
            for question in QUESTIONS:
                answer = made.answer(client, question)
                assert answer is not None and answer[1], question
                made.answers[question] = answer
            yield made
        finally:
            for name in server.indices.get(index=f"{names.prefix}-*"):
                server.indices.delete(index=name)
            database.close()
            shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def version_told(many: Many, record_property: Callable[[str, object], None]) -> None:
    record_property("elasticsearch", many.version)


def test_a_rebuild_killed_in_the_middle_leaves_the_old_index_serving(many: Many) -> None:
    before, live = many.indices(), live_index(many.app)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "index", "rebuild"]
    rebuilding = subprocess.Popen(command, cwd=ROOT, env=os.environ | many.environ, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + REBUILT_WITHIN_S
        while (written := many.written_aside()) < FICHES // 4:
            assert rebuilding.poll() is None, "the rebuild ended by itself"
            assert time.monotonic() < until, "the rebuild does not go on"
            time.sleep(0.05)
    finally:
        rebuilding.kill()
        rebuilding.wait()
    assert rebuilding.returncode == -signal.SIGKILL
    (left,) = many.indices().keys() - before.keys()
    assert many.indices() == before | {left: {many.names.building}}
    assert live_index(many.app) == live
    assert many.wrong() == []
    say(f"\n{many.version}: {FICHES} fiches indexed in {many.first_build_s:.0f} s; a rebuild killed after {written}")


def test_a_rebuild_and_a_rollback_under_load_change_no_answer_and_leave_no_litter(many: Many) -> None:
    indexer = operations(many.app).indexer
    first, least = live_index(many.app), many.app.test_client().get(LIST).get_json()["total"]
    following, asking = Load(many.app, many.resources, many.settings), Asking(many)
    load = Load(many.app, many.resources, many.settings, pause_s=PAUSE_S)
    with following.running(following.follow):
        with load.running(load.search, load.save, partial(asking.ask, load.stop)):
            # At once: nobody waits for the lease of a process that was killed.
            rebuild_s = timed(indexer.rebuild)
            second = live_index(many.app)
            asking.wait_for_all()
            roll_back_s = timed(indexer.roll_back)
            asking.wait_for_all()
        caught_up(many.app)
    say(
        f"\n{many.version}: {FICHES} fiches rebuilt in {rebuild_s:.0f} s under load,"
        f" rolled back in {roll_back_s:.1f} s; {asking.asked} fixed questions, {len(asking.wrong)} answered otherwise;"
        f" {len(load.totals)} other pages, {load.first_tries_failed} failed, slowest {load.slowest_s:.2f} s;"
        f" {len(load.saved)} fiches saved"
    )
    assert asking.wrong == []
    assert load.first_tries_failed == load.failed == 0
    assert min(load.totals) >= least > 0
    assert len(load.saved) > 20
    assert second != first == live_index(many.app)
    assert many.indices() == {first: {many.names.live}, second: {many.names.previous}}
    assert many.wrong() == []
    assert indexer.verify().is_empty
