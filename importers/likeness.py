"""Whether two drafts of one identifier may be the same fiche: a file of another source may number its own alike."""

from rapidfuzz.fuzz import token_sort_ratio

from fiche.content import Content
from importers.base import Draft
from search.text.analysis import fold

NEAR_NAME = 75.0
_DIGITS_OF_ONE_LINE = 10
"""Shorter numbers are those of a whole network: 3949 is every agency's."""


def are_alike(before: Draft, after: Draft) -> bool:
    """Tell whether anything makes ``after`` the fiche that ``before`` was: a contact, a text, or a near name.

    In another town one name is not enough: many structures are called "CCAS".
    """
    old, new = before.content, after.content
    if (after.structure_key and before.structure_key == after.structure_key) or _identifying(old) & _identifying(new):
        return True
    titles, structures = _near(old.title, new.title), _near(old.structure.name, new.structure.name)
    towns = {place.commune_code for place in old.places}, {place.commune_code for place in new.places}
    moved = all(town - {""} for town in towns) and not (towns[0] & towns[1])
    return (titles and structures) if moved else (titles or structures)


def _identifying(content: Content) -> set[str]:
    """Return what a fiche says that hardly another one says."""
    phones = {phone for phone in (content.phone, content.second_phone) if len(phone) >= _DIGITS_OF_ONE_LINE}
    streets = {f"{place.address} {place.commune_code}" for place in content.places if place.address}
    said = {content.structure.siret, content.email, content.website, content.link, content.description}
    return (said | phones | streets) - {""}


def _near(before: str, after: str) -> bool:
    return token_sort_ratio(fold(before), fold(after)) >= NEAR_NAME
