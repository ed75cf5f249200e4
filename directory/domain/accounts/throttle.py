"""How long somebody who fails has to wait: longer each time, never for ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_FAILURES = 4
"""Failures that cost nothing: hands slip."""
LONGEST = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Failures:
    """Failures in a row under one key."""

    key: str
    count: int
    last_at: datetime

    def waits_until(self) -> datetime:
        """Return when the next try is heard: at once at first, then after 1, 2, 4… seconds."""
        if self.count <= FREE_FAILURES:
            return self.last_at
        return self.last_at + min(LONGEST, timedelta(seconds=2 ** min(self.count - FREE_FAILURES - 1, 20)))

    def are_forgotten(self, now: datetime) -> bool:
        return now >= self.last_at + FORGET_AFTER

    def after_another(self, now: datetime) -> "Failures":
        return Failures(self.key, 1 if self.are_forgotten(now) else self.count + 1, now)
