"""A base with the small classification of ``tests.fiches``, and the service in front of it."""

import pytest

from directory.domain.institution import Institution
from directory.services.fiches.editing import ResourceService
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from tests.fiches import GAZETTEER, TAXONOMY


@pytest.fixture
def base(database: Database) -> Database:
    """A migrated database with families, needs and two institutions."""
    seed(database, TAXONOMY)
    with database.write() as uow:
        uow.institutions.save(Institution("dep-13", "Département", kind="signataire"))
        uow.institutions.save(Institution("caf-13", "Caf", partner_of="dep-13"))
    return database


@pytest.fixture
def service(base: Database) -> ResourceService:
    return ResourceService(base, GAZETTEER)
