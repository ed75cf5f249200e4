import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.store.session import Database
from tests.site import Site, make_site


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
