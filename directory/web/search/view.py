"""The page of results: one value, every word and every address decided before the template."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from directory.criteria import BY_NAME
from directory.http.links import link
from directory.services.search.reason_words import how_far
from directory.services.search.results import LISTING_HELP, ResultPage
from directory.web.search.bar import SEARCH, Link, SearchBar, line_url, search_bar
from directory.web.search.choices import Choices, choices_of
from directory.web.search.emergency import EmergencyBox, emergency_box
from directory.web.search.map_view import MapView, map_of
from directory.web.search.offers import Offer
from directory.web.search.place_said import misread, rather
from directory.web.search.same import Line, lines_of
from directory.web.search.tags import tags_of
from directory.web.search.titles import (
    LISTING_SHORT,
    ORDERS,
    heading_of,
    opened_heading,
    page_title,
    says_nothing,
    title_of,
)
from search.query import LISTINGS, MAIN, MAX_DEPTH
from search.text.french import NBSP, counted, number_in_words

LIST = "#liste"
EXPORT = "/exporter"
# The headings of the page and of the list say together why lines of the same need are shown.
EMPTY_MAIN = {
    "meme-besoin": "",
    "a-verifier": "Une information demandée n’est dite par aucune fiche\u00a0: à vérifier auprès de la structure.",
    "a-distance": "Aucun accueil sur place dans ce rayon. Ces ressources sont joignables à distance ou se déplacent.",
    "plus-loin": "Rien dans ce rayon. Voici ce qui existe plus loin, par tranches de dix kilomètres.",
    "moins-de-mots": "Aucune fiche ne contient tous vos mots. Celles-ci en contiennent une partie.",
    "sans-lieu": "Les seules fiches qui répondent ne disent pas où elles accueillent.",
}


@dataclass(frozen=True, slots=True)
class ListingView:
    """``short``: what follows the total in the line that leads to the list further down the page."""

    key: str
    label: str
    short: str
    total: str
    help: str
    link_label: str
    url: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paging:
    """``label``: "Page 2 sur 7"; addresses are empty at either end."""

    label: str
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """``read``: the words as they were understood, those that were corrected marked."""

    read: Markup
    uncorrected: Link


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page of results.

    title    such as ``42 ressources autour de Martigues``; ``page_title`` adds which page of the list it is.
    heading  of the list that is shown in the place of an empty one; empty otherwise.
    order    how the list is ordered when no sort changes it.
    back     from one of the other lists, the main one.
    nearest  the nearest fiche beyond the radius, when none is inside.
    rather   the other places that the text typed may mean.
    notices  sentences said before the list: why another list is shown, what was not applied.
    tags     what was asked, each with the search without it; ``offers``, what may be added, counted.
    rescues  when nothing answers: searches that do, with how many they find.
    need     code of the only need asked for, empty for several and for none: a fiche is selected for it.
    export_url   where the list shown is taken away as a file.
    """

    bar: SearchBar
    title: str
    page_title: str
    heading: str
    order: str
    back: Link | None
    nearest: Link | None
    rather: tuple[Link, ...]
    correction: CorrectionView | None
    notices: tuple[str, ...]
    tags: tuple[Link, ...]
    offers: tuple[Offer, ...]
    emergency: EmergencyBox
    lines: tuple[Line, ...]
    first_rank: int
    listings: tuple[ListingView, ...]
    choices: Choices
    chosen_count: int
    paging: Paging
    map: MapView
    rescues: tuple[Link, ...]
    need: str
    export_url: str


def search_view(
    page: ResultPage,
    opened: ResultPage | None = None,
    *,
    offers: Sequence[Offer] = (),
    rescues: Sequence[Link] = (),
    kept: Collection[tuple[str, str]] = (),
    back_label: str = "",
) -> SearchView:
    """Return the page of an answer.

    opened       the first list that is not empty, when the main one is: it is shown in its place.
    kept         criteria, as pairs of name and value, that come from a search with other words.
    back_label   says what the main list holds, on the page of another one.
    """
    shown = opened or page
    question = shown.question
    asked = page.question.asked
    tags = tags_of(page.question, page.words, kept)
    return SearchView(
        bar=search_bar(asked, page.question, need=_only_need(page)),
        title=title_of(page),
        page_title=page_title(page),
        heading=opened_heading(opened) if opened is not None else "",
        order=ORDERS.get(question.listing, ""),
        back=Link(back_label, link(SEARCH, asked, groupe=None, page=None)) if back_label else None,
        nearest=_nearest(page),
        rather=rather(page.question),
        correction=_correction(page),
        notices=_notices(page, shown),
        tags=tags,
        offers=tuple(offers),
        emergency=emergency_box(page.emergency),
        lines=lines_of(shown.results, shown, first_rank=(question.page - 1) * question.size + 1),
        first_rank=(question.page - 1) * question.size + 1,
        listings=_listing_views(page, asked_for=question.listing),
        choices=choices_of(shown),
        chosen_count=sum(len(values) for name, values in asked.items() if _is_choice(name)),
        paging=_paging(shown),
        map=map_of(page),
        rescues=tuple(rescues),
        need=question.needs[0] if len(question.needs) == 1 else "",
        export_url=link(EXPORT, asked, taille=None, groupe=question.listing or None),
    )


