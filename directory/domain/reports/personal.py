"""What looks like it is about a person who is helped: never kept, and told why."""

import re
from enum import StrEnum

MONTHS = (
    "janvier", "fevrier", "février", "mars", "avril", "mai", "juin", "juillet", "aout", "août", "septembre", "octobre",
    "novembre", "decembre", "décembre",
)  # fmt: skip
_GAP = r"[\s.\-]?"
_SOCIAL = re.compile(
    rf"(?<!\d)[1278]{_GAP}\d\d{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d\d|2[ABab]){_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"(?:{_GAP}\d\d)?(?!\d)"
)
_PHONE = re.compile(r"(?<!\d)(?:\+33\s?|0)[1-9](?:[\s.\-]?\d\d){4}(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])\s?[/.\-\s]\s?(?:0?[1-9]|1[0-2])\s?[/.\-\s]\s?(\d{4}|\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_IN_WORDS = re.compile(rf"(?<!\d)(?:1er|[12]?\d|3[01])\s+(?:{'|'.join(MONTHS)})\s+(\d{{4}})", re.IGNORECASE)
_BORN = re.compile(r"\b(?:née?s?(?:\(e\))?\s+(?:le|en)|date\s+de\s+naissance|ddn)\b[\s:]*[^.\n]{0,20}\d", re.IGNORECASE)
OLD_YEARS = 3
"""An older whole date is hardly that of a change in a service."""


class Personal(StrEnum):
    """What a text seems to hold, as it is told to who wrote it."""

    SOCIAL = "un numéro de sécurité sociale"
    BIRTH = "une date de naissance"


def personal_in(text: str, *, year: int) -> Personal | None:
    """Return what in a text seems to be about a person; None for nothing. ``year``: the present one."""
    line = " ".join(text.split())
    if _SOCIAL.search(line):
        return Personal.SOCIAL
    line = _PHONE.sub(" ", line)
    if _BORN.search(line) or any(_is_old(found, year) for found in _years(line)):
        return Personal.BIRTH
    return None


def _years(line: str) -> list[str]:
    return [found[1] for form in (_DATE, _ISO, _IN_WORDS) for found in form.finditer(line)]


def _is_old(written: str, year: int) -> bool:
    number = int(written)
    if len(written) == 2:
        number += 1900 if number > year % 100 else 2000
    return year - 120 < number < year - OLD_YEARS
