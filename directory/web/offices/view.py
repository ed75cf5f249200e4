"""What is shown of the offices that answer at a commune: the convention's rule with names, then every kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for

from directory.domain.offices import EXPECTED, LABELS, RULE, OfficeKind
from directory.domain.rights import Action, may_somewhere
from directory.http.access import current_actor
from directory.http.request import current_services
from directory.services.offices.answering import Answerer, SectorAnswer
from directory.services.offices.reaching import reach_of
from directory.services.search.question import AskedPlace
from directory.web.search.bar import fiche_url
from directory.web.shared.words import PhoneView, address_lines, phone_views
from search.places.clock import local_day
from search.places.commune import Commune
from search.text.french import ago, in_town, name_in_print

UNKNOWN: Mapping[OfficeKind, str] = MappingProxyType(
    {
        OfficeKind.JOB_CENTRE: "Aucune agence Pôle emploi connue ici",
        OfficeKind.GLOBAL_SUPPORT: "Aucun conseiller de l’accompagnement global connu ici",
        OfficeKind.INSERTION: "Aucun pôle d’insertion connu ici",
        OfficeKind.MDS: "Aucune maison de la solidarité connue ici",
        OfficeKind.YOUTH: "Aucune mission locale connue ici",
    }
)


@dataclass(frozen=True, slots=True)
class OfficeView:
    """One office.

    address     on one line; ``opening``: such as "Ouvert jusqu’à 17 h", of an office that has a fiche.
    fiche       address of its fiche; empty without one.
    confirmed   such as "confirmé il y a 3 semaines"; ``is_stale``: too long ago, or never.
    liaison     address of the fiche de liaison towards it; empty for who may not make one.
    """

    id: int
    name: str
    phones: tuple[PhoneView, ...]
    email: str
    address: str
    opening: str
    note: str
    fiche: str
    confirmed: str
    is_stale: bool
    liaison: str


@dataclass(frozen=True, slots=True)
class KindView:
    """The offices of one kind. ``unknown``: what is said where none is known; empty when some are."""

    key: str
    label: str
    offices: tuple[OfficeView, ...]
    unknown: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A line of the rule, with who it leads to here; ``said``: where nobody is known, or with whose agreement."""

    situation: str
    precision: str
    goes_to: str
    key: str
    offices: tuple[OfficeView, ...]
    said: str


@dataclass(frozen=True, slots=True)
class SectorView:
    """Who answers at a commune.

    at           such as "à Martigues"; ``url`` leads to the whole page.
    districts    of a city to divide: the arrondissements to choose between.
    department   the number of the Département, whom to ask where nobody is known; empty when no office says it.
    """

    town: str
    at: str
    code: str
    url: str
    rule: tuple[RuleView, ...]
    kinds: tuple[KindView, ...]
    districts: tuple[tuple[str, str], ...]
    department: tuple[PhoneView, ...]

    @property
    def is_known(self) -> bool:
        """Say whether an office is known here: where none is, nothing is worth folding beside a list."""
        return any(each.offices for each in self.kinds)


def sector_of(commune: Commune) -> SectorView:
    """Return what is shown of the offices that answer at a commune."""
    return sector_view(current_services().handing.offices.sector.at(commune))


def sector_beside(place: AskedPlace | None) -> SectorView | None:
    """Return what is folded beside what is read about a place; None without a commune."""
    return sector_of(place.commune) if place is not None and place.commune is not None else None


def sector_view(answer: SectorAnswer) -> SectorView:
    views = {kind: tuple(map(office_view, some)) for kind, some in answer.answerers.items()}
    name = answer.commune.name
    return SectorView(
        name_in_print(name),
        name_in_print(in_town(name)),
        answer.commune.code,
        sector_url(answer.commune.code),
        tuple(_rule(views)) if not answer.districts else (),
        tuple(_kinds(views)) if not answer.districts else (),
        tuple((name_in_print(each.name), sector_url(each.code)) for each in answer.districts),
        next((each.phones for each in views.get(OfficeKind.OTHER, ()) if each.phones), ()),
    )


def sector_url(commune_code: str) -> str:
    return url_for("sector.page", commune=commune_code)


def _rule(views: Mapping[OfficeKind, tuple[OfficeView, ...]]) -> list[RuleView]:
    return [
        RuleView(
            each.situation,
            each.precision,
            each.goes_to,
            each.kind.value,
            views.get(each.kind, ()),
            "En accord avec le Département" if each.kind is OfficeKind.OTHER else UNKNOWN[each.kind],
        )
        for each in RULE
    ]


def _kinds(views: Mapping[OfficeKind, tuple[OfficeView, ...]]) -> list[KindView]:
    """Return the kinds of which there is an office here, or of which one is expected."""
    return [
        KindView(kind.value, LABELS[kind], views.get(kind, ()), UNKNOWN.get(kind, "") if kind not in views else "")
        for kind in OfficeKind
        if kind in views or kind in EXPECTED
    ]


def office_view(answerer: Answerer) -> OfficeView:
    office, page = answerer.office, answerer.page
    reach = reach_of(answerer, current_services().places.gazetteer)
    return OfficeView(
        office.id,
        office.name,
        phone_views(reach.phone),
        reach.email,
        ", ".join(address_lines(reach.place)),
        page.status.sentence if page is not None and page.status.key != "inconnu" else "",
        office.note,
        fiche_url(page.resource) if page is not None else "",
        _confirmed(answerer),
        answerer.is_stale,
        url_for("liaison.page", antenne=office.id) if may_somewhere(current_actor(), Action.LIAISE) else "",
    )


def _confirmed(answerer: Answerer) -> str:
    if answerer.verified_on is None:
        return "jamais confirmé"
    return f"confirmé {ago((local_day(current_services().now()) - answerer.verified_on).days)}"
