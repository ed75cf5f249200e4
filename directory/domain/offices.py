"""*Interlocuteurs de secteur*: the offices that answer by where a person lives, and the rule of the convention."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from directory.domain.freshness import NO_OWNER_MONTHS, add_months
from directory.domain.institution import Institution

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NOTE = 120, 200, 120
MOST_AREAS = 200
FIRST, SECOND = 1, 2
"""Ranks: a second one answers only where no first one does."""


class OfficeKind(StrEnum):
    """In the order of the page."""

    JOB_CENTRE = "agence-emploi"
    GLOBAL_SUPPORT = "accompagnement-global"
    INSERTION = "pole-insertion"
    MDS = "mds"
    YOUTH = "mission-locale"
    CCAS = "ccas"
    FRANCE_SERVICES = "france-services"
    OTHER = "autre"


EXPECTED: tuple[OfficeKind, ...] = (
    OfficeKind.JOB_CENTRE,
    OfficeKind.GLOBAL_SUPPORT,
    OfficeKind.INSERTION,
    OfficeKind.MDS,
    OfficeKind.YOUTH,
)
"""Kinds of which one is expected everywhere: a commune without any is a hole."""

LABELS: Mapping[OfficeKind, str] = MappingProxyType(
    {
        OfficeKind.JOB_CENTRE: "Agence Pôle emploi",
        OfficeKind.GLOBAL_SUPPORT: "Accompagnement global",
        OfficeKind.INSERTION: "Pôle d’insertion",
        OfficeKind.MDS: "Maison de la solidarité (MDS)",
        OfficeKind.YOUTH: "Mission locale",
        OfficeKind.CCAS: "CCAS",
        OfficeKind.FRANCE_SERVICES: "France services",
        OfficeKind.OTHER: "Autre structure",
    }
)


@dataclass(frozen=True, slots=True)
class Office:
    """One office, whose areas say for whom it answers.

    institution   code of the one that keeps it true.
    resource_id   fiche whose contacts, address and hours are then the only ones; None without a fiche.
    postcode      of the address; ``commune``: its INSEE code, both empty when not said.
    rank          ``FIRST`` or ``SECOND``.
    note          what tells it from another of its kind, such as quarters.
    verified_at   when somebody last confirmed it.
    version       counts its saves: two people who change it at once do not overwrite each other.
    areas         codes, such as "com:13056", "epci:200054807", "dep:13".
    """

    id: int
    kind: OfficeKind
    name: str
    institution: str
    resource_id: int | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    rank: int = FIRST
    note: str = ""
    verified_at: datetime | None = None
    retired: bool = False
    version: int = 1
    areas: tuple[str, ...] = ()


def due_on(office: Office, verified_on: date | None, institutions: Mapping[str, Institution]) -> date | None:
    """Return the day on which an office is to be confirmed; None for now, when nobody ever did.

    verified_on   the day of ``verified_at`` where people are.
    """
    owner = institutions.get(office.institution)
    months = NO_OWNER_MONTHS if owner is None else owner.verification_months
    return None if verified_on is None else add_months(verified_on, months)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line of the convention's rule: whose situation, and the kind of office that they are sent to."""

    situation: str
    precision: str
    goes_to: str
    kind: OfficeKind


RULE: tuple[RuleLine, ...] = (
    RuleLine("RSA, sans enfant mineur", "", "pôle d’insertion", OfficeKind.INSERTION),
    RuleLine("Enfant mineur", "avec ou sans RSA", "maison de la solidarité (MDS)", OfficeKind.MDS),
    RuleLine("Ni l’un ni l’autre ne peut l’accompagner", "", "une autre structure", OfficeKind.OTHER),
)
"""To whom social support is asked, by where the person lives. Nothing is asked: who reads it knows the person.

Neither RSA nor a minor child is named nowhere by the convention; the page says so, and sends to the third line.
"""


def answering(offices: Iterable[Office], chain: Sequence[str]) -> dict[OfficeKind, tuple[Office, ...]]:
    """Return the offices that answer at a place, by kind; kinds without any are left out.

    chain   codes of the areas that cover the place, the finest first.

    The finest area that has an office of a kind answers for it, with all of those it has; a second rank does where no
    area has a first one.
    """
    by_kind: dict[OfficeKind, list[tuple[int, int, Office]]] = {}
    places = {code: place for place, code in enumerate(chain)}
    for each in offices:
        found = min((places[code] for code in each.areas if code in places), default=None)
        if found is not None and not each.retired:
            by_kind.setdefault(each.kind, []).append((each.rank, found, each))
    return {kind: _first(by_kind[kind]) for kind in OfficeKind if kind in by_kind}


def _first(ranked: Sequence[tuple[int, int, Office]]) -> tuple[Office, ...]:
    best = min(ranked, key=lambda each: each[:2])[:2]
    kept = [office for rank, place, office in ranked if (rank, place) == best]
    return tuple(sorted(kept, key=lambda each: (each.name, each.id)))
