"""Phone numbers of a cell: one, several run together, short ones, those of overseas départements."""

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, shortnumberinfo

from importers.cells.cleaning import Flaw, Flaws
from importers.cells.plain_text import is_blank

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
_START = r"(?:(?:\+|00)[\s.]*33[\s.]*(?:\(0\)[\s.]*|0[\s.]*)?|0[\s.]*)"
_NUMBER = rf"{_START}[1-9](?:[\s.\-/_]*\d){{8}}"
# Two numbers written one after the other are two; a number with a digit too many is none.
_FRENCH = re.compile(rf"(?<![\d+]){_NUMBER}(?:(?=[\s.\-/_]*{_NUMBER})|(?![\s.\-/_]*\d))")
_FOREIGN = re.compile(r"(?<!\d)(?:\+|00)[1-9](?:[\s.\-()/]*\d){6,13}(?!\d)")
_SHORT = re.compile(r"(?<![\d+])(?:1\d|1\d\d|116\s?\d{3}|[13]\d[\s.]?\d\d)(?!\d)(?![\s.]\d)")
_LOST_ZERO = re.compile(r"[1-9]\d{8}(?:\.0+)?$")
_LOST_PLUS = re.compile(r"33[1-9]\d{8}$")


def region_of(departement: str) -> str:
    """Return the numbering region of a département code: ``RE`` for 974, ``FR`` in mainland France."""
    return _OVERSEAS.get(departement, "FR")


@lru_cache(maxsize=50_000)
def read_phones(text: str, region: str = "FR") -> tuple[tuple[str, ...], Flaws]:
    """Return the valid numbers of a cell, written as they are in France ("04 50 56 87 49", "3646", "+41 22 …").

    What is left of the cell once they are taken, if it has digits, is told as a flaw.
    """
    if is_blank(text):
        return (), ()
    whole = re.sub(r"[\s\u00a0\u202f]+", " ", text).strip()
    if _LOST_ZERO.match(whole):
        whole = "0" + whole.split(".")[0]
    elif _LOST_PLUS.match(whole):
        whole = "+" + whole
    found: list[tuple[int, str]] = []
    rest = whole
    for pattern in (_FRENCH, _FOREIGN):
        for match in list(pattern.finditer(rest)):
            number = _format(match.group(), region)
            if number:
                found.append((match.start(), number))
                rest = rest[: match.start()] + "#" * len(match.group()) + rest[match.end() :]
    for match in list(_SHORT.finditer(rest)):
        digits = re.sub(r"\D", "", match.group())
        if _is_short(digits, region):
            found.append((match.start(), digits))
            rest = rest[: match.start()] + "#" * len(match.group()) + rest[match.end() :]
    numbers = tuple(dict.fromkeys(number for _, number in sorted(found)))
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


def _is_short(digits: str, region: str) -> bool:
    for candidate in dict.fromkeys((region, "FR")):
        number = phonenumbers.parse(digits, candidate)
        if shortnumberinfo.is_valid_short_number_for_region(number, candidate):
            return True
    return False
