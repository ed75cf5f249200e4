"""The words that files of the whole country use for the closed lists of a fiche, each with its one reading.

A phrase stands for its codes only when nothing beside it changes the meaning: what is left of the cell is kept as a
precision. "Sans rendez-vous" is never near "Sur rendez-vous": words of the contrary are looked at first.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.text.analysis import words

_READINGS = Path(__file__).with_suffix(".json")
"""List of ``fiche.codes``, then code, then phrases as folded words."""


_CONDITION = re.compile(
    r"\s*(?::|\(|\[|\s[-–—]\s|\.\s|\bsous (?:condition|reserve)|\bsi\b|\bpour les\b|\bselon\b|\bsauf\b)", re.IGNORECASE
)
_BEFORE = re.compile(
    r"^(?:les |des |aux |pour (?:les |des )?|l |la |le |publics? (?:de |des |cible |vise )?"
    r"|personnes? (?:beneficiaires? (?:du |de la |des |de l )?)?)"
)
_NARROWER = re.compile(
    r"\d|\b(?:b?rsa|aah|ass|aspa|deld|longue duree|isolee?s?|seules?|monoparentales?|nombreuses|enceintes|victimes?"
    r"|violences?|ukrainiens|mna|mineurs|detenus|detenues|lyceens|apprentis|interimaires|pauvres|boursiers|quotient|ressources"
    r"|libre|symbolique|commission|asile)\b"
)
"""What says more than the code it stands for: the words are kept beside it."""
_TURNS = frozenset(
    ("sans", "pas", "non", "aucun", "aucune", "sauf", "hors", "ni", "jamais", "hormis", "excepte", "interdit")
)
"""Words that turn what is beside them into its contrary."""
_DENIES = frozenset(("pas", "non", "aucun", "aucune", "jamais"))
"""Those that deny the word before them, whatever follows."""


_WITH_PRECISIONS = frozenset(("audiences", "costs", "mobilisations"))


@dataclass(frozen=True, slots=True)
class Usual:
    """What a cell usually means. ``rest`` is the whole cell when it says more than the codes do, else empty."""

    codes: tuple[str, ...]
    rest: str = ""


@cache
def _by_phrase(vocabulary: str) -> Mapping[str, str]:
    readings = json.loads(_READINGS.read_text(encoding="utf-8")).get(vocabulary, {})
    return {phrase: code for code, phrases in readings.items() for phrase in phrases}


def usual(vocabulary: str, text: str) -> Usual | None:
    """Return what ``text`` usually means in a list of ``fiche.codes``, or None where nothing sure is known of it.

    "Gratuit : ressources sous plafond" is free, with its condition kept.
    """
    known = _by_phrase(vocabulary)
    if not known or not text:
        return None
    phrase = _phrase(text)
    code = known.get(phrase) or known.get(_BEFORE.sub("", phrase))
    if code:
        says_more = vocabulary in _WITH_PRECISIONS and code != "libre" and _NARROWER.search(phrase)
        return Usual((code,), text if says_more else "")
    cut = _CONDITION.search(text)
    if cut is None or not cut.start():
        return None
    closing = ")" if "(" in cut[0] else "]" if "[" in cut[0] else ""
    if closing and text.find(closing, cut.end()) not in (-1, len(text.rstrip(" .")) - 1):
        # Something else stands after the bracket: a list, which is cut first.
        return None
    head = _phrase(text[: cut.start()])
    code = known.get(head) or known.get(_BEFORE.sub("", head))
    rest = words(text[cut.end() :])
    # "Gratuit : non", "Gratuit : non, 5 € par séance", "Jeunes : aucun" say the contrary of their first word.
    if not code or (rest and (rest[0] in _DENIES or (rest[0] in _TURNS and len(rest) == 1))):
        return None
    return Usual((code,), text if rest else "")


def turns(text: str) -> frozenset[str]:
    """Return the words of a text that turn its meaning over: two texts that differ by them are never alike."""
    return frozenset(words(text)) & _TURNS


def _phrase(text: str) -> str:
    return " ".join(words(text))
