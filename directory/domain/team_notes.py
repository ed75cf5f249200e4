"""*Note d'équipe*: what people of one antenne tell each other of a fiche; never of a person, never printed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_CHARS = 280
LIFE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class TeamNote:
    """One for each antenne and fiche. ``account_id``: who wrote it last, ``at``: when."""

    office_id: int
    resource_id: int
    text: str
    account_id: int
    at: datetime
