"""Any text made fit to be printed: PDF/UA-1 refuses a whole document for one sign that its font cannot draw."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from directory.domain.documents import Data

SCHEMES = ("https:", "http:", "mailto:", "tel:")
LONGEST_LINK_CHARS = 2_000
LONGEST_CHARS = 5_000
"""Of one text: nothing bounds how long the drawing of a text without end takes."""
NO_BREAK = "\u00a0"
WIDER_SPACES = "\u202f\u2007"
"""Spaces that do not break, which the fonts lack."""
_GLUED = re.compile(r" (?=[:;?!»€%])|(?<=«) |(?<=\d) (?=h\b)")


class Cleaner:
    """Makes texts printable with the signs that fonts draw, and counts those that become "?"."""

    def __init__(self, drawn: frozenset[str]) -> None:
        self._drawn = drawn
        self.unprintable = 0

    def cleaned(self, value: Data) -> Data:
        """Return every text of a structure as it can be printed, and every address as it may be followed."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {
                name: safe_link(str(each)) if name.endswith("_link") else self.cleaned(each)
                for name, each in value.items()
            }
        return [self.cleaned(each) for each in value] if isinstance(value, Sequence) else value

    def text(self, text: str) -> str:
        """Compose accents, drop what cannot be seen, show a "?" for the rest; French spaces are kept."""
        composed = unicodedata.normalize("NFC", text[:LONGEST_CHARS])
        return _GLUED.sub(NO_BREAK, "".join(map(self._shown, composed)))

    def _shown(self, sign: str) -> str:
        if sign in self._drawn or sign == "\n":
            return sign
        category = unicodedata.category(sign)
        if category == "Zs" or sign in "\t\r":
            return NO_BREAK if sign in WIDER_SPACES else " "
        if category[0] in "CM":
            return ""
        plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if part in self._drawn)
        if plain:
            return plain
        self.unprintable += 1
        return "?"


def safe_link(address: str) -> str:
    """Return an address that a reader may follow, empty for any other."""
    is_plain = address.isascii() and address.isprintable() and len(address) < LONGEST_LINK_CHARS
    return address if address.startswith(SCHEMES) and is_plain else ""