def _listing_views(page: ResultPage, *, asked_for: str) -> tuple[ListingView, ...]:
    """Return the lists beside the one shown, each with its first lines."""
    return tuple(
        ListingView(
            listing.key,
            heading_of(listing, page),
            LISTING_SHORT[listing.key],
            number_in_words(listing.total),
            LISTING_HELP[listing.key],
            f"Voir les {counted(listing.total, '', 'ressources')}" if listing.total > 1 else "Voir la ressource",
            link(SEARCH, page.question.asked, groupe=listing.key),
            lines_of(listing.results, page),
        )
        for listing in page.listings
        if listing.key != asked_for
    )


def _nearest(page: ResultPage) -> Link | None:
    """Return the first fiche beyond the radius, when the main list is empty: an advisor may send the person there."""
    if page.total or page.question.listing != MAIN:
        return None
    further = next((listing.results for listing in page.listings if listing.key == "plus-loin"), ())
    if not further:
        return None
    first = further[0]
    towns = [first.place.commune_name] if first.place is not None and first.place.commune_name else []
    where = ", ".join([*towns, how_far(first.distance_km, first.place, page.question)])
    return Link(f"{first.line.title} ({where})", line_url(first.line))


def _is_choice(name: str) -> bool:
    return BY_NAME[name].is_facet or name in ("ouvert", "verifiee_depuis", "bbox")


def _only_need(page: ResultPage) -> str:
    needs = page.question.needs
    return page.words.label("besoin", needs[0]) if len(needs) == 1 else ""


def _correction(page: ResultPage) -> CorrectionView | None:
    if not page.corrections:
        return None
    typed = " ".join(each.typed for each in page.corrections)
    runs = page.question_read
    read = Markup("").join(Markup("<strong>{}</strong>").format(run.text) if run.is_new else run.text for run in runs)
    if not any(run.is_new for run in runs):
        read = Markup(", ").join(Markup("<strong>{}</strong>").format(each.read) for each in page.corrections)
    url = link(SEARCH, page.question.asked, correction="non")
    return CorrectionView(read, Link(f"Chercher plutôt «{NBSP}{typed}{NBSP}»", url))


def _notices(page: ResultPage, shown: ResultPage) -> tuple[str, ...]:
    notices = [said for place in (page.question.place,) if place is not None and (said := misread(place))]
    if page.plan is not None and page.plan.identifier is not None:
        notices.append("Recherche par numéro\u00a0: les autres critères ne sont pas appliqués.")
    if page.plan is not None and page.plan.truncated:
        notices.append("La phrase est longue\u00a0: seuls les 32 premiers mots importants sont cherchés.")
    if page.question.text.strip() and (page.plan is None or says_nothing(page.plan)):
        notices.append(
            f"«{NBSP}{page.question.text}{NBSP}» ne dit pas quoi chercher{NBSP}: la liste n’en tient pas compte."
        )
    if page.is_wider and shown is page:
        notices.append("Aucune fiche ne répond à ces mots\u00a0: voici ce qui s’en approche le plus.")
    if shown is not page:
        notices.append(EMPTY_MAIN[shown.question.listing])
    elif page.total == 0 and page.question.listing == MAIN:
        notices.append("Essayez avec moins de critères, un rayon plus grand ou d’autres mots.")
    return tuple(notice for notice in notices if notice)


def _paging(page: ResultPage) -> Paging:
    question = page.question
    asked = dict(question.asked)
    if question.listing != MAIN:
        asked["groupe"] = (question.listing,)
    last = min(page.last_page, MAX_DEPTH // question.size)

    def at(number: int) -> str:
        return link(SEARCH, asked, page=str(number)) + LIST

    return Paging(
        label=f"Page {question.page} sur {page.last_page}" if page.last_page > 1 else "",
        previous_url=at(question.page - 1) if question.page > 1 else "",
        next_url=at(question.page + 1) if question.page < last else "",
    )


def first_listing(page: ResultPage) -> str:
    """Return the key of the first list that is not empty beside an empty main one, else ``MAIN``."""
    if page.total or page.question.listing != MAIN or page.question.page > 1:
        return MAIN
    return next((key for key in LISTINGS if any(listing.key == key for listing in page.listings)), MAIN)
