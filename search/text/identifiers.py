"""Numbers that name a structure by themselves: SIRET and telephone."""

import re
from dataclasses import dataclass
from typing import Literal

from stdnum.fr import siret

_LABEL = re.compile(r"^\s*(?:n[°o]?\s*)?(?:siret|t[ée]l(?:[ée]phone)?|phone)?\s*[.:°]?\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-–/()_\u00a0\u202f]+")
_INTERNATIONAL = re.compile(r"^(?:\+|00)(33|262|590|594|596)(?:0(?=\d{9}$))?(\d{9})$")
_NATIONAL = re.compile(r"^0([1-9]\d{8})$")
# 15, 112, 115, 3919, 1023, 116 006, 118 712; a postal code is none of them.
_SHORT = re.compile(r"^(?:1[578]|1[19]\d|3\d{3}|10\d{2}|116\d{3}|118\d{3})$")
_LONGEST_SHORT = 6
_OVERSEAS = {
    **dict.fromkeys(("262", "263", "269", "639", "692", "693"), "262"),
    **dict.fromkeys(("590", "690", "691"), "590"),
    **dict.fromkeys(("594", "694"), "594"),
    **dict.fromkeys(("596", "696", "697"), "596"),
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number typed alone, in the form documents hold."""

    kind: Literal["siret", "telephone"]
    value: str


def normalise_phone(text: str) -> str | None:
    """Return a French number as ``+33491000000``, a short one as its digits (``3919``), None for anything else.

    Spaces, dots, dashes, ``(0)`` and the prefixes +33, 0033 and overseas ones are understood.
    """
    compact = text.replace(" ", "")
    if not compact.isdigit():
        compact = _SEPARATORS.sub("", text)
    if not compact.isascii():
        return None
    if len(compact) <= _LONGEST_SHORT and _SHORT.match(compact):
        return compact
    national = _NATIONAL.match(compact)
    international = _INTERNATIONAL.match(compact)
    if national:
        digits = national.group(1)
    elif international:
        digits = international.group(2)
    else:
        return None
    return f"+{_OVERSEAS.get(digits[:3], '33')}{digits}"


def normalise_siret(text: str) -> str | None:
    """Return 14 digits with a right check digit (La Poste's own rule included), None for anything else."""
    compact = _SEPARATORS.sub("", text)
    if len(compact) != 14 or not (compact.isascii() and compact.isdigit()):
        return None
    return compact if siret.is_valid(compact) else None


def read_identifier(text: str) -> Identifier | None:
    """Return the SIRET or telephone number ``text`` consists of, a label such as "tél. :" allowed."""
    said = _LABEL.sub("", text, count=1)
    if found := normalise_siret(said):
        return Identifier("siret", found)
    if found := normalise_phone(said):
        return Identifier("telephone", found)
    return None
