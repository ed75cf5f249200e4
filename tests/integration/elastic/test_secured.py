"""A cluster with TLS and API keys: each key does its own work and no more; what is wrong is said, and nothing lost."""

import hashlib
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from directory.app import create_app
from directory.services.bundle import OPERATIONS, Operations
from directory.services.fiches.editing import ResourceService
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from directory.worker import Worker
from search.document import ResourceDocument
from search.elastic.client import Address
from search.elastic.engine import ElasticEngine
from search.port import SearchUnavailable
from search.query import SearchQuery
from tests.elastic import VERSIONS
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche
from tests.site import settings_for
from tools.elastic.cluster import Cluster, cluster
from tools.elastic.distribution import NoServer

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow]

PREFIX = "secured"
# Those of docs/operations.md.
RIGHTS: dict[str, dict[str, object]] = {
    "read": {"indices": [{"names": [f"{PREFIX}-*"], "privileges": ["read", "view_index_metadata"]}]},
    "write": {
        "indices": [{"names": [f"{PREFIX}-*"], "privileges": ["read", "view_index_metadata", "write", "maintenance"]}]
    },
    "manage": {"cluster": ["monitor"], "indices": [{"names": [f"{PREFIX}-*"], "privileges": ["all"]}]},
}


@dataclass(frozen=True, slots=True)
class Secured:
    """``address`` holds the three keys."""

    cluster: Cluster
    address: Address

    def engine(self, **said: object) -> ElasticEngine:
        return ElasticEngine.at(replace(self.address, **said), prefix=PREFIX)  # type: ignore[arg-type]

    def with_only(self, kind: str) -> ElasticEngine:
        keys = {f"{each}_key": "" for each in RIGHTS} | {f"{kind}_key": getattr(self.address, f"{kind}_key")}
        return self.engine(**keys)

    def key(self, kind: str, name: str = "", **said: object) -> str:
        with self.owner() as client:
            made = client.security.create_api_key(name=name or kind, role_descriptors={kind: RIGHTS[kind]}, **said)  # type: ignore[arg-type]
        return str(made["encoded"])

    def owner(self) -> Elasticsearch:
        return Elasticsearch(
            self.cluster.urls,
            basic_auth=("elastic", self.cluster.password),
            ca_certs=str(self.cluster.ca_certificate),
            # The first key makes the index of keys.
            request_timeout=120,
        )


@pytest.fixture(scope="module", params=VERSIONS)
def secured(request: pytest.FixtureRequest) -> Iterator[Secured]:
    try:
        with cluster(request.param, secured=True) as started:
            bare = Secured(started, Address(tuple(started.urls), ca_file=str(started.ca_certificate)))
            keys = {f"{kind}_key": bare.key(kind) for kind in RIGHTS}
            yield Secured(started, replace(bare.address, **keys))
    except NoServer as reason:
        pytest.skip(f"no cluster here: {reason}")


@pytest.fixture(autouse=True)
def version_told(secured: Secured, record_property: Callable[[str, object], None]) -> None:
    record_property("elasticsearch", secured.cluster.release.version)


@pytest.fixture
def engine(secured: Secured) -> ElasticEngine:
    """An engine with the three keys, over one document."""
    found = secured.engine()
    found.rebuild([ResourceDocument(id=1, seq=1)], cursor=1)
    return found


def total(engine: ElasticEngine) -> int:
    return engine.search(SearchQuery(instant=NOW)).total


def reason(engine: ElasticEngine) -> str:
    with pytest.raises(SearchUnavailable) as caught:
        total(engine)
    return caught.value.reason


DOCUMENT = ResourceDocument(id=2, seq=2)


def test_each_key_does_its_own_work(engine: ElasticEngine) -> None:
    engine.put([DOCUMENT], cursor=2)
    assert total(engine) == 2
    assert engine.status().cursor == 2
    assert [document.id for document in engine.documents()] == [1, 2]
    assert len(engine.vocabulary().entries()) == 0


def test_the_key_of_the_web_cannot_write(secured: Secured, engine: ElasticEngine) -> None:
    web = secured.with_only("read")
    assert total(web) == 1
    with pytest.raises(SearchUnavailable, match="403"):
        web.put([DOCUMENT], cursor=2)
    with pytest.raises(SearchUnavailable, match="403"):
        web.rebuild([DOCUMENT], cursor=2)
    assert total(engine) == 1


