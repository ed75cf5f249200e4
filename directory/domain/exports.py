"""Files of the whole base, written behind the page and kept for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_FOR = timedelta(days=1)
LATE_AFTER = timedelta(hours=1)
"""A file that is not written by then will not be."""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file.

    account    who asked for it, and alone may take it; None for the file of the night, which any reader may take.
    people     institutions whose named contacts are in it; none in that of the night.
    total      fiches to write, ``written`` of them so far; ``size`` in bytes, once ``ready_at``.
    tag        the same for the same bytes.
    """

    id: int
    account: int | None
    form: str
    people: frozenset[str]
    total: int
    written: int
    size: int
    tag: str
    file_name: str
    asked_at: datetime
    ready_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        return self.ready_at is None and now - self.asked_at > LATE_AFTER
