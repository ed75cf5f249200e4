"""A change proposed to a fiche that others keep, taken by them field by field, or left with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from directory.domain.changes import Json

NEVER_PROPOSED = ("institution", "status")
"""Fields that no proposal changes: whose a fiche is, and whether it is shown."""


class ProposalState(StrEnum):
    OPEN = "ouverte"
    TAKEN = "prise"
    PARTLY_TAKEN = "prise-en-partie"
    DISMISSED = "sans-suite"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One form sent for a fiche out of reach.

    base_version   version of the fiche that the form began from.
    changes        field name to [before, after], both in plain JSON, as in a version.
    note           a word to who keeps the fiche, as for a report.
    account_id     who proposes; None for a machine.
    taken          names of the fields that were taken.
    settled_in     version that holds them; 0 when none was taken.
    answer         a word back.
    """

    resource_id: int
    base_version: int
    changes: Mapping[str, list[Json]]
    note: str
    account_id: int | None
    institution: str
    at: datetime
    state: ProposalState = ProposalState.OPEN
    taken: tuple[str, ...] = field(default=())
    settled_in: int = 0
    answer: str = ""
    answered_by: int | None = None
    answered_at: datetime | None = None
    id: int = 0

    @property
    def is_open(self) -> bool:
        return self.state is ProposalState.OPEN
