"""What a machine asked for under a key of its own, so that asking again does nothing more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LIFE = timedelta(hours=24)
"""How long a key is kept: past it, the same key asks for something else."""
LONGEST_KEY = 255


@dataclass(frozen=True, slots=True)
class Once:
    """A request to create a fiche, which may be sent several times and is done once.

    token   number of the institution's key that asks: two programs may choose the same words.
    key     chosen by the program, in the header Idempotency-Key.
    body    digest of what was sent: the same key says the same thing.
    """

    token: int
    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Done:
    """What such a request made, and when."""

    body: str
    resource_id: int
    at: datetime
