"""An error reported on a fiche, from the day it is told to the day it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

MOST_CHARS, MOST_BETTER_CHARS = 500, 200
MOST_REASON_CHARS = 300


class ReportKind(StrEnum):
    """What is no longer true."""

    CLOSED = "ferme"
    PHONE = "telephone"
    ADDRESS = "adresse"
    HOURS = "horaires"
    TERMS = "conditions"
    DUPLICATE = "doublon"
    OTHER = "autre"


LABELS: Mapping[ReportKind, str] = {
    ReportKind.CLOSED: "fermé définitivement",
    ReportKind.PHONE: "téléphone",
    ReportKind.ADDRESS: "adresse",
    ReportKind.HOURS: "horaires",
    ReportKind.TERMS: "conditions",
    ReportKind.DUPLICATE: "fiche en double",
    ReportKind.OTHER: "autre chose",
}


class ReportState(StrEnum):
    OPEN = "ouvert"
    SETTLED = "regle"
    DISMISSED = "sans-suite"


class Rung(IntEnum):
    """How far the telling of a report that nobody answers has gone."""

    NOBODY = 0
    EDITORS = 1
    RGC = 2


WAITS: Mapping[Rung, timedelta] = {Rung.EDITORS: timedelta(days=7), Rung.RGC: timedelta(days=21)}
"""From the report to each rung."""


@dataclass(frozen=True, slots=True)
class Report:
    """One error told.

    text         what was noticed, at most ``MOST_CHARS`` characters.
    better       what would be true, if the reporter knows.
    account_id   who tells it; None for a visitor or a machine.
    institution  code of theirs, empty for a visitor.
    network      of a visitor, /24 or /48, for the time that the limits look back on; empty for anybody else.
    version      of the fiche that they were reading.
    answer       why nothing follows, when it is dismissed.
    settled_in   version that set it right; 0 otherwise.
    rung         what was told to whom, written down before it is told.
    """

    resource_id: int
    kind: ReportKind
    text: str
    better: str
    account_id: int | None
    institution: str
    network: str
    version: int
    at: datetime
    state: ReportState = ReportState.OPEN
    answer: str = ""
    settled_in: int = 0
    answered_by: int | None = None
    answered_at: datetime | None = None
    rung: Rung = Rung.NOBODY
    id: int = 0

    @property
    def is_open(self) -> bool:
        return self.state is ReportState.OPEN

    def next_rung(self, now: datetime) -> Rung | None:
        """Return the rung to tell now: reached and not yet told, one at a time; None when there is none."""
        if not self.is_open or self.rung is Rung.RGC:
            return None
        rung = Rung(self.rung + 1)
        return rung if now - self.at >= WAITS[rung] else None
