"""What people say of fiches: the use cases of one application, made once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.services.fiches.editing import ResourceService
from directory.services.fiches.writing import Writing
from directory.services.reports.outcomes import Outcomes
from directory.services.reports.proposing import Proposing
from directory.services.reports.reporting import Reporting
from directory.services.reports.suggesting import Suggesting
from directory.store.database import Database
from search.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Reports:
    reporting: Reporting
    proposing: Proposing
    suggesting: Suggesting
    outcomes: Outcomes


def make_reports(
    database: Database, gazetteer: Gazetteer, resources: ResourceService, writing: Writing, now: Callable[[], datetime]
) -> Reports:
    return Reports(
        Reporting(database, now=now),
        Proposing(database, resources, writing, now=now),
        Suggesting(database, gazetteer, now=now),
        Outcomes(database, now=now),
    )
