"""Sites for the tests of pages and of the API, asked with the client of the house."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.store.database import Database
from search.places.gazetteer import default_gazetteer
from tests.site import BrokenEngine, Site, make_site


@pytest.fixture(scope="session")
def site(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that tests read and never change."""
    folder = tmp_path_factory.mktemp("site")
    database = copied(migrated_sqlite_file, folder)
    yield make_site(database, folder)
    database.close()


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.client


@pytest.fixture(scope="session")
def broken_site(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same base, with an engine that never answers."""
    folder = tmp_path_factory.mktemp("broken")
    database = copied(migrated_sqlite_file, folder)
    yield make_site(database, folder, engine=BrokenEngine())
    database.close()


@pytest.fixture
def own_site(sqlite_database: Database, tmp_path: Path) -> Site:
    """A site of the test's own, to be changed."""
    return make_site(sqlite_database, tmp_path)


@pytest.fixture(scope="session")
def client_of_france(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site that knows every commune of France, and no fiche."""
    folder = tmp_path_factory.mktemp("france")
    database = copied(migrated_sqlite_file, folder)
    yield make_site(database, folder, contents=(), gazetteer=default_gazetteer()).client
    database.close()


def copied(file: Path, folder: Path) -> Database:
    shutil.copy(file, folder / "directory.sqlite3")
    return Database(f"sqlite:///{folder}/directory.sqlite3")
