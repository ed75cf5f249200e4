"""Which clock a fiche goes by."""

from datetime import date, datetime

from fiche.content import Content
from search.places.clock import local_day


def home_commune(content: Content) -> str:
    """Return the INSEE code of the commune whose clock a fiche goes by; empty, that of Paris, when it has none."""
    return next((place.commune_code for place in content.places if place.commune_code), "")


def day_of(content: Content, instant: datetime) -> date:
    """Return the day it is, or was, where a service is given."""
    return local_day(instant, home_commune(content))
