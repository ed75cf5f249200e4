"""What each page shows: one value a page, every word and every address decided before the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from directory.criteria import BY_NAME, PARAMETERS
from directory.domain.resource import Resource
from directory.domain.taxonomy import EmergencyNumber
from directory.errors import FieldError
from directory.http import link
from directory.services.facets import Facet
from directory.services.opening_words import Status
from directory.services.question import RADIUS_KM, Question
from directory.services.reasons import how_far
from directory.services.results import GROUP_HELP, GROUP_LABELS, Proposal, Result, ResultPage
from directory.services.vocabularies import Vocabularies
from directory.web.words import NBSP, counted, number_in_words, slug_of
from search.criteria import UNKNOWN
from search.query import GROUPS, MAIN, MAX_DEPTH
from search.text.highlight import Highlighter

SEARCH = "/recherche"
PLACE_NAMES = ("lieu", "commune", "lat", "lon")
RADII_KM = (2, 5, 10, 20, 30, 50, 100)
BAR_NAMES = frozenset({"q", "rayon", "page", "groupe", *PLACE_NAMES})
"""Parameters that the search bar itself sends, or that a new search forgets."""

SORT_LABELS = {
    "pertinence": "Pertinence",
    "distance": "Distance",
    "fraicheur": "Dernière vérification",
    "nom": "Nom",
}
EMPTY_MAIN = {
    "a-verifier": "Aucune fiche ne dit répondre à tout. Celles-ci répondent au reste\u00a0: à vérifier avec elles.",
    "a-distance": "Aucun accueil sur place dans ce rayon. Ces ressources sont joignables à distance ou se déplacent.",
    "plus-loin": "Rien dans ce rayon. Voici ce qui existe plus loin, du plus près au plus éloigné.",
    "moins-de-mots": "Aucune fiche ne contient tous vos mots. Celles-ci en contiennent une partie.",
    "sans-lieu": "Les seules fiches qui répondent ne disent pas où elles accueillent.",
}


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SearchBar:
    """The form at the top. ``hidden``: criteria that a new search keeps."""

    text: str
    place: str
    radii: tuple[Option, ...]
    hidden: tuple[tuple[str, str], ...]
    text_error: str = ""
    place_error: str = ""


@dataclass(frozen=True, slots=True)
class HitView:
    id: int
    url: str
    title: Markup
    structure: str
    commune: str
    distance: str
    status: Status
    orientation: str
    cost: str
    text: Markup
    why: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class GroupView:
    key: str
    label: str
    help: str
    link_label: str
    url: str
    hits: tuple[HitView, ...]


@dataclass(frozen=True, slots=True)
class FacetValueView:
    label: str
    total: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    name: str
    label: str
    values: tuple[FacetValueView, ...]


@dataclass(frozen=True, slots=True)
class Paging:
    """``label``: "Page 2 sur 7"; addresses are empty at either end."""

    label: str
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page of results.

    title    such as ``42 ressources``.
    notices  sentences said before the list: what was corrected, why another list is shown.
    """

    bar: SearchBar
    title: str
    notices: tuple[str, ...]
    uncorrected: Link | None
    tags: tuple[Link, ...]
    proposals: tuple[Link, ...]
    emergency_numbers: tuple[EmergencyNumber, ...]
    hits: tuple[HitView, ...]
    first_rank: int
    groups: tuple[GroupView, ...]
    facets: tuple[FacetView, ...]
    sorts: tuple[Link, ...]
    paging: Paging


