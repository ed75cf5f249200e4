"""How names of communes are written by people: abbreviations, articles left out, arrondissements, postal codes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.text.analysis import words

ARTICLES = frozenset({"le", "la", "les", "l"})
CONTRACTIONS = {"au": "le", "du": "le", "aux": "les", "des": "les"}
"""How an article is hidden in a sentence: "au Havre", "près des Baux"."""

LINKS = ARTICLES | {"de", "du", "des", "d", "en", "sur", "sous", "et", "a", "au", "aux"}
"""Words that nobody looks a commune up by."""

DISTRICTS = {"paris": (75100, 20), "lyon": (69380, 9), "marseille": (13200, 16)}
"""Cities with arrondissements: what is added to a number to make its INSEE code, and how many there are."""

LONGEST_DISTRICT_WORDS = 3
"""Words of "marseille 3eme arrondissement"."""

# Not real postal codes, but written everywhere for the whole city.
CITY_POSTCODES = {"75000": "75056", "69000": "69123", "13000": "13055"}

_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "nd": "notre dame"}
_INNER_ABBREVIATIONS = {"s": "sur", "ss": "sous"}  # "CHALON S/ SAONE"; at either end they are something else
_ABBREVIATED = frozenset(_ABBREVIATIONS) | frozenset(_INNER_ABBREVIATIONS)
_ORDINAL = re.compile(r"0?(\d{1,2})(?:er|e|em|eme|ieme|nd|de)?")
_LABEL = re.compile(r"(.*\S)\s*\(\s*(\d[\dAaBb]\d?)\s*\)")
POSTCODE_LENGTH = 5
_POSTCODE = re.compile(r"(?:[Ff][- ]?)?(\d{1,2}) ?(\d{3})(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Typed:
    """A text read as a place: words of a name, digits of a postal code and département, each possibly empty."""

    words: tuple[str, ...]
    digits: str = ""
    department: str = ""


def name_words(text: str) -> list[str]:
    """Return the folded words of a name, "st" spelt "saint" and "s/" spelt "sur"."""
    return list(_name_words(text))


# The same few words of a question are looked at wherever a name may begin.
@lru_cache(maxsize=2_048)
def _name_words(text: str) -> tuple[str, ...]:
    return tuple(expanded(words(text)))


def expanded(folded: Sequence[str]) -> list[str]:
    """Return folded words with the abbreviations of names spelt out."""
    if _ABBREVIATED.isdisjoint(folded):
        return list(folded)
    last = len(folded) - 1
    spelt = []
    for index, word in enumerate(folded):
        inner = _INNER_ABBREVIATIONS.get(word) if 0 < index < last else None
        spelt.extend((inner or _ABBREVIATIONS.get(word, word)).split())
    return spelt


def before_cedex(folded: Sequence[str]) -> list[str]:
    """Return folded words up to "cedex"; the number after it is kept where it is an arrondissement's.

    "marseille cedex 03" is the third arrondissement, "marseille cedex 20" and "nantes cedex 2" only the city.
    """
    if "cedex" not in folded:
        return list(folded)
    at = folded.index("cedex")
    name = list(folded[:at])
    return [*name, *folded[at + 1 :]] if arrondissement([*name, *folded[at + 1 :]]) else name


def without_article(name: Sequence[str]) -> tuple[str, ...]:
    """Return ``name`` without its leading article, if words are left."""
    return tuple(name[1:]) if len(name) > 1 and name[0] in ARTICLES else tuple(name)


def arrondissement(name: Sequence[str]) -> str | None:
    """Return the INSEE code of the arrondissement that "marseille 3", "paris 1er" or "lyon 3eme arr" names."""
    if len(name) < 2 or name[0] not in DISTRICTS:
        return None
    base, last = DISTRICTS[name[0]]
    number = _ORDINAL.fullmatch(name[1])
    rest = name[2:]
    if number is None or len(rest) > 1 or (rest and not _says_arrondissement(rest[0])):
        return None
    return str(base + int(number[1])) if 1 <= int(number[1]) <= last else None


def _says_arrondissement(word: str) -> bool:
    return "arrondissement".startswith(word) or word in ("ardt", "arrdt", "arrt")


def typed(text: str) -> Typed:
    """Read "Martigues (13)", "13500 Martigues", "Martigues 13" or a name alone.

    A number before or after the name is a postal code, or the beginning of one. "Marseille 13" is left as words: the
    thirteenth arrondissement may be meant.
    """
    label = _LABEL.fullmatch(text.strip())
    if label:
        return Typed(tuple(name_words(label[1])), department=label[2].upper())
    found = words(text)
    if found and "".join(found).isdecimal():
        return Typed((), digits="".join(found))
    if len(found) > 1 and found[-1] in ("2a", "2b"):
        return Typed(tuple(expanded(found[:-1])), department=found[-1].upper())
    if len(found) > 1 and found[0].isdecimal():
        return Typed(tuple(expanded(found[1:])), digits=found[0])
    if len(found) > 1 and found[-1].isdecimal() and arrondissement(found) is None:
        return Typed(tuple(expanded(found[:-1])), digits=found[-1])
    return Typed(tuple(expanded(found)))


def read_postcode(text: str) -> str:
    """Return the five digits of a postal code, or "" when it is not one.

    Spreadsheets drop the leading zero or add decimals: "1000" and "1000.0" give "01000"; "13 500" gives "13500".
    """
    found = _POSTCODE.fullmatch(text.strip())
    return (found[1] + found[2]).zfill(5) if found else ""


def departments_of(postcode: str) -> tuple[str, ...]:
    """Return the départements a postal code usually lies in, both of Corsica for "20"."""
    if postcode.startswith("20"):
        return ("2A", "2B")
    return (postcode[:3],) if postcode.startswith(("97", "98")) else (postcode[:2],)


def complement_with(former: str, address: str, complement: str) -> str:
    """Return the complement of an address with the former name of its commune, unless the address says it already."""
    name = name_words(former)
    said = [*name_words(address), "|", *name_words(complement)]
    if not name or any(said[at : at + len(name)] == list(name) for at in range(len(said))):
        return complement
    return f"{complement}, {former}" if complement else former
