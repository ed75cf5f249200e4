"""What a new search keeps of the one before: its place, its radius and explicit criteria, never its need."""

from collections.abc import Mapping
from urllib.parse import parse_qs

from werkzeug.datastructures import MultiDict

from directory.http.links import link, said_address
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.bar import BAR_NAMES, SEARCH
from search.text.analysis import fold

BEFORE = "avant"
"""Field of the bar that repeats the words it was shown with; never part of an address."""
OF_ONE_SEARCH = ("besoin", "famille", "ouvert", "sans_besoin")
"""What belongs to one person at one moment: other words drop it."""


def address_of_form(sent: "MultiDict[str, str]", words: Vocabularies) -> str | None:
    """Return the address that a form of the bar asks for; None when it does not repeat the words before.

    Other words than before drop the need, the family and the moment of the search before. The label of a need, which
    the bar shows in the place of words, is not searched as text.
    """
    if BEFORE not in sent:
        return None
    asked = {name: tuple(values) for name, values in sent.lists() if name != BEFORE}
    text = sent.get("q", "").strip()
    if fold(text) != fold(sent.get(BEFORE, "").strip()):
        asked |= dict.fromkeys(OF_ONE_SEARCH, ())
    elif [text] == [words.label("besoin", code) for code in asked.get("besoin", ())]:
        asked["q"] = ()
    if not text:
        asked["q"] = ()
    return link(SEARCH, asked)


def kept_from(page_before: str, asked: Mapping[str, tuple[str, ...]]) -> frozenset[tuple[str, str]]:
    """Return the criteria that a search with other words keeps from the one before, as pairs of name and value.

    page_before   address of the page that the person came from, or empty.
    """
    before = said_address(page_before)
    if before.path != SEARCH:
        return frozenset()
    then = parse_qs(before.query)
    if fold(" ".join(then.get("q", ()))) == fold(" ".join(asked.get("q", ()))) and "besoin" not in then:
        return frozenset()
    return frozenset(
        (name, value)
        for name, values in asked.items()
        if name not in BAR_NAMES and name not in OF_ONE_SEARCH
        for value in values
        if value in then.get(name, ())
    )
