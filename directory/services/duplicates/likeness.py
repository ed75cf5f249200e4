"""Whether two fiches may be one, and why. Pure: what is compared is what they say.

Nothing here is sure: one body has many doors, one switchboard answers for many services. What one side does not say
contradicts nothing, so that a form half filled finds what it may be.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio, token_set_ratio, token_sort_ratio

from directory.domain.duplicates import Degree, Reason
from fiche.content import Content
from fiche.parts import Place
from search.places.geometry import haversine_km
from search.text.analysis import STOP, fold, stems, words

NEAR_KM = 0.15
NEAR_TITLE, NEAR_STRUCTURE = 85.0, 90.0
SHORT_TITLE, SAME_BUT_A_LETTER = 2, 95.0
"""Words of a title that has to be the same but for a letter of a long word: "Permis B" is not "Permis C"."""
DIGITS_OF_ONE_LINE = 10
"""Shorter numbers are those of a whole network: 3949 is every agency's."""
AT_COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Likeness:
    """``reasons``: the strongest first; none for two fiches that nothing brings together."""

    reasons: tuple[Reason, ...]
    degree: Degree

    def __bool__(self) -> bool:
        return bool(self.reasons)


def likeness(one: Content, other: Content) -> Likeness:
    """Compare two fiches; either may be half said."""
    reasons = tuple(_reasons(one, other))
    return Likeness(reasons, _degree(one, other, reasons))


def near_titles(one: str, other: str) -> bool:
    """Say whether two titles of services are nearly the same."""
    mine, theirs = stems(one), stems(other)
    if sorted(mine) == sorted(theirs):
        return bool(mine)
    if _signs(one) != _signs(other):
        return False
    if min(len(mine), len(theirs)) > SHORT_TITLE:
        return token_sort_ratio(fold(one), fold(other)) >= NEAR_TITLE
    return ratio(fold(one), fold(other)) >= SAME_BUT_A_LETTER


def _signs(title: str) -> set[str]:
    """Return the numbers and letters that tell one service of a series from the next."""
    return {word for word in words(title) if word.isdigit() or (len(word) == 1 and word not in STOP)}


def near_structures(one: str, other: str) -> bool:
    """Say whether two names of structures are nearly the same, a word more on one side allowed."""
    mine, theirs = " ".join(words(one)), " ".join(words(other))
    if not mine or not theirs:
        return False
    return token_set_ratio(mine, theirs) >= NEAR_STRUCTURE or token_sort_ratio(mine, theirs) >= NEAR_TITLE


def meet(one: tuple[Place, ...], other: tuple[Place, ...]) -> bool:
    """Say whether two fiches have a place in common, as far as their addresses and points tell."""
    return any(_is_one_place(mine, theirs) for mine in one for theirs in other)


def contacts_of(content: Content) -> tuple[frozenset[str], frozenset[str]]:
    """Return the phones of a fiche that hardly another one has, and its mail."""
    phones = (content.phone, content.second_phone)
    long = frozenset(each for each in phones if sum(char.isdigit() for char in each) >= DIGITS_OF_ONE_LINE)
    return long, frozenset({content.email.lower()} - {""})


def _reasons(one: Content, other: Content) -> Iterator[Reason]:
    places_meet = meet(one.places, other.places)
    places_apart = bool(one.places and other.places) and not places_meet
    needs_apart = bool(one.needs and other.needs) and not set(one.needs) & set(other.needs)
    titles, structures = near_titles(one.title, other.title), _same_structure(one, other)
    if _is_same(one, other):
        yield Reason.SAME_CONTENT
    siret = one.structure.siret
    if siret and siret == other.structure.siret and not needs_apart and not places_apart:
        yield Reason.SAME_BODY
    untitled = not (one.title and other.title) and not needs_apart
    if (titles or untitled) and structures and places_meet:
        yield Reason.NEAR_NAME
    if structures and (places_apart or (needs_apart and not titles)):
        # Another door, or another service, of the same body: it shares its switchboard.
        return
    (phones, mails), (their_phones, their_mails) = contacts_of(one), contacts_of(other)
    if phones & their_phones:
        yield Reason.SAME_PHONE
    if mails & their_mails:
        yield Reason.SAME_MAIL


def _degree(one: Content, other: Content, reasons: tuple[Reason, ...]) -> Degree:
    if not reasons:
        return Degree.NONE
    has_contact = bool({Reason.SAME_PHONE, Reason.SAME_MAIL} & set(reasons))
    has_body = Reason.SAME_BODY in reasons
    titles = near_titles(one.title, other.title)
    if Reason.SAME_CONTENT in reasons:
        return Degree.NEARLY_SURE
    if titles and (has_body or has_contact) and meet(one.places, other.places):
        return Degree.NEARLY_SURE
    if has_body or Reason.NEAR_NAME in reasons or len(reasons) > 1 or titles:
        return Degree.LIKELY
    return Degree.POSSIBLE


def _is_same(one: Content, other: Content) -> bool:
    return bool(one.title) and replace(one, status=other.status, institution=other.institution) == other


def _same_structure(one: Content, other: Content) -> bool:
    mine, theirs = one.structure, other.structure
    return bool(mine.siret and mine.siret == theirs.siret) or near_structures(mine.name, theirs.name)


def _is_one_place(one: Place, other: Place) -> bool:
    if _is_exact(one) and _is_exact(other):
        return _km(one, other) <= NEAR_KM
    if one.commune_code and other.commune_code:
        is_one_town = one.commune_code == other.commune_code
    else:
        is_one_town = bool(one.commune_name) and words(one.commune_name) == words(other.commune_name)
    mine, theirs = words(one.address), words(other.address)
    return is_one_town and (not mine or not theirs or mine == theirs)


def _is_exact(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None and place.precision != AT_COMMUNE


def _km(one: Place, other: Place) -> float:
    # Both have a point: ``_is_exact``.
    return haversine_km(one.latitude or 0.0, one.longitude or 0.0, other.latitude or 0.0, other.longitude or 0.0)