def search_bar(
    asked: Mapping[str, Sequence[str]], question: Question | None, errors: Sequence[FieldError] = ()
) -> SearchBar:
    """Return the form, filled with what was asked, right or wrong."""
    radius = f"{question.radius_km:g}" if question is not None else first(asked, "rayon") or f"{RADIUS_KM:g}"
    radii = [Option(f"{km}", f"{km}{NBSP}km", radius == f"{km}") for km in RADII_KM]
    if not any(option.is_chosen for option in radii):
        radii.append(Option(radius, f"{radius.replace('.', ',')}{NBSP}km", True))
    place = first(asked, "lieu")
    if question is not None and question.place is not None:
        known = question.place.commune
        place = known.label if known is not None and "lieu" not in asked else question.place.label
    said = {error.field: error.message for error in errors}
    # A wrong criterion must not come back with the next search.
    kept = tuple(
        (name, value)
        for name, values in asked.items()
        if name in BY_NAME and name not in BAR_NAMES and name not in said
        for value in values
    )
    return SearchBar(first(asked, "q"), place, tuple(radii), kept, said.get("q", ""), said.get("lieu", ""))


def first(asked: Mapping[str, Sequence[str]], name: str) -> str:
    values = asked.get(name, ())
    return values[0] if values else ""


def search_view(page: ResultPage, opened: ResultPage | None = None) -> SearchView:
    """Return the page of an answer.

    opened   the first list that is not empty, when the main one is: it is shown in its place.
    """
    shown = opened or page
    question = shown.question
    asked = page.question.asked
    return SearchView(
        bar=search_bar(asked, page.question),
        title=_title(shown),
        notices=_notices(page, shown),
        uncorrected=Link("Chercher les mots tels que je les ai tapés", link(SEARCH, asked, correction="non"))
        if page.corrections
        else None,
        tags=tags_of(page.question, page.words),
        proposals=_proposals(page),
        emergency_numbers=page.emergency_numbers,
        hits=hit_views(shown.results, shown),
        first_rank=(question.page - 1) * question.size + 1,
        groups=tuple(
            GroupView(
                group.key,
                group.label,
                GROUP_HELP[group.key],
                f"Voir les {counted(group.total, '', 'ressources')}" if group.total > 1 else "Voir la ressource",
                link(SEARCH, asked, groupe=group.key),
                hit_views(group.results, page),
            )
            for group in page.groups
            if group.key != question.group
        ),
        facets=tuple(_facet_view(facet, shown) for facet in shown.facets if _says_something(facet)),
        sorts=_sorts(shown),
        paging=_paging(shown),
    )


def _title(page: ResultPage) -> str:
    if page.question.group == MAIN:
        if page.total == 0:
            return "Aucune ressource ne répond à tout"
        return counted(page.total, "ressource", "ressources")
    return f"{GROUP_LABELS[page.question.group]}{NBSP}: {counted(page.total, 'ressource', 'ressources')}"


def _notices(page: ResultPage, shown: ResultPage) -> tuple[str, ...]:
    notices = []
    if page.corrections:
        read = ", ".join(f"«{NBSP}{correction.read}{NBSP}»" for correction in page.corrections)
        notices.append(f"Résultats pour {read}")
    if page.plan is not None and page.plan.identifier is not None:
        notices.append("Recherche par numéro\u00a0: les autres critères ne sont pas appliqués.")
    if page.plan is not None and page.plan.truncated:
        notices.append("La phrase est longue\u00a0: seuls les 32 premiers mots importants sont cherchés.")
    if shown is not page:
        notices.append(EMPTY_MAIN[shown.question.group])
    elif page.total == 0 and page.question.group == MAIN:
        notices.append("Essayez avec moins de critères, un rayon plus grand ou d’autres mots.")
    return tuple(notices)


def tags_of(question: Question, words: Vocabularies) -> tuple[Link, ...]:
    """Return the criteria asked, each with the address of the same search without it."""
    tags = []
    asked = question.asked
    for parameter in PARAMETERS:
        if parameter.sentence is None or parameter.name in PLACE_NAMES or parameter.name not in asked:
            continue
        values = asked[parameter.name]
        if parameter.name in ("correction", "sans_besoin") and values == ("oui",) * len(values):
            if parameter.name == "correction":
                continue
        elif parameter.name == "sans_besoin":
            continue
        for value in values:
            others = tuple(other for other in values if other != value)
            tags.append(Link(parameter.sentence(value, words), link(SEARCH, asked, **{parameter.name: others})))
    if question.place is not None:
        without = dict.fromkeys((*PLACE_NAMES, "rayon"))
        radius = f"{question.radius_km:g}".replace(".", ",")
        tags.insert(0, Link(f"{question.place.label}, {radius}{NBSP}km", link(SEARCH, asked, **without)))
    return tuple(tags)


