"""The desk of imports put together."""

from collections.abc import Callable, Sequence
from datetime import datetime

from directory.services.fiches.editing import ResourceService
from directory.services.imports.desk import ImportDesk
from directory.services.imports.jobs import ImportJobs
from directory.services.imports.preparing import Preparing
from directory.services.imports.service import ImportService
from directory.services.work.jobs import JobService
from directory.store.database import Database
from search.places.gazetteer import Gazetteer


def make_desk(
    database: Database,
    resources: ResourceService,
    gazetteer: Gazetteer,
    *,
    now: Callable[[], datetime],
    home: Sequence[str],
) -> ImportDesk:
    jobs, preparing = JobService(database), Preparing(database, gazetteer, now=now)
    imports = ImportService(database, resources, gazetteer, now=now, home=home)
    asked = ImportJobs(imports, preparing, jobs, now=now)
    return ImportDesk(database, imports, preparing, asked, jobs, gazetteer, now=now, home=tuple(home))
