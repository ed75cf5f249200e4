"""The days of an office: those of its commune, that of Paris without one."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from directory.domain.institution import Institution
from directory.domain.offices import Office, due_on
from search.places.clock import local_day


def verified_on(office: Office) -> date | None:
    """Return the day on which somebody last confirmed it; None for never."""
    return None if office.verified_at is None else local_day(office.verified_at, office.commune)


def waits(
    office: Office, institutions: Mapping[str, Institution], now: datetime, *, ahead: timedelta = timedelta(0)
) -> bool:
    """Say whether an office in use is to be confirmed now. One that has a fiche is confirmed with it.

    ahead   how long before its date it already is.
    """
    on = due_on(office, verified_on(office), institutions)
    is_due = on is None or on <= local_day(now, office.commune) + ahead
    return is_due and not office.retired and office.resource_id is None
