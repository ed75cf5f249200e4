"""One demonstration base for every test of this folder."""

from datetime import date

import pytest

from directory.demo import DemoFiche, generate
from search.places.gazetteer import Gazetteer, default_gazetteer

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return default_gazetteer()


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@pytest.fixture(scope="session")
def fiches(gazetteer: Gazetteer) -> tuple[DemoFiche, ...]:
    return tuple(generate(today=TODAY, gazetteer=gazetteer))
