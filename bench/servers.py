"""PostgreSQL and Elasticsearch of our own, without root, filled as a base of the bench is: what a large site has."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from bench.bases import write_rows
from bench.elastic import PREFIX, index_all
from bench.language import Language
from directory.domain.taxonomy import Taxonomy
from directory.services.taxonomy.editing import read_seed
from directory.store.database import Database
from search.elastic.client import Address
from search.elastic.engine import ElasticEngine
from tools.elastic.cluster import cluster
from tools.postgresql import postgresql


@dataclass(frozen=True, slots=True)
class Ground:
    """What a site and its worker are started on. ``environ``: where the base and the index are, told to both."""

    folder: Path
    database_url: str
    environ: Mapping[str, str]
    language: Language
    taxonomy: Taxonomy


@contextmanager
def servers(size: int, seed_number: int, major: int) -> Iterator[Ground]:
    """Start one server of each, with ``size`` fiches. ``major``: version of Elasticsearch. Raises NoServer."""
    taxonomy = read_seed()
    language = Language(seed_number, taxonomy)
    with (
        tempfile.TemporaryDirectory(prefix="bench-servers-") as folder,
        cluster(major) as started,
        postgresql() as address,
    ):
        url = address.replace("postgresql://", "postgresql+psycopg://")
        database = Database(url)
        click.echo(f"{size} fiches: PostgreSQL, then Elasticsearch {started.release.version}", err=True)
        write_rows(database, size, seed_number, language, taxonomy)
        index_all(ElasticEngine.at(Address(tuple(started.urls)), prefix=PREFIX), database)
        database.close()
        said = {"DATABASE_URL": url, "SEARCH_URL": started.urls[0], "SEARCH_PREFIX": PREFIX}
        yield Ground(Path(folder), url, said, language, taxonomy)
