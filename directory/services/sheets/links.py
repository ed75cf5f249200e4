"""The link of a sheet: its day and the numbers of its fiches, signed. Nothing of it is kept here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

LIFE = timedelta(days=366)
FIRST_DAY = date(2025, 1, 1)
"""From which days are counted, so that the code on paper stays small."""
SALT = "feuille"
LONGEST_CHARS = 400
MOST_FICHES = 20


class WhyNot(StrEnum):
    UNKNOWN = "inconnu"
    OVER = "perime"


class LinkRefused(Exception):
    """A link that opens nothing: it was never made here, or is too old."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class SheetLink:
    """What a link says: the day of the sheet, the numbers of its fiches, in its order."""

    day: date
    ids: tuple[int, ...]

    @property
    def until(self) -> date:
        """The last day on which it opens."""
        return self.day + LIFE


class SheetLinks:
    """keys   the newest first: it signs; links signed with the others are still read."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._serializer = URLSafeSerializer(list(reversed(keys)), salt=SALT)

    def make(self, day: date, ids: Sequence[int]) -> str:
        """Return the secret part of an address."""
        return str(self._serializer.dumps([(day - FIRST_DAY).days, *ids]))

    def read(self, secret: str, today: date) -> SheetLink:
        """Return what a link says. Raises LinkRefused."""
        try:
            days, *ids = self._serializer.loads(secret[:LONGEST_CHARS])
            found = SheetLink(FIRST_DAY + timedelta(days=int(days)), tuple(map(int, ids))[:MOST_FICHES])
        except (BadData, TypeError, ValueError, OverflowError) as error:
            raise LinkRefused(WhyNot.UNKNOWN) from error
        if today > found.until:
            raise LinkRefused(WhyNot.OVER)
        return found
