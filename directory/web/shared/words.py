"""Dates, numbers and addresses of pages as people say them."""

from datetime import datetime

from directory.services.hours.clock import day_of
from fiche.content import Content
from fiche.parts import Place
from search.text.analysis import words
from search.text.french import NBSP, day_in_words
from search.text.identifiers import normalise_phone

LONGEST_SLUG_CHARS = 80


def slug_of(title: str) -> str:
    """Return the words of a title for an address: ``bourse-au-permis-de-conduire``."""
    slug = ""
    for word in words(title):
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > LONGEST_SLUG_CHARS:
            break
        slug = longer
    return slug or "ressource"


def day_said(content: Content, at: datetime | None) -> str:
    """Return the day of an instant where a service is given, as ``11 novembre 2026``; empty for none."""
    if at is None:
        return ""
    day = day_of(content, at)
    return f"{day_in_words(day)} {day.year}"


def phone_in_words(phone: str) -> str:
    """Return ``04 91 00 00 00`` for a French number, as written otherwise."""
    normal = normalise_phone(phone)
    if normal is None or not normal.startswith("+"):
        return phone
    digits = "0" + normal.removeprefix("+")[-9:]
    return NBSP.join(digits[at : at + 2] for at in range(0, 10, 2))


def phone_url(phone: str) -> str:
    """Return the address that dials a number, empty when it has no digit."""
    dialled = normalise_phone(phone) or "".join(char for char in phone if char.isdigit() or char == "+")
    return f"tel:{dialled}" if dialled else ""


def web_url(address: str) -> str:
    """Return an address that is safe to follow, empty for anything but http and https."""
    return address if address.lower().startswith(("http://", "https://")) else ""


def address_lines(place: Place) -> tuple[str, ...]:
    """Return the lines of a postal address that say something."""
    town = " ".join(part for part in (place.postcode, place.commune_name) if part)
    return tuple(part for part in (place.address, place.complement, town) if part)
