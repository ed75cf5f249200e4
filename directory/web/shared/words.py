"""Dates, numbers and addresses of pages as people say them."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from directory.domain.lines import Line
from directory.services.hours.clock import day_of
from fiche.content import Content
from fiche.parts import Place
from search.text.analysis import words
from search.text.french import NBSP, day_in_words, name_in_print
from search.text.identifiers import normalise_phone
from search.text.phones import phones_in

LONGEST_SLUG_CHARS = 80
WITHDRAWN = "Une fiche retirée"
"""In the place of a title that nobody may read for now."""
MOST_KEPT = 2_000
"""Texts of fiches as pages say them: the questions of an agency come back to the same ones."""


@lru_cache(maxsize=MOST_KEPT)
def slug_of(title: str) -> str:
    """Return the words of a title for an address: ``bourse-au-permis-de-conduire``."""
    slug = ""
    for word in words(title):
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > LONGEST_SLUG_CHARS:
            break
        slug = longer
    return slug or "ressource"


def title_in_sight(content: Content) -> str:
    """Return the title of a fiche that somebody keeps in a list; a draft's is nobody's business but its author's."""
    return content.title if content.has_page else WITHDRAWN


def day_said(content: Content | Line, at: datetime | None) -> str:
    """Return the day of an instant where a service is given, as ``11 novembre 2026``; empty for none."""
    if at is None:
        return ""
    day = day_of(content, at)
    return f"{day_in_words(day)} {day.year}"


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A number to show and, where one can dial it, its address; ``extension`` is asked for once somebody answers."""

    shown: str
    url: str
    extension: str = ""


def phone_views(text: str) -> tuple[PhoneView, ...]:
    """Return the numbers of a field, each with an address of its own; a text that holds none is shown as it is."""
    phones = phones_in(text)
    if not phones:
        return (PhoneView(text, phone_url(text)),) if text else ()
    return tuple(PhoneView(_number_in_words(each.number), f"tel:{each.number}", each.extension) for each in phones)


@lru_cache(maxsize=MOST_KEPT)
def phone_in_words(text: str) -> str:
    """Return the numbers of a field as people say them: ``04 91 00 00 00, poste 12 ou 04 91 00 00 01``."""
    said = (
        f"{each.shown}, poste{NBSP}{each.extension}" if each.extension else each.shown for each in phone_views(text)
    )
    return " ou ".join(said)


def _number_in_words(number: str) -> str:
    """Return ``04 91 00 00 00`` for a French number, a short one or a foreign one as it is dialled."""
    if not number.startswith(("+33", "+262", "+590", "+594", "+596")):
        return number
    digits = "0" + number.removeprefix("+")[-9:]
    return NBSP.join(digits[at : at + 2] for at in range(0, 10, 2))


@lru_cache(maxsize=MOST_KEPT)
def phone_url(number: str) -> str:
    """Return the address that dials a number, empty when it has no digit."""
    dialled = normalise_phone(number) or "".join(char for char in number if char.isdigit() or char == "+")
    return f"tel:{dialled}" if dialled else ""


def web_url(address: str) -> str:
    """Return an address that is safe to follow, empty for anything but http and https."""
    return address if address.lower().startswith(("http://", "https://")) else ""


def address_lines(place: Place) -> tuple[str, ...]:
    """Return the lines of a postal address that say something."""
    town = " ".join(part for part in (place.postcode, name_in_print(place.commune_name)) if part)
    return tuple(part for part in (place.address, place.complement, town) if part)
