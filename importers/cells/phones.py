"""Phone numbers of a cell: one, several run together, short ones, those of overseas départements."""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, shortnumberinfo

from importers.cells.cleaning import Flaw, Flaws
from importers.cells.plain_text import is_blank
from search.text.phones import EXTENSION, FOREIGN, FRENCH, SHORT

_OVERSEAS = {
    "971": "GP",
    "972": "MQ",
    "973": "GF",
    "974": "RE",
    "975": "PM",
    "976": "YT",
    "977": "BL",
    "978": "MF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
_REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM")
_LOST_ZERO = re.compile(r"[1-9]\d{8}(?:\.0+)?$")
_LOST_PLUS = re.compile(r"33[1-9]\d{8}$")


def region_of(departement: str) -> str:
    """Return the numbering region of a département code: ``RE`` for 974, ``FR`` in mainland France."""
    return _OVERSEAS.get(departement, "FR")


@lru_cache(maxsize=50_000)
def read_phones(text: str, region: str = "FR") -> tuple[tuple[str, ...], Flaws]:
    """Return the valid numbers of a cell, written as they are in France ("04 50 56 87 49", "3646", "+41 22 …").

    The extension to ask for stays with its number ("04 50 56 87 49 poste 12"). What is left of the cell once they are
    taken, if it has digits, is told as a flaw.
    """
    if is_blank(text):
        return (), ()
    whole = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()
    if _LOST_ZERO.match(whole):
        whole = "0" + whole.split(".")[0]
    elif _LOST_PLUS.match(whole):
        whole = "+" + whole
    numbers, rest = _taken(whole, region)
    if not numbers:
        return numbers, (
            Flaw(
                "telephone-invalide",
                "Ce numéro de téléphone est incorrect : il est laissé de côté.",
                text,
                "Écrivez-le avec dix chiffres, par exemple 04 91 00 00 00.",
            ),
        )
    if len(re.sub(r"\D", "", rest)) >= 4:
        return numbers, (
            Flaw(
                "telephone-invalide",
                "Une partie de cette cellule n’est pas un numéro de téléphone : elle est laissée de côté.",
                text,
                "Gardez un ou deux numéros de dix chiffres, séparés par une barre oblique.",
            ),
        )
    return numbers, ()


def _taken(text: str, region: str) -> tuple[tuple[str, ...], str]:
    """Return the numbers of a text, in its order, each once, and the text without them."""
    found: list[tuple[int, str]] = []
    for pattern in (FRENCH, FOREIGN, SHORT):
        for match in list(pattern.finditer(text)):
            number = _short(match.group(), region) if pattern is SHORT else _format(match.group(), region)
            if not number:
                continue
            after = EXTENSION.match(text, match.end())
            found.append((match.start(), f"{number} poste {after['extension']}" if after else number))
            end = after.end() if after else match.end()
            text = text[: match.start()] + "#" * (end - match.start()) + text[end:]
    return tuple(dict.fromkeys(number for _, number in sorted(found))), text


def _format(text: str, region: str) -> str:
    digits = re.sub(r"\(0\)", "", text)
    for candidate in dict.fromkeys((region, *_REGIONS)):
        try:
            number = phonenumbers.parse(digits, candidate)
        except NumberParseException:
            return ""
        if phonenumbers.is_valid_number(number):
            # French overseas numbers are dialled from mainland France as they are written there.
            national = phonenumbers.region_code_for_number(number) in (*_OVERSEAS.values(), "FR")
            style = PhoneNumberFormat.NATIONAL if national else PhoneNumberFormat.INTERNATIONAL
            return phonenumbers.format_number(number, style)
        if digits.startswith(("+", "00")) and not digits.startswith(("+33", "0033")):
            return ""
    return ""


def _short(text: str, region: str) -> str:
    digits = re.sub(r"\D", "", text)
    for candidate in dict.fromkeys((region, "FR")):
        number = phonenumbers.parse(digits, candidate)
        if shortnumberinfo.is_valid_short_number_for_region(number, candidate):
            return digits
    return ""
