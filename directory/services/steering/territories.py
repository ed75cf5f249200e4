"""The territories of the figures: intercommunalities, and the *secteurs* of one that would hide every hole."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.text.analysis import words

SECTOR, EPCI = "secteur:", "epci:"
COLUMNS = ("secteur", "nom_court", "code_insee")


Outlines: TypeAlias = Mapping[str, Sequence[Sequence[tuple[float, float]]]]
"""Rings of degrees, longitude first, by the code of a territory."""


class BadSectors(ValueError):
    """Raised for a file of secteurs that cannot be used; says why, in English, for the operator."""


@dataclass(frozen=True, slots=True)
class Sector:
    """A group of communes, by INSEE code."""

    code: str
    name: str
    short_name: str
    communes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Territory:
    """One column of the figures.

    code       "epci:200054807" or "secteur:pays-d-aix".
    part_of    name of the intercommunality that a secteur divides; empty for a whole one.
    communes   INSEE codes, arrondissements instead of their city.
    """

    code: str
    name: str
    short_name: str
    part_of: str
    population: int
    communes: frozenset[str]


def read_sectors(path: Path | None) -> tuple[Sector, ...]:
    """Return the groups of a file ``secteur;nom_court;code_insee``, a commune a line. Raises BadSectors."""
    if path is None:
        return ()
    members: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    seen: set[str] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                name, short, commune = ((row.get(column) or "").strip() for column in COLUMNS)
                if not name or not commune or commune in seen:
                    raise BadSectors(f"{path}: expected {';'.join(COLUMNS)}, each commune once; found {name};{commune}")
                seen.add(commune)
                members[name, short or name].append(commune)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadSectors(f"{path}: {error}") from error
    return tuple(
        Sector(f"{SECTOR}{'-'.join(words(name))}", name, short, frozenset(communes))
        for (name, short), communes in members.items()
    )


def read_outlines(sectors: Path | None) -> Outlines:
    """Return what ``tools.make_territory_outlines`` wrote beside the file of secteurs; nothing without it."""
    file = sectors.with_suffix(".outlines.json") if sectors is not None else None
    if file is None or not file.exists():
        return {}
    kept = json.loads(file.read_text(encoding="utf-8"))
    return {code: [[(x, y) for x, y in ring] for ring in rings] for code, rings in kept.items()}


class Territories:
    """Where each commune counts: in a secteur, else in its intercommunality."""

    def __init__(self, gazetteer: Gazetteer, sectors: Iterable[Sector] = ()) -> None:
        self._gazetteer = gazetteer
        self._sectors = {sector.code: sector for sector in sectors}
        self._of_commune = {commune: sector.code for sector in self._sectors.values() for commune in sector.communes}
        self._shown: dict[frozenset[str], tuple[Territory, ...]] = {}

    def of_commune(self, code: str) -> str:
        """Return the code of the territory of a commune; empty when it is in none."""
        commune = self._gazetteer.get(code) if code else None
        if commune is None:
            return ""
        found = self._of_commune.get(commune.code) or self._of_commune.get(commune.parent)
        return found or (f"{EPCI}{commune.epci}" if commune.epci else "")

    def of_area(self, code: str) -> str:
        """Return the code of the territory of a commune or of an area asked for; empty for what is wider."""
        if ":" not in code:
            return self.of_commune(code)
        return code if code.startswith(EPCI) else ""

    def name(self, code: str) -> str:
        """Return the name to show for a territory, in or out of the départements of the figures."""
        sector = self._sectors.get(code)
        if sector is not None:
            return sector.name
        return _plain(self._gazetteer.territory(code) or code) if code else "Sans lieu, ou plus large"

    def areas_over(self, code: str) -> tuple[str, ...]:
        """Return the areas that hold a commune, itself included."""
        return self._gazetteer.chain(code)

    def population(self, code: str) -> int:
        commune = self._gazetteer.get(code)
        return commune.population if commune is not None else 0

    def communes_in(self, departments: Iterable[str]) -> tuple[Commune, ...]:
        """Return the communes of some départements by code, arrondissements instead of their city."""
        found = (each for code in frozenset(departments) for each in self._gazetteer.communes_of(f"dep:{code}"))
        whole = (each for each in found if len(self._gazetteer.members(each.code)) == 1)
        return tuple(sorted(whole, key=lambda each: each.code))

    def commune_name(self, code: str) -> str:
        return self._gazetteer.territory(f"com:{code}") or code

    def shown(self, departments: Iterable[str]) -> tuple[Territory, ...]:
        """Return the territories that have a commune in some départements: whole ones first, then secteurs."""
        # Every commune of some territories is gone through: once, not for each page.
        wanted = frozenset(departments)
        found = self._shown.get(wanted)
        if found is None:
            found = self._shown[wanted] = self._of_departments(wanted)
        return found

    def whole(self, departments: Iterable[str]) -> tuple[Territory, ...]:
        """Return départements as territories of their own."""
        found = []
        for code in departments:
            communes, name = self.communes_in([code]), self._gazetteer.territory(f"dep:{code}") or code
            people = sum(each.population for each in communes)
            found.append(Territory(f"dep:{code}", name, name, "", people, frozenset(each.code for each in communes)))
        return tuple(found)

    def _of_departments(self, wanted: frozenset[str]) -> tuple[Territory, ...]:
        kept = {self.of_commune(each.code) for each in self.communes_in(wanted)} - {""}
        members = {code: self._members(code) for code in kept}
        order = {code: rank for rank, code in enumerate(self._sectors)}
        return tuple(
            self._territory(code, members[code])
            for code in sorted(kept, key=lambda code: (order.get(code, -1), self.name(code)))
        )

    def _members(self, code: str) -> list[Commune]:
        """Return the communes that count in a territory, by code, arrondissements instead of their city."""
        sector = self._sectors.get(code)
        if sector is None:
            found = list(self._gazetteer.communes_of(code))
        else:
            towns = {each for named in sector.communes for each in self._gazetteer.members(named)}
            found = [each for town in towns if (each := self._gazetteer.get(town)) is not None]
        whole = (each for each in found if len(self._gazetteer.members(each.code)) == 1)
        return sorted((each for each in whole if self.of_commune(each.code) == code), key=lambda each: each.code)

    def _territory(self, code: str, communes: list[Commune]) -> Territory:
        sector, name = self._sectors.get(code), self.name(code)
        whole = _plain(self._gazetteer.territory(f"{EPCI}{communes[0].epci}") or "") if sector is not None else ""
        return Territory(
            code,
            name,
            sector.short_name if sector is not None else name,
            whole,
            sum(each.population for each in communes),
            frozenset(each.code for each in communes),
        )


def _plain(name: str) -> str:
    """Return "Arles-Crau-Camargue-Montagnette" for "CA d'Arles-Crau-Camargue-Montagnette"."""
    text = name.partition("(")[0].strip().replace("'", "’")
    for kind in ("CA ", "CC ", "CU "):
        if text.startswith(kind):
            text = text.removeprefix(kind)
            for article in ("d’", "de la ", "de l’", "des ", "du ", "de "):
                text = text.removeprefix(article)
            return text[:1].upper() + text[1:]
    return text
