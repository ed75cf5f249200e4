"""Titles of columns and the fields they usually are: French spreadsheets, data·inclusion, HSDS, DILA, BAN, ODSPEP."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from search.text.analysis import words

IDENTIFIER, CATEGORY, POINT, WHOLE_ADDRESS = "identifiant", "categorie", "point", "adresse_entiere"
"""What a column may be beside the fields of a fiche: its identity, what decides the needs, a pair, an address whole."""
NO_FIELD = ""

_NAMES = Path(__file__).with_suffix(".json")
"""Field to its usual titles, as ``parts_of`` would give them; those of no field under the empty name."""


_STOP = frozenset((
    "de", "du", "des", "la", "le", "les", "l", "d", "un", "une", "et",
    "a", "au", "aux", "en", "sur", "pour", "par", "the", "of", "ou", "s",
    "votre", "vos", "quel", "quelle", "est", "sont", "dans", "avec",
))  # fmt: skip
_GENERIC = frozenset((
    "structure", "service", "adr", "rsp", "ctc", "lieu", "contact", "organisme", "etablissement", "association",
    "principal",
    "principale", "public", "accueil", "info", "information", "dn", "res",
))  # fmt: skip
"""Words that tell whose value it is, not what it is: "tel_structure" is a phone."""
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=[A-Za-z])(?=\d)")
_REPEATED = re.compile(r"\s*\(\d+\)$")


def parts_of(title: str) -> tuple[str, ...]:
    """Return the words of a title as they are compared: case, accents, plural and small words aside."""
    spaced = _CAMEL.sub(" ", _REPEATED.sub("", title)).replace("_", " ").replace(".", " ")
    return tuple(word for word in (_singular(each) for each in words(spaced)) if word not in _STOP)


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith(("aux",)):
        return word[:-3] + "al"
    return word[:-1] if len(word) > 3 and word.endswith(("s", "x")) else word


@cache
def _known() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (field, parts)
        for field, names in json.loads(_NAMES.read_text(encoding="utf-8")).items()
        for name in names
        if (parts := parts_of(name))
    )


@cache
def likeness_of(title: str) -> Mapping[str, float]:
    """Return how much a title says of each field, from 0.5 to 1; fields that it does not name are left out.

    1 is one of the usual names; less where other words stand beside it, or where it is only near.
    """
    parts = parts_of(title)
    found: dict[str, float] = {}
    if not parts or title.lower().startswith("colonne "):
        return found
    glued = "".join(parts)
    for field, name in _known():
        score = _score(parts, glued, name)
        if score > found.get(field, 0.49):
            found[field] = score
    return found


def _score(parts: tuple[str, ...], glued: str, name: str | tuple[str, ...]) -> float:
    if parts == name or glued == "".join(name):
        return 1.0
    if set(parts) == set(name):
        return 0.98
    here, wanted = set(parts), set(name)
    if wanted <= here:
        beside = here - wanted
        strange = len(beside - _GENERIC)
        # The first words of a French title say what it is, the last ones whose.
        leads = parts[: len(name)] == name or parts[0] in wanted
        whole = len("".join(name)) / len(glued)
        return max(0.5, min(0.95, 0.62 + 0.2 * leads + 0.2 * whole - 0.06 * strange + 0.04 * len(wanted)))
    joined_name = "".join(name)
    if len(joined_name) > 4 and len(glued) > 4:
        ratio = fuzz.ratio(glued, joined_name)
        if ratio >= 86:
            return 0.55 + 0.35 * (ratio - 86) / 14
    return 0.0
