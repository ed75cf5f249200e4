"""The entrance: one question, the needs at a glance, how fresh the base is."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.http.links import link
from directory.services.search.question import AskedPlace, place_parameter
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.bar import SEARCH, Link, SearchBar
from directory.web.shared.territories import inside
from fiche.codes import Side
from search.text.french import NBSP, around, counted, number_in_words

FAMILY_ICONS = {
    "argent": "wallet",
    "administratif": "scale",
    "isolement": "users",
    "mobilite": "bus",
    "logement": "house",
    "sante": "heart-pulse",
    "famille": "baby",
}
EXAMPLES = (
    "maman seule sans permis, cherche une crèche",
    "hébergement ce soir",
    "aide pour payer l’électricité",
)


@dataclass(frozen=True, slots=True)
class NeedLink:
    """``total``: empty when the engine does not answer."""

    label: str
    url: str
    total: str


@dataclass(frozen=True, slots=True)
class FamilyView:
    """``url``: empty when the section has no list of its own."""

    label: str
    icon: str
    url: str
    needs: tuple[NeedLink, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """``figures``: how many fiches, and how fresh; empty when the engine does not answer."""

    bar: SearchBar
    figures: str
    examples: tuple[Link, ...]
    families: tuple[FamilyView, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the base holds around a place. ``fresh``: how many were confirmed in the last six months."""

    total: int
    fresh: int
    needs: Mapping[str, int]
    families: Mapping[str, int]


def home_view(bar: SearchBar, words: Vocabularies, figures: Figures | None, place: AskedPlace | None) -> HomeView:
    kept = {}
    if place is not None and place.code:
        name, code = place_parameter(place.code)
        kept = {name: (code,)}
    return HomeView(
        bar=bar,
        figures="" if figures is None else _figures(figures, place),
        examples=tuple(Link(text, link(SEARCH, kept, q=text)) for text in EXAMPLES),
        families=families_of(words, figures, kept),
    )


def _figures(figures: Figures, place: AskedPlace | None) -> str:
    where = ""
    if place is not None and place.area is not None:
        where = f" {inside(place.area)}"
    elif place is not None and place.commune is not None:
        where = f" {around(place.commune.name)}"
    said = counted(figures.total, "ressource", "ressources") + where
    if not figures.total:
        return said
    percent = round(100 * figures.fresh / figures.total)
    return f"{said} · {percent}{NBSP}% vérifiées depuis moins de six mois"


def families_of(
    words: Vocabularies, figures: Figures | None, kept: Mapping[str, tuple[str, ...]]
) -> tuple[FamilyView, ...]:
    """Return the families with their needs, then what Pôle emploi offers as one more section."""
    taxonomy = words.taxonomy
    counts = figures.needs if figures is not None else {}
    constraints = tuple(
        FamilyView(
            family.label,
            FAMILY_ICONS.get(family.code, "hand-helping"),
            link(SEARCH, kept, famille=family.code),
            tuple(
                NeedLink(need.label, link(SEARCH, kept, besoin=need.code), _total(counts, need.code))
                for need in taxonomy.needs_of(family.code)
            ),
        )
        for family in taxonomy.families_of(Side.CONSTRAINTS)
    )
    offered = taxonomy.families_of(Side.EMPLOYMENT)
    by_family = figures.families if figures is not None else {}
    offer = FamilyView(
        "Offre de service de Pôle emploi",
        "briefcase",
        link(SEARCH, kept, volet=Side.EMPLOYMENT.value),
        tuple(
            NeedLink(family.label, link(SEARCH, kept, famille=family.code), _total(by_family, family.code))
            for family in offered
        ),
    )
    return (*constraints, offer) if offered else constraints


def _total(counts: Mapping[str, int], code: str) -> str:
    return number_in_words(counts.get(code, 0)) if counts else ""
