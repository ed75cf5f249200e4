"""The communes by position, the most populous first, each made when it is first asked for, then kept: 14 MB for all."""

import numpy as np
from numpy.typing import NDArray

from search.places.commune import Commune, commune_of
from search.places.flat import Arrays, Keys, Texts

_TAB = "\t"


class CommuneTable:
    """Positions count from 0 by population, then by code.

    codes         INSEE codes by position.
    departments   of each, by position.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._rows = Texts(arrays, "rows")
        self._by_code = Keys(arrays, "codes")
        self.codes: NDArray[np.str_] = arrays["code"]
        self.departments: NDArray[np.str_] = arrays["department"]
        self.populations: NDArray[np.int64] = arrays["population"]
        self._listed: NDArray[np.int32] = arrays["listed"]
        self._made: dict[int, Commune] = {}
        self._named: dict[str, Commune] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, position: int) -> Commune:
        found = self._made.get(position)
        if found is None:
            found = self._made[position] = commune_of(self._rows[position].split(_TAB))
        return found

    def get(self, code: str) -> Commune | None:
        """Return the commune of an INSEE code of today."""
        found = self._named.get(code)
        if found is None and (position := self.position(code)) >= 0:
            found = self._named[code] = self[position]
        return found

    def position(self, code: str) -> int:
        """Return where an INSEE code stands; -1 when there is none."""
        found = self._by_code.of(code)
        return found[0] if found else -1

    def all(self) -> list[Commune]:
        """Return all of them, in the order of the file; made now, and not kept."""
        rows = self._rows.all()
        return [commune_of(rows[position].split(_TAB)) for position in self._listed.tolist()]


def row_of(commune: Commune) -> str:
    """Return a commune as one line of text: the values of ``commune_of``."""
    degrees = ("" if value is None else repr(value) for value in (commune.latitude, commune.longitude))
    parts = (
        commune.code, commune.name, commune.department, commune.region, commune.epci, " ".join(commune.postcodes),
        str(commune.population), *degrees, commune.parent,
    )  # fmt: skip
    return _TAB.join(parts)
