"""Fiches that look alike."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DuplicateFlag:
    """``resource_id`` came after ``other_id``. ``reason``: a code such as ``identique``."""

    resource_id: int
    other_id: int
    reason: str
    at: datetime
