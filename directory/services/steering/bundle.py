"""The use cases of steering, made once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from directory.services.steering.counting import Counters
from directory.services.steering.noting import Noting
from directory.services.steering.territories import Territories, read_sectors
from directory.store.database import Database
from search.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Steering:
    counters: Counters
    noting: Noting


def make_steering(
    database: Database, gazetteer: Gazetteer, *, sectors: Path | None, now: Callable[[], datetime]
) -> Steering:
    territories = Territories(gazetteer, read_sectors(sectors))
    counters = Counters(database, now=now)
    return Steering(counters, Noting(counters, territories))
