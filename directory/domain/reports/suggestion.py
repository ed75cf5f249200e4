"""A resource that is missing, as somebody tells it to the institutions of its territory."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from directory.domain.reports.report import Rung

MOST_LINE_CHARS, MOST_TEXT_CHARS = 200, 500


class SuggestionState(StrEnum):
    OPEN = "ouverte"
    TAKEN = "prise"
    DISMISSED = "sans-suite"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One resource suggested.

    structure     who offers it.
    service       what it does.
    place         where, in words; ``commune_code``: the commune that they name, empty where none is sure.
    source        how one knows.
    told          codes of the institutions that it is told to.
    account_id    who suggests; None for a visitor or a machine.
    network       of a visitor, as for a report.
    answer        why nothing follows, when it is dismissed.
    resource_id   the fiche made of it; None when there is none.
    rung          what was told to whom, written down before it is told.
    """

    structure: str
    service: str
    place: str
    commune_code: str
    source: str
    told: tuple[str, ...]
    account_id: int | None
    institution: str
    network: str
    at: datetime
    state: SuggestionState = SuggestionState.OPEN
    answer: str = ""
    resource_id: int | None = None
    answered_by: int | None = None
    answered_at: datetime | None = None
    rung: Rung = Rung.NOBODY
    id: int = 0

    @property
    def is_open(self) -> bool:
        return self.state is SuggestionState.OPEN
