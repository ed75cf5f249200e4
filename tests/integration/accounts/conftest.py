import pytest

from directory.store.database import Database
from tests.accounts import Team


@pytest.fixture
def team(database: Database) -> Team:
    """Institutions and the use cases of accounts, on SQLite and on PostgreSQL."""
    return Team(database)
