"""Which clock a fiche goes by."""

from datetime import date, datetime

from directory.domain.lines import Line
from fiche.content import Content
from search.places.clock import local_day


def day_of(content: Content | Line, instant: datetime) -> date:
    """Return the day it is, or was, where a service is given."""
    return local_day(instant, content.home_commune)
