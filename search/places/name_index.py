"""Communes found by the whole of their name, or by their postal code."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.places.commune import Commune
from search.places.names import (
    CITY_POSTCODES,
    CONTRACTIONS,
    DISTRICTS,
    LONGEST_DISTRICT_WORDS,
    arrondissement,
    name_words,
    without_article,
)

Name = tuple[str, ...]
_AFTER_EVERYTHING = "\U0010ffff"


class NameIndex:
    """Exact lookups; every answer is ordered by population, largest first.

    former   (name, commune of today) of the communes that were merged into another.
    """

    def __init__(self, communes: Iterable[Commune], former: Iterable[tuple[str, Commune]] = ()) -> None:
        self.communes = sorted(communes, key=lambda commune: (-commune.population, commune.code))
        # The same few thousand words make the names: kept once each.
        known: dict[str, str] = {}
        self.names: list[Name] = [
            tuple([known.setdefault(word, word) for word in name_words(commune.name)]) for commune in self.communes
        ]
        self.spellings = [" ".join(name) for name in self.names]
        """The folded names, in the order of ``communes``."""
        self.former = [(" ".join(name_words(name)), commune) for name, commune in former]
        self._by_code = {commune.code: commune for commune in self.communes}
        short: list[tuple[str, Commune]] = []
        glued: list[tuple[str, Commune]] = []
        for name, commune in zip(self.names, self.communes, strict=True):
            if len(name) > 1:
                glued.append(("".join(name), commune))
            if without_article(name) != name:
                short.append((" ".join(without_article(name)), commune))
            if "(" in commune.name:  # "Bors (Canton de Charente-Sud)"
                short.append((" ".join(name_words(commune.name.partition("(")[0])), commune))
        self._whole = _by_key(zip(self.spellings, self.communes, strict=True))
        self._short, self._glued, self._former = _by_key(short), _by_key(glued), _by_key(self.former)
        self._postcodes = _by_key((postcode, one) for one in self.communes for postcode in one.postcodes)
        self._positions = {commune.code: at for at, commune in enumerate(self.communes)}
        begun = sorted((code, at) for at, one in enumerate(self.communes) for code in one.postcodes)
        self._begun, self._begun_by = [code for code, _ in begun], np.array([at for _, at in begun], dtype=np.int32)
        self._longest_from: dict[str, int] = dict.fromkeys(DISTRICTS, LONGEST_DISTRICT_WORDS)
        for name in self.names:
            self._longest_from[name[0]] = max(len(name), self._longest_from.get(name[0], 0))

    def begins(self, name: Sequence[str]) -> bool:
        """Tell whether ``name`` is the first words of a commune's name, or all of them."""
        said = " ".join(name)
        # A blank sorts before every letter: the names that go on come next to the one that stops there.
        at = bisect_left(self._sorted, said)
        return at < len(self._sorted) and f"{self._sorted[at]} ".startswith(f"{said} ")

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.spellings)

    @cached_property
    def _departments(self) -> NDArray[np.str_]:
        return np.array([commune.department for commune in self.communes])

    def in_department(self, code: str) -> NDArray[np.bool_]:
        """Tell which of ``communes`` are of a département."""
        found: NDArray[np.bool_] = self._departments == code
        return found

    def position(self, commune: Commune) -> int:
        """Return where a commune stands in ``communes``."""
        return self._positions[commune.code]

    def is_former(self, name: Sequence[str], commune: Commune) -> bool:
        """Tell whether ``name`` was that of a commune merged into this one, whose own name is another."""
        key = " ".join(name)
        if commune not in self._former.get(key, ()):
            return False
        return commune not in (*self._whole.get(key, ()), *self._short.get(key, ()))

    def postcode_begun(self, digits: str) -> list[Commune]:
        """Return the communes with a postal code that begins so, largest first."""
        low = bisect_left(self._begun, digits)
        high = bisect_left(self._begun, digits + _AFTER_EVERYTHING, low)
        return [self.communes[at] for at in sorted(set(self._begun_by[low:high].tolist()))]

    def get(self, code: str) -> Commune | None:
        """Return the commune of an INSEE code."""
        return self._by_code.get(code)

    def district(self, name: Sequence[str]) -> Commune | None:
        """Return the arrondissement that "marseille 3", "paris 1er" or "lyon 3eme arr" names."""
        return self._by_code.get(arrondissement(name) or "")

    def exact(self, name: Sequence[str]) -> list[Commune]:
        """Return the communes of that name; failing any, without the article or the blanks, or formerly so called."""
        district = self.district(name)
        if district is not None:
            return [district]
        key = " ".join(name)
        found = self._whole.get(key) or self._short.get(key) or self._glued.get("".join(name)) or self._former.get(key)
        return list(dict.fromkeys(found or ()))

    def with_postcode(self, postcode: str) -> list[Commune]:
        """Return the communes a postal code serves; the arrondissement, not its city as well."""
        city = self._by_code.get(CITY_POSTCODES.get(postcode, ""))
        if city is not None:
            return [city]
        found = self._postcodes.get(postcode, ())
        cities = {commune.parent for commune in found}
        return [commune for commune in found if commune.code not in cities]

    def starting_at(self, folded: Sequence[str], start: int) -> tuple[int, list[Commune]]:
        """Return how many words from ``start`` make the longest name found there, and the communes that bear it."""
        if start >= len(folded):
            return 0, []
        first = name_words(CONTRACTIONS.get(folded[start], folded[start]))
        # Most words begin no name; a text never says one in more words than it has.
        longest = self._longest_from.get(first[0], 0) if first else 0
        for taken in range(min(longest, len(folded) - start), 0, -1):
            span = folded[start : start + taken]
            name = name_words(" ".join((CONTRACTIONS.get(span[0], span[0]), *span[1:])))
            district = self.district(name)
            if district is not None:
                return taken, [district]
            found = self._whole.get(" ".join(name))
            if found:
                return taken, list(found)
        return 0, []


def _by_key(entries: Iterable[tuple[str, Commune]]) -> dict[str, tuple[Commune, ...]]:
    """Return what bears each key, in order. Nearly all are borne once: a tuple weighs half of a list."""
    found: dict[str, tuple[Commune, ...]] = {}
    for key, commune in entries:
        found[key] = (*found.get(key, ()), commune)
    return found
