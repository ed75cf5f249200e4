"""What several tests of a fed cluster do or ask: a fiche archived, the indices that there are."""

from elasticsearch import Elasticsearch

from search.elastic.engine import ElasticEngine
from search.elastic.names import Names, address_of
from tests.elastic import PATIENCE_S
from tests.fiches import FORM, NOW, SAM
from tests.integration.elastic.conftest import Fed


def archive(fed: Fed, identifier: int) -> None:
    version = fed.resources.get(identifier).version
    fed.resources.archive(identifier, expected_version=version, author=SAM, origin=FORM, now=NOW)


def indices_of(engine: ElasticEngine, url: str) -> dict[str, set[str]]:
    with Elasticsearch(url, request_timeout=PATIENCE_S) as client:
        found = client.indices.get_alias(index=Names(engine.prefix).generations)
        return {name: set(about["aliases"]) - {address_of(name)} for name, about in found.items()}
