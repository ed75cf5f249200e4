"""How many rounds of killing: a few with the suite, many with ``make crash``."""

import os

import pytest

from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from tests.fiches import TAXONOMY

FEW_ROUNDS = 2


@pytest.fixture(scope="session")
def rounds() -> int:
    return int(os.environ.get("CRASH_ROUNDS", FEW_ROUNDS))


@pytest.fixture
def base(database: Database) -> Database:
    seed(database, TAXONOMY)
    return database
