"""The use cases of steering, made once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from directory.services.steering.committee import Committee
from directory.services.steering.counting import Counters
from directory.services.steering.noting import Noting
from directory.services.steering.quarters import Quarters
from directory.services.steering.territories import Outlines, Territories, read_outlines, read_sectors
from directory.store.database import Database
from search.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Steering:
    counters: Counters
    noting: Noting
    quarters: Quarters
    outlines: Outlines
    committee: Committee


def make_steering(
    database: Database,
    gazetteer: Gazetteer,
    sectors: Path | None,
    departments: Sequence[str],
    *,
    now: Callable[[], datetime],
) -> Steering:
    """Return them. ``sectors``: a file of groups of communes; ``departments``: those that the base serves."""
    territories = Territories(gazetteer, read_sectors(sectors))
    counters = Counters(database, now=now)
    quarters = Quarters(database, territories, departments, now=now)
    return Steering(
        counters, Noting(counters, territories), quarters, read_outlines(sectors), Committee(database, now=now)
    )
