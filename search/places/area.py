"""The areas that people name: départements, régions and intercommunalities, each with its communes."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from search.places.commune import Commune
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
    """Areas by code and by name. A région of one département is that département; one of one commune, that commune.

    names   display name by area code, ``fr`` and communes aside.
    """

    def __init__(self, communes: Iterable[Commune], names: Mapping[str, str]) -> None:
        self._members: defaultdict[str, list[Commune]] = defaultdict(list)
        towns = set()
        for commune in communes:
            for code in areas_of(commune):
                self._members[code].append(commune)
            towns.add(_asked(name_words(commune.name))[1])
        self._areas = {code: _area(code, names[code], self._members[code]) for code in names if self._members.get(code)}
        self._by_name: defaultdict[str, list[Area]] = defaultdict(list)
        # Those said to be intercommunalities: "CC de Nozay" is one, "Nozay" a town.
        self._groups: defaultdict[str, list[Area]] = defaultdict(list)
        for area in self._areas.values():
            keys = _keys(area)
            if area.code.startswith("epci"):
                for key in keys:
                    self._groups[key].append(area)
                keys -= towns
            for key in keys:
                self._by_name[key].append(area)
        self._sorted = sorted(self._by_name)

    def get(self, code: str) -> Area | None:
        """Return the area of a code, None when it is unknown or holds no commune."""
        return self._areas.get(code)

    def members(self, code: str) -> Sequence[Commune]:
        """Return the communes of an area, arrondissements included."""
        return self._members.get(code, ())

    def named(self, folded: Sequence[str]) -> list[Area]:
        """Return the areas of that name, largest first: "bouches du rhone", "13", "cc terre de provence", "paca"."""
        kind, key = _asked(folded)
        if kind == "epci":
            return _largest(self._groups.get(key) or self._of_number(kind, key) or self._holding(key))
        named = [area for area in self._by_name.get(key, ()) if area.code.startswith(kind)]
        return _largest(named or self._of_number(kind, key))

    def begun(self, folded: Sequence[str]) -> list[Area]:
        """Return the départements and régions whose name begins so, largest first; intercommunalities if said so."""
        kind, key = _asked(folded)
        if not key:
            return []
        low = bisect_left(self._sorted, key)
        high = bisect_left(self._sorted, key + "\U0010ffff", low)
        found = {area for name in self._sorted[low:high] for area in self._by_name[name]}
        return _largest(area for area in found if area.code.startswith(kind or ("dep", "reg")))

    @cached_property
    def spellings(self) -> Mapping[str, Area]:
        """Return the départements and régions by name, for likely misspellings."""
        return {" ".join(name_words(a.name)): a for a in self._areas.values() if not a.code.startswith("epci")}

    def _holding(self, key: str) -> list[Area]:
        """Return the intercommunalities whose name holds these words: "métropole lille"."""
        wanted = set(key.split())
        if not wanted:
            return []
        return [area for name, areas in self._groups.items() if wanted <= set(name.split()) for area in areas]

    def _of_number(self, kind: str, key: str) -> list[Area]:
        if not key:
            return []
        if kind == "epci" or len(key) == 9:
            found = self._areas.get(f"epci:{key}")
        else:
            found = self._areas.get(f"{kind or 'dep'}:{key.upper().zfill(2)}")
        return [found] if found else []


def areas_of(commune: Commune) -> list[str]:
    """Return the codes of the département, the région and the intercommunality of a commune."""
    codes = [f"dep:{commune.department}", f"reg:{commune.region}"]
    return [*codes, f"epci:{commune.epci}"] if commune.epci else codes


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
