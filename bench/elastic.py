"""Elasticsearch beside its own client: ``python -m bench.elastic 100000`` over the cluster of ELASTICSEARCH_URL.

Searches: the product over HTTP, and the raw queries that the engine sends, sent by the client. Indexing: the rebuild of
the engine, and the same documents, ready made, by the bulk of the client.
"""

import gc
import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from bench.asking import quantile
from bench.bases import Base, prepare
from bench.questions import KINDS, Asker
from bench.raw import RawEngine
from bench.site import Site
from directory.app import create_app, utc_now
from directory.services.index.documents import document_of
from directory.services.index.indexing import Indexer, Manner
from directory.services.taxonomy.editing import load_taxonomy
from directory.settings import read_settings
from directory.store.database import Database
from search.document import FINGERPRINT, ResourceDocument
from search.elastic.client import Address, Clients
from search.elastic.engine import ElasticEngine
from search.elastic.mapping import mapping, settings, source_of
from search.places.clock import local_day
from search.places.gazetteer import default_gazetteer

PREFIX = "bench"
RAW = "bench-raw"
CHUNK = 2_000


@click.command()
@click.argument("size", type=int)
@click.option("--rounds", default=40, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--cache", type=click.Path(path_type=Path), default=Path(tempfile.gettempdir()) / "bench-ressources",
    show_default=True,
)  # fmt: skip
def main(size: int, rounds: int, seed: int, cache: Path) -> None:
    """Measure indexing, then searching."""
    url = os.environ.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
    base = prepare(cache, size, seed)
    database = Database(base.database_url)
    engine = ElasticEngine.at(Address((url,)), prefix=PREFIX)
    with Elasticsearch(url, request_timeout=60) as client:
        version = client.info()["version"]["number"]
        index(client, engine, database, version)
        index_all(engine, database)
        search(client, base, url, rounds, seed, version)


def documents_of(database: Database) -> Iterator[ResourceDocument]:
    """Give the documents of published fiches, made from SQL."""
    after, today = 0, local_day(utc_now())
    while True:
        with database.read() as uow:
            taxonomy = load_taxonomy(uow)
            resources = uow.resources.iterate(after_id=after, limit=CHUNK)
        if not resources:
            return
        after = resources[-1].id
        for resource in resources:
            if resource.content.status == "publiee":
                yield document_of(resource, seq=1, taxonomy=taxonomy, today=today)


def index(client: Elasticsearch, engine: ElasticEngine, database: Database, version: str) -> None:
    """Compare the rates of the same documents, in memory, forty thousand at most: raw, engine, raw, engine."""
    documents = [document for document, _ in zip(documents_of(database), range(40_000), strict=False)]
    rates: dict[str, list[float]] = defaultdict(list)
    for _ in range(2):
        client.options(ignore_status=404).indices.delete(index=RAW)
        client.indices.create(index=RAW, mappings=mapping(), settings=settings())
        # The garbage collector would look through all of these again and again, which a real rebuild does not hold.
        ready = [{"_index": RAW, "_id": document.id, "_source": source_of(document)} for document in documents]
        gc.collect()
        gc.freeze()
        started = time.perf_counter()
        for _done in streaming_bulk(client, ready, chunk_size=500):
            pass
        client.indices.refresh(index=RAW)
        rates["raw"].append(len(documents) / (time.perf_counter() - started))
        started = time.perf_counter()
        engine.rebuild(iter(documents), cursor=1)
        rates["engine"].append(len(documents) / (time.perf_counter() - started))
    client.indices.delete(index=RAW)
    raw, ours = max(rates["raw"]), max(rates["engine"])
    click.echo(f"Elasticsearch {version}, {len(documents)} documents: raw bulk {raw:.0f}/s, rebuild {ours:.0f}/s,")
    click.echo(f"ratio {ours / raw:.2f}")


def index_all(engine: ElasticEngine, database: Database) -> None:
    indexer = Indexer(
        database, engine, target=f"{PREFIX}-{FINGERPRINT}", owner="bench", now=utc_now, manner=Manner.TOGETHER
    )
    started = time.perf_counter()
    documents = indexer.rebuild()
    seconds = time.perf_counter() - started
    click.echo(f"From SQL to the switch: {documents} documents in {seconds:.0f} s, {documents / seconds:.0f}/s")


class _Listening:
    """Keeps the searches that the product sends, to send them again without the product."""

    def __init__(self, client: Elasticsearch) -> None:
        self._client = client
        self.sent: list[list[Any]] = []
        self._msearch = client.msearch
        client.msearch = self.msearch  # type: ignore[method-assign, assignment]

    def msearch(self, *, searches: list[Any]) -> Any:
        self.sent.append(searches)
        return self._msearch(searches=searches)

    def again(self) -> float:
        started = time.perf_counter()
        for searches in self.sent:
            self._msearch(searches=searches)
        return time.perf_counter() - started


def search(client: Elasticsearch, base: Base, url: str, rounds: int, seed: int, version: str) -> None:
    """Ask each kind of question over HTTP, its raw queries by the client, and the embedded engine, turn by turn."""
    # Inherited by the processes of the site.
    os.environ |= {"SEARCH_URL": url, "SEARCH_PREFIX": PREFIX}
    chance = random.Random(f"questions {seed}")
    asker = Asker(chance, base.language, base.taxonomy, default_gazetteer())
    clients = Clients.of(Address((url,)))
    listening = _Listening(clients.read)
    said = {"ENVIRONMENT": "development", "DATABASE_URL": base.database_url, "RATE_LIMIT": "none", "LOG_LEVEL": "error"}
    app = create_app(read_settings(os.environ | said), engine=ElasticEngine(clients, prefix=PREFIX))
    product = app.test_client()
    live = ElasticEngine(clients, prefix=PREFIX).status().generation
    times: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with RawEngine(base.folder) as embedded, Site(base.folder) as site:
        for _ in range(rounds):
            for kind in chance.sample(KINDS, len(KINDS)):
                asked = kind.ask(asker)
                listening.sent.clear()
                answer = product.get(asked.path, query_string=list(asked.params))
                assert answer.status_code == 200, asked
                # Neither way finds the answer of the other kept.
                client.indices.clear_cache(index=live, request=True)
                times[kind.code]["raw"].append(listening.again())
                client.indices.clear_cache(index=live, request=True)
                times[kind.code]["http"].append(site.get(asked)[0])
                times[kind.code]["embedded"].append(embedded.ask(asked).seconds)
    click.echo(
        f"| question, Elasticsearch {version}, {base.size} fiches | raw p50 | HTTP p50 | allowed | embedded engine |"
    )
    click.echo("| --- | --- | --- | --- | --- |")
    for kind in KINDS:
        middle = {way: quantile(sorted(seconds[1:]), 0.5) * 1000 for way, seconds in times[kind.code].items()}
        raw, http, embedded_ms = middle["raw"], middle["http"], middle["embedded"]
        click.echo(f"| {kind.label} | {raw:.1f} | {http:.1f} | {1.5 * raw + 6:.1f} | {embedded_ms:.1f} |")


if __name__ == "__main__":
    main()
