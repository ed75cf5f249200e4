"""Phone numbers of a cell: one, several run together, short ones, those of overseas territories, words beside them."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from importers.cells.cleaning import Flaw, Flaws
from importers.cells.plain_text import is_blank, one_line
from importers.cells.spreadsheet import digits_of
from search.text.phones import FOREIGN, FRENCH, LABEL, PATTERNS, SHORT, Written, written_in

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
_TEN_DIGITS = (33, 262, 590, 594, 596)
"""Country codes of ten-digit numbers: which of them is dialled follows from the digits, however they are written."""
_APART = frozenset(("PM", "WF", "PF", "NC"))
"""Regions of six or eight digits, dialled from elsewhere with their country code."""
_LOCAL = re.compile(r"(?<![\d+])0?\d{2}(?:[\s.\-/]?\d{2}){2,3}(?![\s.\-/]?\d)")
_LOST_ZERO = re.compile(r"[1-9]\d{8}(?:\.0+)?$")
_LOST_PLUS = re.compile(r"33[1-9]\d{8}$")
_NINE_DIGITS = re.compile(r"(?:(?:\+|00)(?:33|262|59[046]))?0?([1-9]\d{8})")
_NOT_DIGITS = re.compile(r"[^\d+]")
_PLAIN = re.compile(r"(?:0[1-7]|\+33[ .\-]?[1-7])(?:[ .\-]?\d\d){4}")
_SIGNS_BETWEEN = str.maketrans("", "", " .-")
_RUN = re.compile(r"[\s\u00a0\u202f]+")
_LEFT = re.compile(r"\b(?:ou|et)\b|[^\w]", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2}|\d\s?[hH]|^(?:\D*\d){2,3}\D*$")
"""What a number leaves that people may understand: words, hours, the last digits of another number."""
_DIGITS = re.compile(r"\d(?:\D*\d){3}")


@dataclass(frozen=True, slots=True)
class PhonesRead:
    """What a cell says.

    numbers   valid ones, written as in France ("04 50 56 87 49", "3646"), or in international form where a country code
              is dialled ("+687 27 00 00"); the extension to ask for follows ("04 50 56 87 49 poste 12").
    words     the cell on one line where it says more than its numbers (hours, whose number it is); else empty.
    """

    numbers: tuple[str, ...] = ()
    flaws: Flaws = ()
    words: str = ""


def region_of(departement: str) -> str:
    """Return the numbering region of a département code: ``RE`` for 974, ``FR`` in mainland France."""
    return _OVERSEAS.get(departement, "FR")


def plain_phone(text: str, region: str) -> str:
    """Return the one number that a cell is, told at a glance as nearly all are; nothing where it has to be read."""
    if region in _APART or not _PLAIN.fullmatch(text):
        return ""
    digits = text.translate(_SIGNS_BETWEEN)[-9:]
    return _by_pairs(digits) if _mainland().fullmatch(digits) else _ten_digits(text) or ""


@lru_cache(maxsize=50_000)
def read_phones(text: str, region: str = "FR") -> PhonesRead:
    """Read a cell of phone numbers; a fax, and what is no number at all, are left out and told."""
    number = plain_phone(text, region)
    if number:
        return PhonesRead((number,))
    if is_blank(text):
        return PhonesRead()
    whole = digits_of(_RUN.sub(" ", text).strip())
    if _LOST_ZERO.match(whole):
        whole = "0" + whole.split(".")[0]
    elif _LOST_PLUS.match(whole):
        whole = "+" + whole
    patterns = (FRENCH, FOREIGN, _LOCAL, SHORT) if region in _APART else PATTERNS
    found = written_in(whole, lambda written: _number(written, region), patterns)
    phones = [each for each in found if not each.is_fax]
    numbers = tuple(dict.fromkeys(_with_extension(each) for each in phones))
    flaws = _faxes(text) if len(phones) < len(found) else ()
    if not found:
        return PhonesRead((), (_no_number(text),))
    rest = _rest(whole, found)
    if _WORDS.search(rest):
        return PhonesRead(numbers, (*flaws, _with_words(text)), one_line(text))
    return PhonesRead(numbers, (*flaws, _not_all_a_number(text)) if _DIGITS.search(rest) else flaws)


def as_precision(words: str) -> str:
    """Return the words of a cell of phone numbers as they are read far from their column."""
    return words if LABEL.match(words) else f"Téléphone\u00a0: {words}"


def _rest(text: str, found: tuple[Written, ...]) -> str:
    """Return what a cell says once its numbers and the words that announce them are taken away."""
    pieces: list[str] = []
    at = 0
    for each in found:
        pieces.append(text[at : each.start])
        at = max(at, each.end)
    left = LABEL.sub(" ", " ".join((*pieces, text[at:])))
    return " ".join(_LEFT.sub(" ", left).split())


def _with_extension(found: Written) -> str:
    return f"{found.number} poste {found.extension}" if found.extension else found.number


def _number(text: str, region: str) -> str | None:
    """Return the number that some signs of a cell stand for, as it is written."""
    if SHORT.fullmatch(text):
        return _short(text, region)
    return _ten_digits(text) or _elsewhere(text, region)


def _ten_digits(text: str) -> str | None:
    """Return a number of ten digits by pairs, mainland or overseas, if one of their regions has it."""
    match = _NINE_DIGITS.fullmatch(_NOT_DIGITS.sub("", text.replace("(0)", "")))
    if match is None:
        return None
    digits = match[1]
    if _mainland().fullmatch(digits):
        return _by_pairs(digits)
    import phonenumbers

    for code in _TEN_DIGITS:
        number = phonenumbers.PhoneNumber(country_code=code, national_number=int(digits))
        if phonenumbers.is_valid_number(number):
            if digits[0] == "8":
                return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
            return _by_pairs(digits)
    return None


def _by_pairs(digits: str) -> str:
    return " ".join((f"0{digits[0]}", digits[1:3], digits[3:5], digits[5:7], digits[7:]))


@cache
def _mainland() -> re.Pattern[str]:
    """Return the library's own pattern of a mainland number, line or mobile: it tries a dozen kinds one by one."""
    # Fifty modules, which a process that answers searches has no use of.
    from phonenumbers import PhoneMetadata

    known = PhoneMetadata.metadata_for_region("FR")
    kinds = filter(None, (known.fixed_line, known.mobile) if known is not None else ())
    return re.compile("|".join(f"(?:{each.national_number_pattern})" for each in kinds) or "(?!)")


