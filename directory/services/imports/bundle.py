"""The desk of imports put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from directory.services.fiches.editing import ResourceService
from directory.services.imports.desk import ImportDesk
from directory.services.imports.jobs import ImportJobs
from directory.services.imports.nightly import NightlyImports, NightTerms
from directory.services.imports.preparing import Preparing
from directory.services.imports.service import ImportService
from directory.services.imports.uploads import Uploads
from directory.services.imports.vanished import Vanishing
from directory.services.work.jobs import JobService
from directory.store.database import Database
from search.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class ImportTerms:
    """What a site is set to.

    home            codes of the départements that it serves.
    most_archived   share of the fiches of a source that one person may archive at once, in hundredths.
    most_bytes      of the files that one import takes.
    root            folder under which those of sources are; None for none.
    """

    home: tuple[str, ...]
    most_archived: int
    most_bytes: int
    root: Path | None = None


def make_desk(
    database: Database,
    resources: ResourceService,
    gazetteer: Gazetteer,
    terms: ImportTerms,
    *,
    now: Callable[[], datetime],
) -> ImportDesk:
    jobs, preparing = JobService(database), Preparing(database, gazetteer, now=now)
    imports = ImportService(database, resources, gazetteer, now=now, home=terms.home)
    asked = make_import_jobs(database, resources, gazetteer, imports, now=now)
    uploads = Uploads(database, most_bytes=terms.most_bytes, now=now)
    return ImportDesk(
        database, imports, preparing, asked, jobs, gazetteer, uploads, now=now, home=terms.home,
        most_archived=terms.most_archived, root=terms.root,
    )  # fmt: skip


def make_import_jobs(
    database: Database,
    resources: ResourceService,
    gazetteer: Gazetteer,
    imports: ImportService,
    *,
    now: Callable[[], datetime],
) -> ImportJobs:
    preparing, vanishing = Preparing(database, gazetteer, now=now), Vanishing(database, resources, now=now)
    return ImportJobs(imports, preparing, vanishing, JobService(database), now=now)


def make_nightly(
    database: Database,
    resources: ResourceService,
    gazetteer: Gazetteer,
    imports: ImportService,
    terms: NightTerms,
    *,
    now: Callable[[], datetime],
) -> NightlyImports:
    preparing, vanishing = Preparing(database, gazetteer, now=now), Vanishing(database, resources, now=now)
    return NightlyImports(database, JobService(database), gazetteer, imports, preparing, vanishing, terms, now=now)
