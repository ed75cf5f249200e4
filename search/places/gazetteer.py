"""The communes of France, asked by code, name, postal code or point: mapped from a file that all processes share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np

from search.places import packaged, resolution
from search.places.area import Area, AreaIndex
from search.places.arrays_file import kept
from search.places.candidate import Place
from search.places.candidates import Candidates
from search.places.cedex import Cedex, CedexCodes
from search.places.commune import Commune, timezone
from search.places.commune_table import CommuneTable
from search.places.completion import Completion
from search.places.flat import Arrays, Keys, Texts
from search.places.geometry import chord2_from, unit_vector
from search.places.name_index import NameIndex
from search.places.names import name_words
from search.places.near_names import NearNames
from search.places.packing import pack
from search.places.resolver import NOTHING_NAMED, Resolution, Resolver
from search.places.territory import NOWHERE, Surroundings, Territory

__all__ = ["Commune", "Gazetteer", "default_gazetteer"]

FOLDER = "gazetteer"
WHOLE_COUNTRY = "fr"
MOST_AREAS_KEPT = 200


class Gazetteer:
    """Communes by every way people name them.

    territories   display name by area code: "dep:13", "reg:93", "epci:200054807".
    former        (INSEE code, name, code of today's commune) of the communes merged into another; of some the name is
                  not known, and empty.
    cedex         what is known of each CEDEX code.
    """

    def __init__(
        self,
        communes: Iterable[Commune],
        territories: Mapping[str, str] | None = None,
        former: Iterable[tuple[str, str, str]] = (),
        cedex: Mapping[str, Cedex] | None = None,
    ) -> None:
        self._open(pack(communes, territories or {}, former, cedex or {}), territories or {})

    @classmethod
    def load(cls, data_dir: Path | None = None) -> "Gazetteer":
        """Return the gazetteer of the packaged files (``docs/sources.md``).

        data_dir   where what is worked out of them is kept, so that the next process only maps it; None: nowhere.
        """
        territories = packaged.territories()

        def make() -> Arrays:
            return pack(packaged.communes(), territories, packaged.former_communes(), packaged.cedex_codes())

        gazetteer = cls.__new__(cls)
        gazetteer._open(kept(data_dir and data_dir / FOLDER, packaged.digest(), make), territories)
        return gazetteer

    def _open(self, arrays: Arrays, territories: Mapping[str, str]) -> None:
        self._arrays = arrays
        self._territories = dict(territories)
        self._communes = CommuneTable(arrays)
        self._today = Keys(arrays, "former_codes")
        self._cedex = CedexCodes(arrays)
        self._area_chains = lru_cache(maxsize=MOST_AREAS_KEPT)(self._read_chain)
        self._near_areas = lru_cache(maxsize=MOST_AREAS_KEPT)(self._read_near)
        self._districts: defaultdict[str, list[str]] = defaultdict(list)
        for at in arrays["districts"].tolist():
            self._districts[self._communes[at].parent].append(self._communes[at].code)

    def get(self, code: str) -> Commune | None:
        """Return the commune or arrondissement of an INSEE code; that of today for one merged since."""
        found = self._communes.get(code)
        if found is not None:
            return found
        today = self._today.of(code)
        return self._communes[today[-1]] if today else None

    def former_name(self, name: str, commune: Commune) -> str:
        """Return, as it was spelt, the name of a commune merged into this one that ``name`` is; empty for no such."""
        asked = name_words(name)
        if not self._names.is_former(asked, commune):
            return ""
        names, today = Texts(self._arrays, "former_names"), self._arrays["former_today"]
        merged = np.flatnonzero(today == self._communes.position(commune.code)).tolist()
        return next((names[at] for at in merged if name_words(names[at]) == asked), name)

    def all(self) -> list[Commune]:
        """Return the communes and arrondissements of today."""
        return self._communes.all()

    def chain(self, code: str) -> tuple[str, ...]:
        """Return the area codes that cover a commune, smallest first; () when it is unknown.

        ("com:13203", "com:13055", "epci:200054807", "dep:13", "reg:93", "fr")
        """
        commune = self.get(code)
        if commune is None:
            return ()
        areas = [f"com:{commune.code}"]
        if commune.parent:
            areas.append(f"com:{commune.parent}")
        if commune.epci:
            areas.append(f"epci:{commune.epci}")
        return (*areas, f"dep:{commune.department}", f"reg:{commune.region}", WHOLE_COUNTRY)

    def members(self, code: str) -> tuple[str, ...]:
        """Return the code itself, then those of its arrondissements for Paris, Lyon and Marseille."""
        return (code, *self._districts.get(code, ()))

    def territory(self, area_code: str) -> str | None:
        """Return the name to show for an area code, or None when it is unknown."""
        if area_code == WHOLE_COUNTRY:
            return "France entière"
        kind, _, code = area_code.partition(":")
        if kind == "com":
            commune = self.get(code)
            return commune.label if commune else None
        return self._territories.get(area_code)

    def timezone(self, code: str) -> str:
        """Return the IANA time zone kept at a commune; Paris time when it is unknown."""
        return timezone(code)

    def nearest(self, latitude: float, longitude: float) -> Commune:
        """Return the commune whose point is nearest; an arrondissement rather than its whole city.

        Raises LookupError when no commune has a point.
        """
        positions, vectors = self._arrays["whole_at"], self._arrays["whole_vectors"]
        if not len(positions):
            raise LookupError("no commune has a point")
        return self._communes[int(positions[np.argmin(chord2_from(unit_vector(latitude, longitude), vectors))])]

    def resolve(self, text: str, territory: Territory = NOWHERE) -> Resolution:
        """Return the place that ``text`` names, or those between which a person must choose."""
        return self._resolver.resolve(text, territory)

    def resolve_name(self, text: str, territory: Territory) -> Resolution:
        """Return the place of which ``text`` is the name or its beginning; misspellings are not looked for.

        Nothing when no commune is called so: that is told at once, where ``resolve`` would read every name.
        """
        return self._resolver.of_name(text, territory) if self._names.begins(name_words(text)) else NOTHING_NAMED

    def suggest(self, text: str, limit: int = 8, territory: Territory = NOWHERE) -> list[Place]:
        """Return the places that ``text`` may be the beginning of, in the order that ``resolve`` asks."""
        return self._resolver.suggest(text, territory, limit)

    def named(self, text: str) -> list[Commune]:
        """Return the communes that bear exactly this name, with or without its article, largest first."""
        return self._names.exact(name_words(text))

    def with_postcode(self, digits: str) -> list[Commune]:
        """Return the communes that a postal code serves, CEDEX left out, largest first."""
        return self._names.with_postcode(digits)

    def cedex(self, code: str) -> Commune | None:
        """Return the commune of a CEDEX code; None when it is none, or of no sure commune."""
        commune = self._cedex.commune(code)
        return self.get(commune) if commune else None

    def area(self, code: str) -> Area | None:
        """Return the département, région or intercommunality of an area code."""
        return self._areas.get(code)

    def areas_named(self, text: str) -> list[Area]:
        """Return the areas that bear this name, however it is written, largest first."""
        # "CC Vallée des Baux-Alpilles (CC VBA)": what stands between parentheses is another name.
        return self._areas.named(name_words(text.partition("(")[0] or text))

    def communes_of(self, area_code: str) -> Sequence[Commune]:
        """Return the communes and arrondissements of an area."""
        return self._areas.members(area_code)

    def chain_of_area(self, area_code: str) -> tuple[str, ...]:
        """Return the codes of every area that shares a commune with this one."""
        return self._area_chains(area_code)

    def communes_near(self, area_code: str, radius_km: float) -> frozenset[str]:
        """Return the codes of the communes within ``radius_km`` of the nearest commune of an area, from centre to
        centre."""
        return self._near_areas(area_code, radius_km)

    def territory_around(self, departments: Iterable[str], fiches: Iterable[str]) -> Territory:
        """Return where a base lives.

        departments   codes of the départements that the operator named.
        fiches        INSEE codes of the communes that hold a published fiche.
        """
        named = frozenset(departments)
        home = frozenset(self._communes.codes[np.isin(self._communes.departments, list(named))].tolist())
        # Those of before a merger are few: what is known under its own code is not looked up.
        codes = frozenset(fiches)
        merged = (one.code for code in codes if self._today.of(code) and (one := self.get(code)) is not None)
        near = self._surroundings.around({*codes, *merged})
        return self._surroundings.territory_of(home, near)

    def by_name_and_postcode(self, name: str, postcode: str) -> Commune | None:
        """Return the commune of an address as files write it, or None when it is not sure.

        Without a postal code, a namesake is not sure that is dwarfed by towns of which it is the short name: "Aix".
        """
        found = resolution.by_name_and_postcode(name, postcode, self._names)
        if found is None or postcode.strip() or any(char.isdigit() for char in name):
            return found
        return found if self.resolve(name).taken == found else None

    def names_starting_at(self, folded_tokens: Sequence[str], start: int) -> tuple[int, list[Commune]]:
        """Find the longest name of a commune among folded words: how many it takes, and who bears it, largest first.

        (0, []) when none starts there. "au", "aux", "du" and "des" count as the article they hide: in "près du
        Mans", a name starts at "du".
        """
        return self._names.starting_at(folded_tokens, start)

    def _read_chain(self, area_code: str) -> tuple[str, ...]:
        communes = self.communes_of(area_code)
        return tuple(dict.fromkeys(code for commune in communes for code in self.chain(commune.code)))

    def _read_near(self, area_code: str, radius_km: float) -> frozenset[str]:
        return self._surroundings.around_area(self._areas.positions(area_code), radius_km)

    def meant_at(self, folded_tokens: Sequence[str], start: int) -> tuple[int, list[Commune]]:
        """Return ``names_starting_at``: without a territory, no short name is sure."""
        return self.names_starting_at(folded_tokens, start)

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(self._arrays, self._communes)

    @cached_property
    def _areas(self) -> AreaIndex:
        return AreaIndex(self._arrays, self._communes)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self._arrays, self._communes)

    @cached_property
    def _resolver(self) -> Resolver:
        completion = Completion(self._arrays, self._names)
        near = NearNames(self._arrays, self._names, self._areas)
        candidates = Candidates(self._names, self._areas, near, completion, self._cedex, self.get)
        return Resolver(candidates, self._names)


@cache
def default_gazetteer() -> Gazetteer:
    """Return the packaged gazetteer, worked out once in a process."""
    return Gazetteer.load()