def _proposals(page: ResultPage) -> tuple[Link, ...]:
    asked = page.question.asked
    moment = (page.moment,) if page.moment is not None else ()
    return tuple(_proposal(each, asked) for each in (*page.needs, *page.places, *moment))


def _proposal(proposal: Proposal, asked: Mapping[str, tuple[str, ...]]) -> Link:
    values = (*asked.get(proposal.name, ()), proposal.value) if proposal.name == "besoin" else (proposal.value,)
    return Link(proposal.label, link(SEARCH, asked, **{proposal.name: values}))


def hit_views(results: Sequence[Result], page: ResultPage) -> tuple[HitView, ...]:
    """Return the lines of a list, the words looked for marked."""
    highlighter = Highlighter(page.plan if page.plan is not None else ())
    return tuple(_hit_view(result, page, highlighter) for result in results)


def _hit_view(result: Result, page: ResultPage, highlighter: Highlighter) -> HitView:
    fiche, words = result.resource, page.words
    content = fiche.content
    return HitView(
        id=fiche.id,
        url=fiche_url(fiche),
        title=highlighter.mark(content.title),
        structure=content.structure.name,
        commune=result.place.commune_name if result.place is not None else "",
        distance="à distance" if result.is_remote else how_far(result.distance_km, result.place, page.question),
        status=result.status,
        orientation=_listed("mobilisation", content.mobilisations, words),
        cost=_listed("frais", content.costs, words),
        text=highlighter.mark(result.excerpt),
        why=" · ".join(result.reasons),
        is_stale=result.is_stale,
    )


def _listed(name: str, codes: Sequence[str], words: Vocabularies) -> str:
    return ", ".join(words.label(name, code) for code in codes)


def fiche_url(fiche: Resource) -> str:
    return f"/ressources/{fiche.id}-{slug_of(fiche.content.title)}"


def _says_something(facet: Facet) -> bool:
    """Tell whether a facet gives a choice: one where nobody says anything does not."""
    return any(value.code != UNKNOWN or value.is_chosen for value in facet.values)


def _facet_view(facet: Facet, page: ResultPage) -> FacetView:
    asked = page.question.asked
    chosen = asked.get(facet.name, ())
    values = []
    for value in facet.values:
        toggled = tuple(code for code in chosen if code != value.code) if value.is_chosen else (*chosen, value.code)
        url = link(SEARCH, asked, **{facet.name: toggled})
        values.append(FacetValueView(value.label, number_in_words(value.total), url, value.is_chosen))
    return FacetView(facet.name, BY_NAME[facet.name].label, tuple(values))


def _sorts(page: ResultPage) -> tuple[Link, ...]:
    question = page.question
    return tuple(
        Link(label, link(SEARCH, question.asked, tri=key), key == question.sort)
        for key, label in SORT_LABELS.items()
        if key != "distance" or question.place is not None
    )


def _paging(page: ResultPage) -> Paging:
    question = page.question
    asked = dict(question.asked)
    if question.group != MAIN:
        asked["groupe"] = (question.group,)
    last = min(page.last_page, MAX_DEPTH // question.size)

    def at(number: int) -> str:
        return link(SEARCH, asked, page=str(number))

    return Paging(
        label=f"Page {question.page} sur {page.last_page}" if page.last_page > 1 else "",
        previous_url=at(question.page - 1) if question.page > 1 else "",
        next_url=at(question.page + 1) if question.page < last else "",
    )


def first_group(page: ResultPage) -> str:
    """Return the key of the first list that is not empty beside an empty main one, else ``MAIN``."""
    if page.total or page.question.group != MAIN or page.question.page > 1:
        return MAIN
    return next((key for key in GROUPS if any(group.key == key for group in page.groups)), MAIN)
