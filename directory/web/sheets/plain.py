"""Texts of fiches made easier to read: one sentence, and what letters stand for."""

import re

LONGEST_CHARS = 120
ACRONYMS = {
    "AAH": "allocation aux adultes handicapés",
    "APL": "aide personnalisée au logement",
    "ASS": "allocation de solidarité spécifique",
    "CAF": "caisse d’allocations familiales",
    "CCAS": "centre communal d’action sociale",
    "CPAM": "caisse primaire d’assurance maladie",
    "CSS": "complémentaire santé solidaire",
    "FSL": "fonds de solidarité pour le logement",
    "MDPH": "maison départementale des personnes handicapées",
    "PMI": "protection maternelle et infantile",
    "QF": "quotient familial",
    "RIB": "relevé d’identité bancaire",
    "RQTH": "reconnaissance de la qualité de travailleur handicapé",
    "RSA": "revenu de solidarité active",
}
_ACRONYM = re.compile(r"\b([A-Z]{2,5})\b(?!\s*\()")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Ý«])")


def first_sentence(text: str) -> str:
    """Return the first sentence of a description, 120 characters at most, cut where one may stop."""
    sentence = _SENTENCE.split(" ".join(text.split()), maxsplit=1)[0]
    if len(sentence) <= LONGEST_CHARS:
        return sentence
    head = sentence[:LONGEST_CHARS]
    for mark in (" ; ", "\u00a0; ", ": ", ", ", " ("):
        at = head.rfind(mark)
        if at > LONGEST_CHARS // 3:
            return head[:at].rstrip(" \u00a0,:;(") + "."
    return head[:-1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def explained(text: str) -> str:
    """Return a text whose acronyms are followed by what they mean, each once."""
    seen: set[str] = set()

    def told(found: re.Match[str]) -> str:
        letters = found[1]
        if letters not in ACRONYMS or letters in seen:
            return letters
        seen.add(letters)
        return f"{letters} ({ACRONYMS[letters]})"

    return _ACRONYM.sub(told, text)
