import pytest

from directory.store.database import Database
from tests.integration.freshness.base import Base


@pytest.fixture
def base(database: Database) -> Base:
    return Base(database)
