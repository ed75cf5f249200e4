"""Communes found by the whole of their name, or by their postal code."""

from collections.abc import Sequence
from functools import lru_cache

from numpy import bool_
from numpy.typing import NDArray

from search.places.commune import Commune
from search.places.commune_table import CommuneTable
from search.places.flat import Arrays, Keys, Texts
from search.places.names import CITY_POSTCODES, CONTRACTIONS, arrondissement, name_words


class NameIndex:
    """Exact lookups; every answer is ordered by population, largest first.

    spellings   the folded names, by position.
    former      folded names of the communes that were merged, each with the position of that of today.
    """

    def __init__(self, arrays: Arrays, communes: CommuneTable) -> None:
        self.communes = communes
        self.spellings = Texts(arrays, "spellings")
        self.former = Keys(arrays, "former")
        self._whole, self._short, self._glued = (Keys(arrays, name) for name in ("whole", "short", "glued"))
        self._postcodes = Keys(arrays, "postcodes")
        lengths = Keys(arrays, "longest")
        # Asked of each word of a question several times over.
        self._longest_from = lru_cache(maxsize=2_048)(lambda word: max(lengths.of(word), default=0))

    def words(self, position: int) -> list[str]:
        """Return the folded words of a name."""
        return self.spellings[position].split()

    def begins(self, name: Sequence[str]) -> bool:
        """Tell whether ``name`` is the first words of a commune's name, or all of them."""
        said = " ".join(name)
        # A blank sorts before every letter: the names that go on come next to the one that stops there.
        at = self._whole.at_least(said)
        return at < len(self._whole) and f"{self._whole.texts[at]} ".startswith(f"{said} ")

    def in_department(self, code: str) -> NDArray[bool_]:
        """Tell which of ``communes`` are of a département."""
        found: NDArray[bool_] = self.communes.departments == code
        return found

    def is_former(self, name: Sequence[str], commune: Commune) -> bool:
        """Tell whether ``name`` was that of a commune merged into this one, whose own name is another."""
        key, position = " ".join(name), self.communes.position(commune.code)
        if position not in self.former.of(key):
            return False
        return position not in (*self._whole.of(key), *self._short.of(key))

    def postcode_begun(self, digits: str) -> list[int]:
        """Return the positions of the communes with a postal code that begins so, largest first."""
        low, high = self._postcodes.begun(digits)
        return sorted(set(self._postcodes.numbers[low:high].tolist()))

    def get(self, code: str) -> Commune | None:
        """Return the commune of an INSEE code."""
        return self.communes.get(code)

    def district(self, name: Sequence[str]) -> Commune | None:
        """Return the arrondissement that "marseille 3", "paris 1er" or "lyon 3eme arr" names."""
        code = arrondissement(name)
        return None if code is None else self.communes.get(code)

    def exact(self, name: Sequence[str]) -> list[Commune]:
        """Return the communes of that name; failing any, without the article or the blanks, or formerly so called."""
        district = self.district(name)
        if district is not None:
            return [district]
        key = " ".join(name)
        found = self._whole.of(key) or self._short.of(key) or self._glued.of("".join(name)) or self.former.of(key)
        return [self.communes[at] for at in dict.fromkeys(found)]

    def with_postcode(self, postcode: str) -> list[Commune]:
        """Return the communes a postal code serves; the arrondissement, not its city as well."""
        city = CITY_POSTCODES.get(postcode)
        divided = None if city is None else self.communes.get(city)
        if divided is not None:
            return [divided]
        found = [self.communes[at] for at in self._postcodes.of(postcode)]
        cities = {commune.parent for commune in found}
        return [commune for commune in found if commune.code not in cities]

    def starting_at(self, folded: Sequence[str], start: int) -> tuple[int, list[Commune]]:
        """Return how many words from ``start`` make the longest name found there, and the communes that bear it."""
        if start >= len(folded):
            return 0, []
        first = name_words(CONTRACTIONS.get(folded[start], folded[start]))
        # Most words begin no name; a text never says one in more words than it has.
        longest = self._longest_from(first[0]) if first else 0
        for taken in range(min(longest, len(folded) - start), 0, -1):
            span = folded[start : start + taken]
            name = name_words(" ".join((CONTRACTIONS.get(span[0], span[0]), *span[1:])))
            district = self.district(name)
            if district is not None:
                return taken, [district]
            found = self._whole.of(" ".join(name))
            if found:
                return taken, [self.communes[at] for at in found]
        return 0, []
