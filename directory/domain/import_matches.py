"""Rows of a file that may be about a fiche which is there already: known by nothing but what they say."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from directory.domain.duplicates import Degree, Reason


class MatchState(StrEnum):
    """SURE and DOUBTFUL are what a dry run found; WAITING: applied, and a person is asked; then what they answered.

    REPLACED: a later file says the same row again: it waits in its place, or was written.
    """

    SURE = "sure"
    DOUBTFUL = "douteuse"
    WAITING = "a-trancher"
    SAME = "la-meme"
    OTHER = "une-autre"
    REPLACED = "redite"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fiche that a row may be about. ``reasons``: the strongest first."""

    resource_id: int
    title: str
    reasons: tuple[Reason, ...]
    degree: Degree


@dataclass(frozen=True, slots=True)
class Match:
    """One row and the fiches that it may be about, the likeliest first.

    source, key   what will name its fiche, as in what sources last said.
    line          of the file, the first one.
    institution   whose import it is.
    draft         what the row says, in JSON; ``digest`` of the same.
    replaced_by   the batch whose row stands in the place of this one.
    """

    batch_id: int
    source: str
    key: str
    line: int
    institution: str
    candidates: tuple[Candidate, ...]
    state: MatchState
    digest: str = ""
    draft: str = ""
    settled_at: datetime | None = None
    settled_by: int | None = None
    replaced_by: int | None = None
    id: int = 0

    @property
    def is_sure(self) -> bool:
        return self.state is MatchState.SURE

    @property
    def likeliest(self) -> Candidate:
        return self.candidates[0]
