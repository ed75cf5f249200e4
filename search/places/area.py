"""The areas that people name: départements, régions and intercommunalities, each with its communes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.places.commune import Commune
from search.places.commune_table import CommuneTable
from search.places.flat import Arrays, Keys, Texts, key_arrays, text_arrays
from search.places.names import LINKS, name_words

_SHOWN = {"dep": "département", "reg": "région"}
_TELLING_KINDS = {
    "departement": "dep", "departements": "dep", "dept": "dep", "dpt": "dep", "dep": "dep",
    "region": "reg", "reg": "reg",
    "cc": "epci", "ca": "epci", "cu": "epci", "communaute": "epci", "communautes": "epci", "agglomeration": "epci",
    "agglo": "epci", "metropole": "epci", "eurometropole": "epci", "epci": "epci", "intercommunalite": "epci",
}  # fmt: skip
# "communaute de communes", "communaute urbaine": said of what they are, never of where.
_EMPTY = LINKS | {"communes", "urbaine"}
_ALSO_CALLED = {
    "paca": "reg:93", "sud paca": "reg:93", "aura": "reg:84", "ara": "reg:84", "idf": "reg:11", "bfc": "reg:27",
    "hdf": "reg:32", "cvl": "reg:24", "pdl": "reg:52", "naq": "reg:75", "ile reunion": "dep:974",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """A département, a région or an intercommunality.

    code         "dep:13", "reg:93" or "epci:200054807".
    department   of its most populous commune.
    """

    code: str
    name: str
    population: int
    department: str

    @property
    def label(self) -> str:
        """The name to show: "Bouches-du-Rhône (département)", "CC des Quatre Rivières (74)"."""
        kind = self.code.partition(":")[0]
        return f"{self.name.partition('(')[0].strip()} ({_SHOWN.get(kind, self.department)})"


class AreaIndex:
    """Areas by code and by name. A région of one département is that département; one of one commune, that commune."""

    def __init__(self, arrays: Arrays, communes: CommuneTable) -> None:
        self._communes = communes
        self._held = Keys(arrays, "areas_held")
        self._members: NDArray[np.int32] = arrays["members"]
        self._bounds: NDArray[np.int32] = arrays["member_bounds"]
        self._areas = [_area_of(row) for row in Texts(arrays, "areas").all()]
        self._by_code = {area.code: area for area in self._areas}
        self._by_name = Keys(arrays, "area_names")
        # Those said to be intercommunalities: "CC de Nozay" is one, "Nozay" a town.
        self._groups = Keys(arrays, "group_names")

    def get(self, code: str) -> Area | None:
        """Return the area of a code, None when it is unknown or holds no commune."""
        return self._by_code.get(code)

    def members(self, code: str) -> Sequence[Commune]:
        """Return the communes of an area, arrondissements included."""
        return [self._communes[at] for at in self.positions(code).tolist()]

    def positions(self, code: str) -> NDArray[np.int32]:
        """Return the same as positions in the table of communes."""
        found = self._held.of(code)
        at = found[0] if found else 0
        return self._members[self._bounds[at] : self._bounds[at + 1]] if found else self._members[:0]

    def named(self, folded: Sequence[str]) -> list[Area]:
        """Return the areas of that name, largest first: "bouches du rhone", "13", "cc terre de provence", "paca"."""
        kind, key = _asked(folded)
        if kind == "epci":
            groups = [self._areas[at] for at in self._groups.of(key)]
            return _largest(groups or self._of_number(kind, key) or self._holding(key))
        named = [area for at in self._by_name.of(key) if (area := self._areas[at]).code.startswith(kind)]
        return _largest(named or self._of_number(kind, key))

    def begun(self, folded: Sequence[str]) -> list[Area]:
        """Return the départements and régions whose name begins so, largest first; intercommunalities if said so."""
        kind, key = _asked(folded)
        if not key:
            return []
        low, high = self._by_name.begun(key)
        found = {self._areas[at] for at in self._by_name.numbers[low:high].tolist()}
        return _largest(area for area in found if area.code.startswith(kind or ("dep", "reg")))

    @cached_property
    def spellings(self) -> Mapping[str, Area]:
        """Return the départements and régions by name, for likely misspellings."""
        return {" ".join(name_words(a.name)): a for a in self._areas if not a.code.startswith("epci")}

    def _holding(self, key: str) -> list[Area]:
        """Return the intercommunalities whose name holds these words: "métropole lille"."""
        wanted = set(key.split())
        if not wanted:
            return []
        groups = zip(self._groups.texts.all(), self._groups.numbers.tolist(), strict=True)
        return [self._areas[at] for name, at in groups if wanted <= set(name.split())]

    def _of_number(self, kind: str, key: str) -> list[Area]:
        if not key:
            return []
        if kind == "epci" or len(key) == 9:
            found = self._by_code.get(f"epci:{key}")
        else:
            found = self._by_code.get(f"{kind or 'dep'}:{key.upper().zfill(2)}")
        return [found] if found else []


def areas_of(commune: Commune) -> list[str]:
    """Return the codes of the département, the région and the intercommunality of a commune."""
    codes = [f"dep:{commune.department}", f"reg:{commune.region}"]
    return [*codes, f"epci:{commune.epci}"] if commune.epci else codes


def packed_areas(listed: Sequence[Commune], names: Mapping[str, str]) -> Arrays:
    """Return the arrays of ``AreaIndex`` but for the members.

    names   display name by area code, ``fr`` and communes aside.
    """
    members: defaultdict[str, list[Commune]] = defaultdict(list)
    towns = set()
    for commune in listed:
        for code in areas_of(commune):
            members[code].append(commune)
        towns.add(_asked(name_words(commune.name))[1])
    areas = [_area(code, names[code], members[code]) for code in names if code in members]
    by_name, groups = [], []
    for at, area in enumerate(areas):
        keys = _keys(area)
        if area.code.startswith("epci"):
            groups += [(key, at) for key in keys]
            keys -= towns
        by_name += [(key, at) for key in keys]
    return {
        **text_arrays("areas", map(_row_of, areas)),
        **key_arrays("area_names", by_name),
        **key_arrays("group_names", groups),
    }


def _row_of(area: Area) -> str:
    return "\t".join((area.code, area.name, str(area.population), area.department))


def _area_of(row: str) -> Area:
    code, name, population, department = row.split("\t")
    return Area(code, name, int(population), department)


def _area(code: str, name: str, members: Sequence[Commune]) -> Area:
    cities = [commune for commune in members if not commune.parent]
    largest = max(cities, key=lambda commune: (commune.population, commune.code))
    return Area(code, name.replace("'", "’"), sum(city.population for city in cities), largest.department)


def _keys(area: Area) -> set[str]:
    """Return the folded names an area answers to."""
    name, _, acronym = area.name.partition("(")
    keys = {_asked(name_words(name))[1]}
    if area.code.startswith("epci"):
        keys |= {_asked(name_words(acronym))[1]}
    else:
        keys |= {called for called, code in _ALSO_CALLED.items() if code == area.code}
    return keys - {""}


def _asked(folded: Sequence[str]) -> tuple[str, str]:
    """Return the kind of area that words announce, and what is left of them: the name."""
    kinds = [_TELLING_KINDS[word] for word in folded if word in _TELLING_KINDS]
    left = [word for word in folded if word not in _TELLING_KINDS and word not in _EMPTY]
    return (kinds[0] if kinds else ""), " ".join(left)


def _largest(areas: Iterable[Area]) -> list[Area]:
    """Sort by population; a région made of one département is left to the département."""
    found = sorted(set(areas), key=lambda area: (-area.population, area.code))
    seen: set[tuple[str, int]] = set()
    kept = []
    for area in found:
        if (area.name, area.population) not in seen:
            kept.append(area)
        seen.add((area.name, area.population))
    return kept
