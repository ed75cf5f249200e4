"""What the worker does for fiches between two things: look for what resembles, archive what was planned."""

from collections.abc import Callable
from datetime import datetime

from directory.services.duplicates.watching import Watch
from directory.services.fiches.archiving import ScheduledArchiving
from directory.services.fiches.editing import ResourceService
from directory.store.database import Database


def fiche_errands(
    database: Database, resources: ResourceService, *, now: Callable[[], datetime]
) -> tuple[Callable[[], int], ...]:
    return (Watch(database, now=now).look, ScheduledArchiving(database, resources, now=now).archive_due)
