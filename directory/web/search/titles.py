"""What each list of an answer is, said above it: how many, for which words, where."""

from collections.abc import Sequence

from directory.services.search.results import LISTING_LABELS, ResultListing, ResultPage
from directory.web.search.place_said import where_of
from search.query import MAIN
from search.text.french import NBSP, counted, number_in_words
from search.text.plan import TextPlan

LONGEST_QUOTED_CHARS = 60
"""A longer question is not said again above its answers."""
MOST_NEEDS_SAID = 2

LISTING_SHORT = {
    "meme-besoin": "pour le même besoin",
    "a-verifier": "à vérifier",
    "a-distance": "sans se déplacer",
    "plus-loin": "plus loin",
    "moins-de-mots": "avec une partie des mots",
    "sans-lieu": "sans lieu connu",
}
"""The lists beside the one asked for, as they follow their total."""
ORDERS = {
    "plus-loin": "Par tranches de dix kilomètres, du plus près au plus loin.",
    "moins-de-mots": "Celles qui disent le plus de mots d’abord.",
}
"""The order of the lists that keep their own, whatever the sort asked for."""


def title_of(page: ResultPage) -> str:
    """Return the heading of the list asked for, such as "4 ressources disent « domiciliation » autour d’Arles"."""
    question, where, words = page.question, _where(page), _quoted(page)
    total = counted(page.total, "ressource", "ressources")
    if question.listing == "meme-besoin":
        return f"{total} pour {_needs(page)}{where}"
    if question.listing != MAIN:
        return f"{LISTING_LABELS[question.listing]}{NBSP}: {total}{_for(words) or _chosen(page)}{where}"
    if page.total == 0:
        only_words = words and not question.criteria and question.box is None
        near = where.replace(" autour ", " près ")
        return (
            f"Aucune fiche{near} ne dit {words}"
            if only_words
            else f"Aucune ressource{_for(words) or _chosen(page)}{where}"
        )
    if not words or page.is_wider:
        return total + (_for(words) or _chosen(page)) + where
    verb = "pour" if _names_a_need(page.plan) else "dit" if page.total < 2 else "disent"
    return f"{total} {verb} {words}{where}"


def page_title(page: ResultPage) -> str:
    """Return the title of the document: the heading, then which page of the list it is."""
    number = f", page {page.question.page} sur {page.last_page}" if page.last_page > 1 else ""
    return title_of(page) + number


def heading_of(listing: ResultListing, page: ResultPage) -> str:
    """Return the heading of a list shown below the one asked for."""
    if listing.key != "meme-besoin":
        return listing.label
    if page.total == 0:
        return f"{counted(listing.total, 'ressource', 'ressources')} pour {_needs(page)}"
    return f"{number_in_words(listing.total)}{NBSP}{'autre' if listing.total < 2 else 'autres'} pour {_needs(page)}"


def opened_heading(page: ResultPage) -> str:
    """Return the heading of a list shown in the place of an empty one: words and place stand in the title above it."""
    total = counted(page.total, "ressource", "ressources")
    if page.question.listing == "meme-besoin":
        return f"{total} pour {_needs(page)}"
    return f"{LISTING_LABELS[page.question.listing]}{NBSP}: {total}"


def back_label(total: int, page: ResultPage) -> str:
    """Return what leads back to the main list: "Les 17 ressources autour de Martigues", or that it is empty.

    total   of the main list; ``page`` is that of another list of the same search.
    """
    if total == 0:
        return "La recherche entière"
    count = "La ressource trouvée" if total == 1 else f"Les {number_in_words(total)} ressources"
    return count + _where(page)


def _where(page: ResultPage) -> str:
    place = page.question.place
    return f" {where_of(place)}" if place is not None and place.code else ""


def _quoted(page: ResultPage) -> str:
    """Return the words of the question between quotation marks; empty when there is none, or too many to be read."""
    text = " ".join("".join(run.text for run in page.question_read).split())
    if (
        page.plan is None
        or says_nothing(page.plan)
        or page.plan.identifier is not None
        or len(text) > LONGEST_QUOTED_CHARS
    ):
        return ""
    return f"«{NBSP}{text}{NBSP}»"


def says_nothing(plan: TextPlan) -> bool:
    """Tell whether words name nothing to look for: « de », alone."""
    return not (plan.groups or plan.when or plan.place or plan.identifier)


def _for(words: str) -> str:
    return f" pour {words}" if words else ""


def _chosen(page: ResultPage) -> str:
    """Return the needs chosen in a list, or their family: they say what was asked where no word does."""
    question = page.question
    labels = [page.words.label("besoin", need) for need in question.needs]
    labels = labels or [page.words.label("famille", code) for code in question.asked.get("famille", ())]
    return f" pour {' ou '.join(f'«{NBSP}{label}{NBSP}»' for label in labels[:MOST_NEEDS_SAID])}" if labels else ""


def _names_a_need(plan: TextPlan | None) -> bool:
    """Tell whether fiches may answer by their need, without a word of the question in what they say."""
    groups = plan.groups if plan is not None else ()
    return any(option.need and not option.is_narrow for group in groups for option in group.alternatives)


def _needs(page: ResultPage) -> str:
    """Return the needs that the words narrow down: "le besoin « … »", or that there are several."""
    groups = page.plan.groups if page.plan is not None else ()
    narrow = _labels([option.need for group in groups for option in group.alternatives if option.is_narrow], page)
    labels = narrow or _labels([option.need for group in groups for option in group.alternatives], page)
    if not 0 < len(labels) <= MOST_NEEDS_SAID:
        return "un besoin proche"
    said = " et ".join(f"«{NBSP}{label}{NBSP}»" for label in labels)
    return f"le besoin {said}" if len(labels) == 1 else f"les besoins {said}"


def _labels(codes: Sequence[str], page: ResultPage) -> list[str]:
    return [page.words.label("besoin", code) for code in dict.fromkeys(codes) if code]
