"""The words that people send about a fiche: tidied, measured, and refused when they seem to be about a person."""

import re
from datetime import datetime

from directory.domain.reports.personal import personal_in

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class WordsRefused(Exception):
    """Words that are not kept. ``code``: as in ``errors.FIELD_ERRORS``; ``what``: what they seem to hold."""

    def __init__(self, field: str, code: str, *, maximum: int = 0, what: str = "") -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.maximum = maximum
        self.what = what


def checked_words(field: str, text: str, *, most: int, now: datetime) -> str:
    """Return a text with one writing of its blanks. Raises WordsRefused."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    tidy = "\n".join(lines).strip()
    if _FORBIDDEN.search(tidy):
        raise WordsRefused(field, "caractere-interdit")
    if len(tidy) > most:
        raise WordsRefused(field, "trop-long", maximum=most)
    found = personal_in(tidy, year=now.year)
    if found is not None:
        raise WordsRefused(field, "donnee-personnelle", what=found.value)
    return tidy
