"""Fiches that look alike, why, and what people decided."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Reason(StrEnum):
    """Why two fiches may be one. The strongest first."""

    SAME_CONTENT = "identique"
    SAME_BODY = "siret-et-besoin"
    NEAR_NAME = "nom-proche"
    SAME_PHONE = "telephone"
    SAME_MAIL = "courriel"


class Degree(IntEnum):
    """How likely two fiches are one."""

    NONE = 0
    POSSIBLE = 1
    LIKELY = 2
    NEARLY_SURE = 3


class PairState(StrEnum):
    """What became of a pair. Once settled, nothing but a person opens it again."""

    OPEN = "a-trancher"
    APART = "distinctes"
    MERGED = "fusionnees"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two fiches, ``resource_id`` the younger: the larger number.

    reasons     the strongest first; none for a pair that a person settled unasked.
    settled_by  account; None while it is open.
    """

    resource_id: int
    other_id: int
    reasons: tuple[Reason, ...]
    degree: Degree
    at: datetime
    state: PairState = PairState.OPEN
    settled_at: datetime | None = None
    settled_by: int | None = None


def pair(one: int, other: int, reasons: tuple[Reason, ...] = (), degree: Degree = Degree.NONE, *, at: datetime) -> Pair:
    """Return the open pair of two fiches, whichever is said first."""
    return Pair(max(one, other), min(one, other), reasons, degree, at)
