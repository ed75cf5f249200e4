"""One cell that holds a whole address: street, postal code, town; what is not understood stays in the street."""

import re
from dataclasses import dataclass

from importers.cells.cleaning import Flaw, Flaws
from importers.cells.plain_text import clean_text, is_blank

_COUNTRY = re.compile(r"[\s,;-]*\bfrance\b\s*$", re.IGNORECASE)
_TOWN = re.compile(r"(?:^|[\s,;\n(-])(?:F-?)?(\d{2}\s?\d{3})\s*[,-]?\s+([^\W\d_][^,;\n\d()]*)", re.IGNORECASE)
_TOWN_BEFORE = re.compile(r"([^\W\d_][^,;\n\d()]*?)\s*[,(]?\s*\(?(\d{5})\)?\s*$")
_CEDEX = re.compile(r"\s*\bcedex\b(?:\s*\d{1,2})?", re.IGNORECASE)
_POSTCODE = re.compile(r"(?!00|96|99)\d{5}\Z")
_EDGES = " ,;-–—\n\t"


@dataclass(frozen=True, slots=True)
class WholeAddress:
    """The parts of an address. ``street`` still holds its complement, parted by commas."""

    street: str
    postcode: str = ""
    town: str = ""


def read_whole_address(text: str) -> tuple[WholeAddress, Flaws]:
    """Part an address written in one cell: "12 rue des Lilas, Bât. B - 13200 ARLES CEDEX".

    The last postal code that a name follows is that of the town: five digits may also be those of a box. Without one,
    the whole stays in the street, and the reader of places looks for a town at its end.
    """
    if is_blank(text):
        return WholeAddress(""), ()
    lines = _COUNTRY.sub("", clean_text(text))
    found = [match for match in _TOWN.finditer(lines) if _is_postcode(match[1])]
    if found:
        match = found[-1]
        beside = lines[match.end() :].strip(_EDGES + ")(")
        has_cedex = _CEDEX.search(match[2]) is not None
        street = _joined(lines[: match.start()], "" if has_cedex and beside.isdigit() else beside)
        return WholeAddress(street, _digits(match[1]), _CEDEX.sub("", match[2]).strip(_EDGES)), ()
    after = _TOWN_BEFORE.search(lines)
    if after and _is_postcode(after[2]) and "," in lines[: after.start(2)]:
        return WholeAddress(_joined(lines[: after.start()], ""), after[2], _CEDEX.sub("", after[1]).strip(_EDGES)), ()
    flaw = Flaw(
        "adresse-sans-commune",
        "Ni code postal ni commune n’ont été compris dans cette adresse : elle reste entière dans la voie.",
        text,
        "Écrivez-la « 12 rue des Lilas, 13200 Arles ».",
    )
    return WholeAddress(_joined(lines, "")), (flaw,)


def _joined(street: str, beside: str) -> str:
    parts = (part.strip(_EDGES) for part in re.split(r"[\n;]|\s[-–—]\s", f"{street}\n{beside}"))
    return ", ".join(part for part in parts if part)


def _digits(text: str) -> str:
    return text.replace(" ", "")


def _is_postcode(text: str) -> bool:
    return _POSTCODE.match(_digits(text)) is not None
