"""The day it is somewhere: an instant is kept in UTC, and a day is always that of a place."""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from search.places.commune import timezone

zone_named = lru_cache(maxsize=64)(ZoneInfo)
"""The time zone of a name. The library keeps eight of them and reads the others again: France has thirteen."""


@lru_cache(maxsize=5_000)
def zone(commune_code: str = "") -> ZoneInfo:
    """Return the time zone kept at a commune, by its INSEE code; that of Paris without one."""
    return zone_named(timezone(commune_code))


def local_day(instant: datetime, commune_code: str = "") -> date:
    """Return the day it is at a commune at an instant: at 23:30 UTC, tomorrow in Paris and today in Martinique."""
    return instant.astimezone(zone(commune_code)).date()


def days_between(earlier: datetime, later: datetime, commune_code: str = "") -> int:
    """Return how many days lie between two instants, each told by the day it is at a commune."""
    here = zone(commune_code)
    return (_day(later, here) - earlier.astimezone(here).date()).days


@lru_cache(maxsize=64)
def _day(instant: datetime, here: ZoneInfo) -> date:
    """Return the day it is. An answer tells the age of all its fiches at one instant, in few time zones."""
    return instant.astimezone(here).date()


def day_begins(day: date, commune_code: str = "") -> datetime:
    """Return the instant at which a day begins at a commune."""
    return datetime.combine(day, time(), zone(commune_code))
