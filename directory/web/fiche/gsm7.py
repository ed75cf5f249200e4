"""Text of a short message in the alphabet of telephones: outside it, a message costs more than twice as many parts."""

import re
import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")
"""Signs of the alphabet that count for two."""

_TURNED = {
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "œ": "oe", "Œ": "OE",
    "·": "-", "\u00a0": " ", "\u202f": " ", "\u2011": "-", "ᵉ": "e", "ʳ": "r", "°": "o",
}  # fmt: skip


def in_gsm7(text: str) -> str:
    """Return the text with the signs of GSM 03.38 alone: ``ê`` becomes ``e``, ``’`` becomes ``'``, ``é`` stays."""
    unquoted = re.sub(r"«\s*|\s*»", '"', text)
    return "".join(_turned(char) for char in unicodedata.normalize("NFC", unquoted))


def _turned(char: str) -> str:
    if char in BASIC or char in EXTENDED:
        return char
    if char in _TURNED:
        return _TURNED[char]
    plain = unicodedata.normalize("NFKD", char)[:1]
    return plain if plain in BASIC else ""


def signs(text: str) -> int:
    """Return how many signs a message counts, of those that fit 160 in one part."""
    return sum(2 if char in EXTENDED else 1 for char in text)
