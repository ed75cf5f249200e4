"""Criterion classes: what can be asked for, and how one document is judged (search-semantics §2).

Every engine maps each class of ``CRITERIA`` to a pure clause function; a test asserts that none is forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import ClassVar

from search.document import NEVER, ResourceDocument
from search.places.clock import zone_named

UNKNOWN = "non-communique"
EVERYONE = "tous-publics"
MINUTES_A_DAY = 1440


class Judgement(IntEnum):
    """Answer of a document to a criterion; AND between criteria is the minimum."""

    NO = 0
    POSSIBLE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Codes:
    """Any of ``values``, codes of one field. ``UNKNOWN`` among them asks for the fiches that say nothing.

    field      name in ``document.FIELDS``.
    silence    judgement of a document that says nothing.
    wildcard   a code of the document that answers every value, or empty.
    """

    values: tuple[str, ...]
    field: ClassVar[str]
    silence: ClassVar[Judgement] = Judgement.POSSIBLE
    wildcard: ClassVar[str] = ""

    def judge(self, document: ResourceDocument) -> Judgement:
        said: tuple[str, ...] = getattr(document, self.field)
        if not said:
            return Judgement.YES if UNKNOWN in self.values else self.silence
        asked = set(self.values) - {UNKNOWN}
        if asked and (asked.intersection(said) or (self.wildcard and self.wildcard in said)):
            return Judgement.YES
        return Judgement.NO


class Audience(Codes):
    __slots__ = ()
    field = "audiences"
    wildcard = EVERYONE


class Access(Codes):
    __slots__ = ()
    field = "access_modes"


class Mobilisation(Codes):
    __slots__ = ()
    field = "mobilisations"


class Cost(Codes):
    __slots__ = ()
    field = "costs"


class Language(Codes):
    __slots__ = ()
    field = "languages"


class Accessibility(Codes):
    __slots__ = ()
    field = "accessibilities"


class Reception(Codes):
    """Documents always say how they receive: unknown was indexed as ``sur-place``."""

    __slots__ = ()
    field = "receptions"
    silence = Judgement.NO

    @property
    def remote_only(self) -> bool:
        """Whether only remote or travelling services are asked for: then they count as being here."""
        return bool(self.values) and "sur-place" not in self.values


class Part(Codes):
    __slots__ = ()
    field = "parts"
    silence = Judgement.NO


class Institution(Codes):
    __slots__ = ()
    field = "institution"
    silence = Judgement.NO


class Network(Codes):
    __slots__ = ()
    field = "networks"
    silence = Judgement.NO


class Source(Codes):
    """Codes of the systems that fiches were imported from: no facet, for they say nothing to people."""

    __slots__ = ()
    field = "sources"
    silence = Judgement.NO


@dataclass(frozen=True, slots=True)
class Classification:
    """Any of these families or needs: one criterion, a union.

    needs   (need code, code of its family).
    """

    families: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()

    def judge(self, document: ResourceDocument) -> Judgement:
        if set(self.families).intersection(document.families):
            return Judgement.YES
        if any(need in document.needs for need, _ in self.needs):
            return Judgement.YES
        if any(family in document.families_alone for _, family in self.needs):
            return Judgement.POSSIBLE
        return Judgement.NO


@dataclass(frozen=True, slots=True)
class WithoutNeed:
    """Fiches classified by family only, or not at all: what remains to be classified."""

    def judge(self, document: ResourceDocument) -> Judgement:
        return Judgement.NO if document.needs else Judgement.YES


@dataclass(frozen=True, slots=True)
class VerifiedSince:
    """Verified by a person at ``since`` (epoch seconds) or later."""

    since: int

    def judge(self, document: ResourceDocument) -> Judgement:
        verified = document.verified_at
        return Judgement.YES if verified != NEVER and verified >= self.since else Judgement.NO


@dataclass(frozen=True, slots=True)
class ModifiedSince:
    """Saved at ``since`` (epoch seconds) or later."""

    since: int

    def judge(self, document: ResourceDocument) -> Judgement:
        return Judgement.YES if document.modified_at >= self.since else Judgement.NO


@dataclass(frozen=True, slots=True)
class Completeness:
    """Fiches that say all that the convention asks for; or, when ``complete`` is false, those that lack something."""

    complete: bool

    def judge(self, document: ResourceDocument) -> Judgement:
        return Judgement.YES if document.complete is self.complete else Judgement.NO


@dataclass(frozen=True, slots=True)
class OfStructures:
    """Fiches of some structures, by number.

    fiches   their fiches, which an index does not tell apart: who asks the engine looks them up.
    """

    structures: tuple[int, ...]
    fiches: frozenset[int] = frozenset()

    def judge(self, document: ResourceDocument) -> Judgement:
        return Judgement.YES if document.id in self.fiches else Judgement.NO


@dataclass(frozen=True, slots=True)
class WithoutDoubles:
    """Leave out the fiches that are nearly surely the same as an older one.

    doubles   their numbers, which move without the fiches being saved: who asks the engine looks them up.
    """

    doubles: frozenset[int] = frozenset()

    def judge(self, document: ResourceDocument) -> Judgement:
        return Judgement.NO if document.id in self.doubles else Judgement.YES


def local_minute(moment: datetime) -> int:
    """Return the minutes from 0001-01-01 00:00 to the wall clock of ``moment`` (its zone is dropped)."""
    return moment.toordinal() * MINUTES_A_DAY + moment.hour * 60 + moment.minute


@dataclass(frozen=True, slots=True)
class OpenAt:
    """Open at a moment, or at some moment of a day.

    Exactly one is given: ``instant`` (aware: the same for all), ``local`` (on the clock of the fiche's
    place), ``day`` (of the fiche's place).
    """

    instant: datetime | None = None
    local: datetime | None = None
    day: date | None = None

    def window(self, timezone: str) -> tuple[int, int]:
        """Return the half-open window, in minutes on the clock of ``timezone``."""
        if self.instant is not None:
            start = local_minute(self.instant.astimezone(zone_named(timezone)))
            return start, start + 1
        if self.local is not None:
            start = local_minute(self.local)
            return start, start + 1
        assert self.day is not None
        start = self.day.toordinal() * MINUTES_A_DAY
        return start, start + MINUTES_A_DAY

    def judge(self, document: ResourceDocument) -> Judgement:
        start, end = self.window(document.timezone)
        for intervals, judgement in (
            (document.open_minutes, Judgement.YES),
            (document.possible_minutes, Judgement.POSSIBLE),
        ):
            if any(opening < end and closing > start for opening, closing in intervals):
                return judgement
        return Judgement.NO

    @staticmethod
    def limit(now: datetime) -> datetime:
        """Return the last moment that can be asked for."""
        return now + timedelta(days=14)


CodesCriterion = (
    Audience | Access | Mobilisation | Cost | Language | Accessibility | Reception | Part | Institution | Network
)
"""Those that are counted."""
Criterion = (
    CodesCriterion
    | Source
    | Classification
    | WithoutNeed
    | VerifiedSince
    | ModifiedSince
    | Completeness
    | OfStructures
    | WithoutDoubles
    | OpenAt
)

CRITERIA: tuple[type, ...] = Criterion.__args__

FACETS: Mapping[str, type[CodesCriterion]] = {
    "volet": Part,
    "public": Audience,
    "acces": Access,
    "mobilisation": Mobilisation,
    "frais": Cost,
    "accueil": Reception,
    "institution": Institution,
    "reseau": Network,
    "langue": Language,
    "accessibilite": Accessibility,
}
"""Facets over one code field each; ``famille`` and ``besoin`` come on top, counted without either."""

SILENT_FACETS: frozenset[str] = frozenset(
    name for name, criterion in FACETS.items() if criterion.silence is Judgement.POSSIBLE
)
"""Facets that also count ``non-communique``."""


def judge(criteria: tuple[Criterion, ...], document: ResourceDocument) -> Judgement:
    """Return the judgement of all criteria together: the minimum, YES when none is asked."""
    return min((criterion.judge(document) for criterion in criteria), default=Judgement.YES)
