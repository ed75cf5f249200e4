"""The telephone numbers that a text holds: what is dialled, and the extension to ask for then.

One grammar for all who read numbers: importers, the documents of the index, what is typed in the search, and the links
of pages that dial.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.text.identifiers import normalise_phone

_START = r"(?:(?:\+|00)[\s.]*33[\s.]*(?:\(0\)[\s.]*|0[\s.]*)?|0[\s.]*)"
_NUMBER = rf"{_START}[1-9](?:[\s.\-_]*\d){{8}}"
_SLASHED = rf"{_START}[/\s]*[1-9](?:[\s.\-/_]*\d){{8}}"
_HOUR = r"\d?\s?[hH]"
# Two numbers written one after the other are two; a number with a digit too many is none. A dash or a slash between
# blanks, or an hour, is what follows the number.
FRENCH = re.compile(
    rf"(?<![\d+])(?:{_NUMBER}(?:(?=[\s.\-/_]*{_NUMBER})|(?=\s-\s|\s?/|\s+\d{_HOUR})|(?![\s.\-_]*\d))"
    rf"|{_SLASHED}(?:(?=[\s.\-/_]*{_SLASHED})|(?![\s.\-/_]*\d)))"
)
FOREIGN = re.compile(r"(?<!\d)(?:\+|00)[1-9](?:[\s.\-()/]*\d){6,13}(?!\d)")
SHORT = re.compile(r"(?<![\d+])(?<!\d[\s.])(?:1\d|1\d\d|116\s?\d{3}|[13]\d[\s.]?\d\d)(?!\d)(?![\s.]\d)")
PATTERNS = (FRENCH, FOREIGN, SHORT)
EXTENSION = re.compile(r"[\s,;]*\(?\b(?:poste|p\.|ext(?:ension|\.)?)[\s.:]*(?P<extension>\d{1,5})\b\)?", re.IGNORECASE)

_LABELS = (
    r"t[ée]l(?:[ée]phones?|s)?|phone|portable|mobile|fixe|port|tph|num[ée]ros?|num|n[°ºo]|vert|unique|gratuit|national"
    r"|d['’]urgence|d['’]appel|standard|ligne"
)
LABEL = re.compile(rf"(?:\b(?:{_LABELS})\b\.?|n[°º])(?:\s*\d(?=\s*:))?", re.IGNORECASE)
"""Words that announce a number and say nothing else, its rank included ("Tél 2 :")."""
_ANNOUNCED = re.compile(
    rf"(?:\b(?:{_LABELS})\.?|n[°º]|\b(?:appel(?:er|ez)?|compos(?:er|ez)|fai(?:re|tes)|joindre|contact(?:er|ez)?)"
    r"(?:[\s-]nous)?)[\s:]*(?:\b(?:le|au|du)\b\s*)?\Z",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;,/|\n()\[\]#–—]|\s-\s|\b(?:ou|et)\b", re.IGNORECASE)
_COUNTS = re.compile(
    r"\s*(?:h\b|h\d|:\s*\d|heures?\b|min|€|%|euros?\b|ans?\b|jours?\b|mois\b|de\b|du\b|janv|f[ée]v|mars\b|avr|mai\b|juin\b"
    r"|juil|ao[ûu]t|sept|oct|nov|d[ée]c)",
    re.IGNORECASE,
)
"""After a small number, what makes it an hour, a price, an age or a day."""
_FAX = r"(?:fax|t[ée]l[ée]?fax|t[ée]l[ée]cop(?:ie(?:ur)?|\.)?)"
_FAX_BEFORE = re.compile(
    rf"(?P<both>\bt[ée]l\S*\s*(?:[/&+-]|et|ou)\s*)?(?:\b{_FAX}|\bF(?=\s*[.:]))[\s.:°]*\Z", re.IGNORECASE
)
_FAX_AFTER = re.compile(rf"\s*[(\[]\s*{_FAX}\s*[)\]]|\s+{_FAX}\s*(?:[;,/|\n]|\Z)", re.IGNORECASE)
_ALSO = re.compile(r"[\s/]*(?:\b(?:ou|et)\b)?[\s/]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is dialled (``+33491000000``, ``3919``), and the extension to ask for, if any."""

    number: str
    extension: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A number where a text writes it, from ``start`` to ``end``, its extension and its word for a fax included."""

    start: int
    end: int
    number: str
    extension: str
    is_fax: bool


def written_in(
    text: str, number_of: Callable[[str], str | None], patterns: tuple[re.Pattern[str], ...] = PATTERNS
) -> tuple[Written, ...]:
    """Return the numbers of a text, in its order.

    number_of   gives the number that some signs stand for, or nothing when none is so.
    A short number counts only where it stands alone or is announced: "de 9h à 18h" does not call the firemen.
    """
    found: list[Written] = []
    rest = text
    for pattern in patterns:
        for match in pattern.finditer(rest):
            number = number_of(match.group())
            if number is None or (pattern is SHORT and not _stands_for_a_number(rest, match)):
                continue
            after = EXTENSION.match(rest, match.end())
            end = after.end() if after else match.end()
            found.append(Written(match.start(), end, number, after["extension"] if after else "", is_fax=False))
            rest = rest[: match.start()] + "#" * (end - match.start()) + rest[end:]
    return tuple(_with_faxes(text, sorted(found, key=lambda each: each.start)))


def _stands_for_a_number(text: str, match: re.Match[str]) -> bool:
    """Tell a short number from the hours, days and prices that look like one."""
    if _COUNTS.match(text, match.end()):
        return False
    before = _BREAK.split(text[: match.start()])[-1]
    if _ANNOUNCED.search(before):
        return True
    if _BREAK.split(text[match.end() :])[0].strip(" .:"):
        return False
    is_first, is_long = "#" not in text, len(match.group()) > 2
    # After another number, two digits are the end of a third one: "04 91 00 00 10 / 17".
    begins = is_long or not re.search(r"[\d#]", text[: match.start()])
    alone = begins and not LABEL.sub("", before).strip(" .:")
    # A name may stand before it where no other number does: "SIAO 115".
    return alone or (is_first and is_long)


def _with_faxes(text: str, found: list[Written]) -> Iterator[Written]:
    """Mark the numbers that are those of a fax; the word holds for the next number too where nothing else is said."""
    at, is_fax = 0, False
    for each in found:
        between = text[at : each.start]
        before, after = _FAX_BEFORE.search(between), _FAX_AFTER.match(text, each.end)
        is_fax = (
            bool(after) or (before is not None and not before["both"]) or (is_fax and bool(_ALSO.fullmatch(between)))
        )
        start = at + before.start() if before else each.start
        end = after.end() if after else each.end
        at = each.end
        yield Written(start, end, each.number, each.extension, is_fax)


@lru_cache(maxsize=50_000)
def phones_in(text: str) -> tuple[Phone, ...]:
    """Return the numbers of a text, in its order, each once; none where it holds no number that exists, nor a fax."""
    alone = normalise_phone(text)
    if alone is not None:
        return (Phone(alone),)
    found = (Phone(each.number, each.extension) for each in written_in(text, _dialled) if not each.is_fax)
    return tuple(dict.fromkeys(found))


def _dialled(text: str) -> str | None:
    return normalise_phone(text) or _foreign(text)


def _foreign(text: str) -> str | None:
    # The plans of all countries: loaded at the first number that is not of this one.
    import phonenumbers
    from phonenumbers import NumberParseException, PhoneNumberFormat

    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", text), None)
    except NumberParseException:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None
