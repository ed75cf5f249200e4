"""The bar where a search is typed, and what every page shares: links, options, the address of a fiche."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.criteria import BY_NAME
from directory.domain.lines import Line
from directory.domain.resource import Resource
from directory.errors import FieldError
from directory.services.search.question import RADIUS_KM, AskedPlace, Question
from directory.web.shared.words import slug_of
from search.text.french import NBSP

SEARCH = "/recherche"
PLACE_NAMES = ("lieu", "commune", "territoire", "lat", "lon")
RADII_KM = (2, 5, 10, 20, 30, 50, 100)
BAR_NAMES = frozenset({"q", "rayon", "page", "groupe", "correction", "bbox", *PLACE_NAMES})
"""Parameters that the search bar itself sends, or that a new search forgets."""


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
    """The form at the top.

    hidden    criteria that a new search keeps.
    is_need   the text shown is the label of the need asked for, not words typed.
    """

    text: str
    place: str
    radius: str
    radii: tuple[Option, ...]
    hidden: tuple[tuple[str, str], ...]
    text_error: str = ""
    place_error: str = ""
    is_need: bool = False


def first(asked: Mapping[str, Sequence[str]], name: str) -> str:
    values = asked.get(name, ())
    return values[0] if values else ""


def search_bar(
    asked: Mapping[str, Sequence[str]],
    question: Question | None,
    errors: Sequence[FieldError] = (),
    *,
    remembered: AskedPlace | None = None,
    need: str = "",
) -> SearchBar:
    """Return the form, filled with what was asked, right or wrong.

    remembered   the place of the searches before, where a page asks nothing itself.
    need         label of the only need asked for: it stands in the place of words when none was typed.
    """
    radius = f"{question.radius_km:g}" if question is not None else first(asked, "rayon") or f"{RADIUS_KM:g}"
    radii = [Option(f"{km}", f"{km}{NBSP}km", radius == f"{km}") for km in RADII_KM]
    if not any(option.is_chosen for option in radii):
        radii.append(Option(radius, f"{radius.replace('.', ',')}{NBSP}km", True))
    place = first(asked, "lieu") or (remembered.label if remembered is not None else "")
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
    shown_radius = next(option.label for option in radii if option.is_chosen)
    text = first(asked, "q")
    errors_shown = (said.get("q", ""), said.get("lieu", ""))
    return SearchBar(
        text or need, place, shown_radius, tuple(radii), kept, *errors_shown, is_need=bool(need and not text)
    )


def fiche_url(fiche: Resource) -> str:
    return _address(fiche.id, fiche.content.title)


def line_url(line: Line) -> str:
    """Return the address of the page of a fiche, from its line."""
    return _address(line.id, line.title)


def _address(number: int, title: str) -> str:
    return f"/ressources/{number}-{slug_of(title)}"
