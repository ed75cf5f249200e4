"""Fiches archived on the day that was planned."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from directory.domain.changes import Author
from directory.domain.resource import Origin, SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Save
from directory.store.database import Database
from fiche.codes import Status
from search.places.clock import local_day

SYSTEM = Author(None, "système")
CHUNK = 200


class ScheduledArchiving:
    def __init__(
        self, database: Database, resources: ResourceService, *, now: Callable[[], datetime], chunk: int = CHUNK
    ) -> None:
        self._database = database
        self._resources = resources
        self._now = now
        self._chunk = chunk

    def archive_due(self) -> int:
        """Archive some of the fiches whose day has come, in one transaction; return how many."""
        now = self._now()
        today = local_day(now)
        with self._database.read() as uow:
            # Most of the time there is none: asking does not stop those who write.
            if not uow.resources.to_archive(today, limit=1):
                return 0
        with self._database.write() as uow:
            due = uow.resources.to_archive(today, limit=self._chunk)
            saves = [
                Save(
                    replace(each.content, status=Status.ARCHIVED, archive_on=None), SYSTEM, Origin(SaveOrigin.SCHEDULE),
                    each, kept_before=True,
                )
                for each in due
            ]  # fmt: skip
            self._resources.save_many(uow, saves, now=now)
        return len(due)
