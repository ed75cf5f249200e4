"""Files of imports, kept as they were received and dropped once nobody may ask what they said."""

from collections.abc import Callable
from datetime import datetime

import structlog

from directory.domain.freshness import add_months
from directory.domain.imports import MONTHS_OF_FILES
from directory.domain.jobs import Job
from directory.services.imports.uploads import KEPT_FOR
from directory.services.work.daily import DailyWork

logger = structlog.get_logger()


class FileKeeping(DailyWork):
    """The work of each night on files received: what an import not over still needs stays, and parts of a day."""

    kind = "tenue-des-fichiers"

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        now = self._now()
        before = datetime.combine(add_months(now.date(), -MONTHS_OF_FILES), now.timetz())
        with self._database.read() as uow:
            old = uow.batches.ended_with_file(before)
        for number in old:
            alive()
            # One at a time: each may hold a hundred megabytes, and others write meanwhile.
            with self._database.write() as uow:
                uow.batches.forget_file(number)
        with self._database.write() as uow:
            parts = uow.uploads.forget_left(now - KEPT_FOR)
        logger.info("imports.files_dropped", count=len(old), parts=parts)
