import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.store.database import Database
from tests.site import BrokenEngine, Site, make_site


@pytest.fixture(scope="package")
def site(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that tests read and never change."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(migrated_sqlite_file, folder / "directory.sqlite3")
    database = Database(f"sqlite:///{folder}/directory.sqlite3")
    yield make_site(database, folder)
    database.close()


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return site.client


@pytest.fixture(scope="package")
def broken_site(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same base, with an engine that never answers."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copy(migrated_sqlite_file, folder / "directory.sqlite3")
    database = Database(f"sqlite:///{folder}/directory.sqlite3")
    yield make_site(database, folder, engine=BrokenEngine())
    database.close()


@pytest.fixture
def own_site(sqlite_database: Database, tmp_path: Path) -> Site:
    """A site of the test's own, to be changed."""
    return make_site(sqlite_database, tmp_path)
