"""CEDEX codes: postal codes of large mail users, each of one town."""

from dataclasses import dataclass

from search.places.flat import Arrays, Keys, Texts


@dataclass(frozen=True, slots=True)
class Cedex:
    """What is known of one code. ``commune``: INSEE code, empty when no commune is sure."""

    commune: str
    place: str


class CedexCodes:
    """The codes known, each with its commune."""

    def __init__(self, arrays: Arrays) -> None:
        self._codes = Keys(arrays, "cedex")
        self._communes = Texts(arrays, "cedex_communes")

    def __contains__(self, code: str) -> bool:
        return bool(self._codes.of(code))

    def commune(self, code: str) -> str:
        """Return the INSEE code of the commune of a code; empty when it is none, or of no sure commune."""
        found = self._codes.of(code)
        return self._communes[found[0]] if found else ""
