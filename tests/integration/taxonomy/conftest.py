"""A site over the small base: a classification, some fiches, the services of administrators."""

from pathlib import Path

import pytest

from directory.http.request import SERVICES
from directory.services.bundle import Services
from directory.store.database import Database
from tests.site import CONTENTS, CRECHE, Site, make_site


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    return make_site(database, tmp_path, contents=CONTENTS[:CRECHE])


@pytest.fixture
def services(site: Site) -> Services:
    found = site.app.extensions[SERVICES]
    assert isinstance(found, Services)
    return found
