import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from directory.services.fiches.editing import ResourceService
from directory.services.index.indexing import Indexer, Manner
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from fiche.content import Content
from search.elastic.engine import ElasticEngine
from search.query import SearchQuery
from tests.elastic import engine_on
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche

# Clusters that are killed and restarted, and bases of many fiches, take minutes: "make elasticsearch-long".
LONG = ["test_three_nodes.py", "test_secured.py", "test_rebuild_of_many.py"]
collect_ignore = [] if os.environ.get("ELASTIC_LONG") else LONG


@dataclass(slots=True)
class Fed:
    """A base and the cluster that follows it, on a clock that a test moves."""

    database: Database
    resources: ResourceService
    engine: ElasticEngine
    engine_url: str
    clock: list[datetime] = field(default_factory=lambda: [NOW])

    def indexer(self, owner: str = "worker") -> Indexer:
        return Indexer(
            self.database,
            self.engine,
            target="cluster",
            owner=owner,
            now=lambda: self.clock[0],
            manner=Manner.TOGETHER,
        )

    def create(self, *titles: str) -> list[int]:
        return [self.add(fiche(title)) for title in titles]

    def add(self, content: Content) -> int:
        return self.resources.create(content, author=LEA, origin=FORM, now=NOW).resource.id

    def found(self) -> set[int]:
        """Return every fiche that a search finds."""
        query = SearchQuery(instant=self.clock[0], size=10_000, facets=False, preview=False)
        return {hit.id for hit in self.engine.search(query).hits}


def fed_by(database: Database, engine: ElasticEngine, url: str) -> Fed:
    seed(database, TAXONOMY)
    return Fed(database, ResourceService(database, GAZETTEER), engine, url)


@pytest.fixture
def fed(sqlite_database: Database, elasticsearch_url: Callable[[int], str]) -> Iterator[Fed]:
    url = elasticsearch_url(8)
    with engine_on(url) as engine:
        yield fed_by(sqlite_database, engine, url)
