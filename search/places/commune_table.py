"""The communes by position, the most populous first, each made when it is asked for."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.places.commune import Commune
from search.places.flat import Arrays, Keys, Texts

MOST_KEPT = 8_192
"""Communes made that are kept: 3 MB."""
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
        self._made = lru_cache(maxsize=MOST_KEPT)(self._make)
        self._found = lru_cache(maxsize=MOST_KEPT)(self._find)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, position: int) -> Commune:
        return self._made(position)

    def get(self, code: str) -> Commune | None:
        """Return the commune of an INSEE code of today."""
        return self._found(code)

    def position(self, code: str) -> int:
        """Return where an INSEE code stands; -1 when there is none."""
        found = self._by_code.of(code)
        return found[0] if found else -1

    def all(self) -> list[Commune]:
        """Return all of them, in the order of the file; made now, and not kept."""
        rows = self._rows.all()
        return [commune_of(rows[position]) for position in self._listed.tolist()]

    def _find(self, code: str) -> Commune | None:
        position = self.position(code)
        return None if position < 0 else self._made(position)

    def _make(self, position: int) -> Commune:
        return commune_of(self._rows[position])


def row_of(commune: Commune) -> str:
    """Return a commune as one line of text."""
    degrees = ("" if value is None else repr(value) for value in (commune.latitude, commune.longitude))
    parts = (
        commune.code, commune.name, commune.department, commune.region, commune.epci, " ".join(commune.postcodes),
        str(commune.population), *degrees, commune.parent,
    )  # fmt: skip
    return _TAB.join(parts)


def commune_of(row: str) -> Commune:
    """Return the commune of a line that ``row_of`` made."""
    code, name, department, region, epci, postcodes, population, latitude, longitude, parent = row.split(_TAB)
    return Commune(
        code,
        name,
        department,
        region,
        epci,
        tuple(postcodes.split()),
        int(population),
        float(latitude) if latitude else None,
        float(longitude) if longitude else None,
        parent,
    )