def test_the_key_of_the_worker_cannot_manage(secured: Secured, engine: ElasticEngine) -> None:
    worker = secured.with_only("write")
    worker.put([DOCUMENT], cursor=2)
    assert total(worker) == 2
    generation = engine.status().generation
    with pytest.raises(SearchUnavailable, match="403"):
        worker.rebuild([DOCUMENT], cursor=2)
    assert engine.status().generation == generation
    assert total(engine) == 2


def test_a_key_of_another_prefix_reads_nothing(secured: Secured) -> None:
    assert "403" in reason(ElasticEngine.at(secured.address, prefix="another"))


def test_a_wrong_an_expired_and_a_withdrawn_key_are_said(secured: Secured, engine: ElasticEngine) -> None:
    assert "401" in reason(secured.engine(read_key="d3Jvbmc6a2V5"))
    expiring = secured.engine(read_key=secured.key("read", expiration="1s"))
    time.sleep(2)
    assert "expired" in reason(expiring)
    withdrawn = secured.engine(read_key=secured.key("read", name="withdrawn"))
    assert total(withdrawn) == 1
    with secured.owner() as client:
        client.security.invalidate_api_key(name="withdrawn")
    assert "401" in reason(withdrawn)


def test_an_unknown_authority_is_refused_and_said(secured: Secured, tmp_path: Path) -> None:
    assert "certificate" in reason(secured.engine(ca_file=""))
    assert "certificate" in reason(secured.engine(ca_file="", fingerprint="0" * 64))


def test_the_fingerprint_of_the_authority_is_enough(secured: Secured, engine: ElasticEngine) -> None:
    assert secured.cluster.ca_certificate is not None
    der = ssl.PEM_cert_to_DER_cert(secured.cluster.ca_certificate.read_text())
    assert total(secured.engine(ca_file="", fingerprint=hashlib.sha256(der).hexdigest())) == 1


def test_with_a_wrong_key_pages_are_degraded_and_no_save_is_lost(
    secured: Secured, sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed(sqlite_database, TAXONOMY)
    ResourceService(sqlite_database, GAZETTEER).create(fiche(), author=LEA, origin=FORM, now=NOW)
    good = {
        "SEARCH_URL": ",".join(secured.cluster.urls),
        "SEARCH_CA_FILE": str(secured.cluster.ca_certificate),
        "SEARCH_PREFIX": PREFIX,
        "SEARCH_KEY": secured.key("read"),
        "SEARCH_WRITE_KEY": secured.address.write_key,
        "SEARCH_MANAGE_KEY": secured.address.manage_key,
        "LOG_LEVEL": "warning",
    }

    def app_with(**said: str):  # type: ignore[no-untyped-def]
        settings = settings_for(tmp_path, **(good | said))
        return create_app(settings, database=sqlite_database, gazetteer=GAZETTEER, now=lambda: NOW)

    def operations(app) -> Operations:  # type: ignore[no-untyped-def]
        found = app.extensions[OPERATIONS]
        assert isinstance(found, Operations)
        return found

    app = app_with()
    assert operations(app).indexer.rebuild() == 1
    wrong = app_with(SEARCH_KEY="d3Jvbmc6a2V5", SEARCH_WRITE_KEY="d3Jvbmc6a2V5")
    client = wrong.test_client()
    assert client.get("/recherche?besoin=mobilite-permis").status_code == 503
    ready = client.get("/sante/pret")
    assert ready.status_code == 503
    assert "401" in ready.text
    said = capsys.readouterr().err
    assert "expired or was withdrawn (401)" in said
    assert "d3Jvbmc6a2V5" not in said
    ResourceService(sqlite_database, GAZETTEER).create(fiche("Vélo"), author=LEA, origin=FORM, now=NOW)
    ops = operations(wrong)
    assert not Worker(ops.indexer, ops.jobs, {}, owner="worker", now=lambda: NOW).follow()
    assert "worker.search_unavailable" in capsys.readouterr().err
    assert operations(app).indexer.follow() == 1
    assert app.test_client().get("/api/v1/ressources").get_json()["total"] == 2
    assert operations(app).indexer.verify().is_empty
