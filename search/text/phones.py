"""The telephone numbers that a text holds: what is dialled, and the extension to ask for then.

One grammar for all who read numbers: importers, the documents of the index, what is typed in the search, and the links
of pages that dial.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from search.text.identifiers import normalise_phone

_START = r"(?:(?:\+|00)[\s.]*33[\s.]*(?:\(0\)[\s.]*|0[\s.]*)?|0[\s.]*)"
_NUMBER = rf"{_START}[1-9](?:[\s.\-/_]*\d){{8}}"
# Two numbers written one after the other are two; a number with a digit too many is none.
FRENCH = re.compile(rf"(?<![\d+]){_NUMBER}(?:(?=[\s.\-/_]*{_NUMBER})|(?![\s.\-/_]*\d))")
FOREIGN = re.compile(r"(?<!\d)(?:\+|00)[1-9](?:[\s.\-()/]*\d){6,13}(?!\d)")
SHORT = re.compile(r"(?<![\d+])(?:1\d|1\d\d|116\s?\d{3}|[13]\d[\s.]?\d\d)(?!\d)(?![\s.]\d)")
EXTENSION = re.compile(r"[\s,;]*\(?\b(?:poste|p\.|ext(?:ension|\.)?)[\s.:]*(?P<extension>\d{1,5})\b\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is dialled (``+33491000000``, ``3919``), and the extension to ask for, if any."""

    number: str
    extension: str = ""


@lru_cache(maxsize=50_000)
def phones_in(text: str) -> tuple[Phone, ...]:
    """Return the numbers of a text, in its order, each once; none where it holds no number that exists."""
    alone = normalise_phone(text)
    if alone is not None:
        return (Phone(alone),)
    found: list[tuple[int, Phone]] = []
    rest = text
    for pattern in (FRENCH, FOREIGN, SHORT):
        for match in pattern.finditer(rest):
            number = normalise_phone(match.group()) or _foreign(match.group())
            if number is None:
                continue
            after = EXTENSION.match(rest, match.end())
            found.append((match.start(), Phone(number, after["extension"] if after else "")))
            end = after.end() if after else match.end()
            rest = rest[: match.start()] + "#" * (end - match.start()) + rest[end:]
    return tuple(dict.fromkeys(phone for _, phone in sorted(found, key=lambda each: each[0])))


def _foreign(text: str) -> str | None:
    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", text), None)
    except NumberParseException:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None
