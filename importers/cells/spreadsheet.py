"""What a French or English spreadsheet makes of a text that it takes for a date, a number or a truth, once saved.

"9-12" comes back as "09-déc", "00123" as "123", fourteen digits as "1,30005E+13", letters that its file cannot hold as
question marks. Nothing tells it from what somebody typed, but the text that stood there before.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from decimal import Decimal

_FRENCH = ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TWO_NUMBERS = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\Z")
_DAY = re.compile(r"(\d{1,2})[-/. ]([^\W\d_]{3,4}\.?|\d{1,2})(?:[-/. ]\d{2,4})?\Z")
_ISO_DAY = re.compile(r"\d{4}-(\d\d)-(\d\d)(?:[T ]00:00(?::00)?)?\Z")
_MONTH_OF_YEAR = re.compile(r"([^\W\d_]{3,4})\.?[-/ ](\d\d|\d{4})\Z")
_DIGITS = re.compile(r"\d+\Z")
_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+?\d+\Z", re.IGNORECASE)
_WHOLE = re.compile(r"(\d)[.,](\d{7,})E\+?(\d{1,2})\Z", re.IGNORECASE)
"""A power of ten with more decimals than programs show by themselves (five, six): none is lost."""
_TRUTHS = {"true": ("vrai",), "false": ("faux",), "vrai": ("true",), "faux": ("false",)}
_BLANKS = re.compile(r"\s+")
_SHOWN_DIGITS = 11
"""Digits beyond which a number is shown with its power of ten."""


def is_altered(before: str, now: str, told: Collection[str] = ()) -> bool:
    """Say whether a text is what a spreadsheet makes of the one that stood there before.

    told   cells that could not be read: one of them may be what it made, where ``now`` says nothing.
    """
    if not before or before == now:
        return False
    return any(_is_made_of(before, each) for each in ((now,) if now else told))


def digits_of(text: str) -> str:
    """Return the digits of a whole number written as a power of ten ("1.300054810001E+13"); any other text as it is.

    "1,30005E+13" may have lost its last digits, and stays.
    """
    found = _WHOLE.match(text)
    if found is None:
        return text
    decimals, power = found[2].rstrip("0"), int(found[3])
    return (found[1] + decimals).ljust(power + 1, "0") if len(decimals) <= power else text


def _is_made_of(before: str, now: str) -> bool:
    found = _TWO_NUMBERS.match(before)
    if found is not None:
        return (int(found[1]), int(found[2])) in _numbers_of(now)
    if _DIGITS.match(before):
        return now == before.lstrip("0") or (len(before) > _SHOWN_DIGITS and _is_scientific_of(before, now))
    if now.lower() in _TRUTHS.get(before.lower(), ()):
        return True
    return "?" in now and _BLANKS.sub(" ", now) in _written_in_cp1252(before)


def _numbers_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the pairs of numbers that a date may have been."""
    text = text.strip().lower()
    found = _DAY.match(text)
    if found is not None:
        month = int(found[2]) if found[2].isdigit() else _month(found[2].rstrip("."))
        yield int(found[1]), month
        yield month, int(found[1])
    if (found := _ISO_DAY.match(text)) is not None:
        yield int(found[2]), int(found[1])
        yield int(found[1]), int(found[2])
    if (found := _MONTH_OF_YEAR.match(text)) is not None:
        yield _month(found[1]), int(found[2][-2:])


def _month(name: str) -> int:
    return next((names.index(name) + 1 for names in (_FRENCH, _ENGLISH) if name in names), 0)


def _is_scientific_of(digits: str, text: str) -> bool:
    if not _SCIENTIFIC.match(text):
        return False
    with suppress(ArithmeticError):
        shown = Decimal(text.replace(",", ".").upper())
        kept = len(re.split("[eE]", text)[0]) - 1
        return Decimal(digits).quantize(Decimal(f"1E{len(digits.lstrip('0')) - kept}")) == shown
    return False


def _written_in_cp1252(text: str) -> tuple[str, ...]:
    """Return a text as a file of one byte a letter holds it: what it has no letter for is lost, thin blanks or not."""
    thin = text.replace("\u202f", " ").replace("\u2009", " ")
    return tuple(_BLANKS.sub(" ", each.encode("cp1252", "replace").decode("cp1252")) for each in (text, thin))
