"""The day it is somewhere: an instant is kept in UTC, and a day is always that of a place."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from search.places.commune import timezone


def zone(commune_code: str = "") -> ZoneInfo:
    """Return the time zone kept at a commune, by its INSEE code; that of Paris without one."""
    return ZoneInfo(timezone(commune_code))


def local_day(instant: datetime, commune_code: str = "") -> date:
    """Return the day it is at a commune at an instant: at 23:30 UTC, tomorrow in Paris and today in Martinique."""
    return instant.astimezone(zone(commune_code)).date()


def days_between(earlier: datetime, later: datetime, commune_code: str = "") -> int:
    """Return how many days lie between two instants, each told by the day it is at a commune."""
    here = zone(commune_code)
    return (later.astimezone(here).date() - earlier.astimezone(here).date()).days


def day_begins(day: date, commune_code: str = "") -> datetime:
    """Return the instant at which a day begins at a commune."""
    return datetime.combine(day, time(), zone(commune_code))