def _elsewhere(text: str, region: str) -> str | None:
    """Return a number of another country, or of a territory with its own country code, in international form."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or number.country_code in _TEN_DIGITS:
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)).replace(".", " ")


def _short(text: str, region: str) -> str | None:
    import phonenumbers
    from phonenumbers import shortnumberinfo

    digits = re.sub(r"\D", "", text)
    for candidate in dict.fromkeys((region, "FR")):
        number = phonenumbers.parse(digits, candidate)
        if shortnumberinfo.is_valid_short_number_for_region(number, candidate):
            return digits
    return None


def _no_number(text: str) -> Flaw:
    return Flaw(
        "telephone-invalide",
        "Ce numéro de téléphone est incorrect : il est laissé de côté.",
        text,
        "Écrivez-le avec dix chiffres, par exemple 04 91 00 00 00.",
    )


def _not_all_a_number(text: str) -> Flaw:
    return Flaw(
        "telephone-invalide",
        "Une partie de cette cellule n’est pas un numéro de téléphone : elle est laissée de côté.",
        text,
        "Gardez un ou deux numéros de dix chiffres, séparés par une barre oblique.",
    )


def _with_words(text: str) -> Flaw:
    return Flaw(
        "telephone-avec-mots",
        "Des mots accompagnent ce numéro : la cellule est gardée entière dans les précisions sur l’accès.",
        text,
        "Écrivez ces mots dans une colonne à eux si ce n’est pas leur place.",
    )


def _faxes(text: str) -> Flaws:
    return (Flaw("fax-ecarte", "Le numéro de fax est laissé de côté.", text),)
