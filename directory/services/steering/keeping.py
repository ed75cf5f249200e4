"""What time does to counts: days become quarters after thirteen months, and nothing is left after thirty-six.

Who answered of a fiche this week is forgotten when eight days have passed since its Monday, a report of the committee
after a year.
"""

from collections.abc import Callable
from datetime import date, timedelta

import structlog

from directory.domain.freshness import add_months
from directory.domain.jobs import Job
from directory.domain.outcomes import GIVEN_LIFE, months_to
from directory.domain.steering.counts import MONTHS_IN_DAYS, MONTHS_KEPT
from directory.domain.steering.periods import Quarter
from directory.services.steering.committee import KEPT
from directory.services.work.daily import DailyWork
from search.places.clock import local_day

logger = structlog.get_logger()


class CountKeeping(DailyWork):
    """The work of each night on counts."""

    kind = "tenue-des-compteurs"

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        today = local_day(self._now())
        # A quarter moves whole, or what was counted in it would move twice.
        with self._database.write() as uow:
            forgotten = uow.counts.forget_before(_quarter_begins(add_months(today, -MONTHS_KEPT)))
        alive()
        with self._database.write() as uow:
            gathered = uow.counts.gather_before(_quarter_begins(add_months(today, -MONTHS_IN_DAYS)))
        alive()
        with self._database.write() as uow:
            given = uow.outcomes.forget_given_before(today - GIVEN_LIFE + timedelta(days=1))
            forgotten += uow.outcomes.forget_before(months_to(today, MONTHS_KEPT)[-1])
            reports = uow.committee.forget_before(self._now() - KEPT)
        logger.info("counts.kept", gathered=gathered, forgotten=forgotten, given=given, reports=reports)


def _quarter_begins(day: date) -> date:
    return Quarter.of(day).first_day
