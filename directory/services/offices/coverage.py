"""Where nobody answers, and where several do with nothing to tell them apart: what steering counts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from directory.domain.offices import EXPECTED, FIRST, Office, OfficeKind, answering
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer

Chain = Callable[[str], Sequence[str]]
"""The areas that cover a commune, by its code, the finest first: ``Gazetteer.chain``."""
Answers: TypeAlias = Sequence[tuple[Commune, Mapping[OfficeKind, tuple[Office, ...]]]]
"""Communes, each with the offices that answer there."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A kind that is expected everywhere and the communes where no office of it answers."""

    kind: OfficeKind
    communes: tuple[Commune, ...]

    @property
    def inhabitants(self) -> int:
        return sum(each.population for each in self.communes)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Offices of one kind that answer at the same communes, one of them at least without a note to choose by."""

    kind: OfficeKind
    offices: tuple[Office, ...]
    communes: tuple[Commune, ...]

    @property
    def inhabitants(self) -> int:
        return sum(each.population for each in self.communes)


def places_of(gazetteer: Gazetteer, area: str) -> list[Commune]:
    """Return the communes of an area for which offices are looked for, arrondissements in the place of their city."""
    found = gazetteer.communes_of(area)
    return [each for each in found if each.population and len(gazetteer.members(each.code)) == 1]


def answers_at(offices: Iterable[Office], communes: Iterable[Commune], chain: Chain) -> Answers:
    """Return the offices that answer at each of some communes, by kind, as ``domain.offices.answering`` says."""
    by_area: defaultdict[str, list[Office]] = defaultdict(list)
    for office in offices:
        for area in office.areas:
            by_area[area].append(office)
    found = []
    for commune in communes:
        areas = chain(commune.code)
        there = {each.id: each for area in areas for each in by_area.get(area, ())}
        found.append((commune, answering(there.values(), areas)))
    return found


def holes(answers: Answers) -> tuple[Hole, ...]:
    """Return, for each kind expected everywhere, the communes where none answers; kinds that lack nowhere left out."""
    lacking: defaultdict[OfficeKind, list[Commune]] = defaultdict(list)
    for commune, found in answers:
        for kind in EXPECTED:
            if kind not in found:
                lacking[kind].append(commune)
    return tuple(Hole(kind, tuple(lacking[kind])) for kind in EXPECTED if lacking[kind])


def overlaps(answers: Answers) -> tuple[Overlap, ...]:
    """Return the offices of a first rank that answer together at some communes, one of them without a note."""
    found: defaultdict[tuple[Office, ...], list[Commune]] = defaultdict(list)
    for commune, by_kind in answers:
        for some in by_kind.values():
            if len(some) > 1 and some[0].rank == FIRST and not all(each.note for each in some):
                found[some].append(commune)
    return tuple(Overlap(some[0].kind, some, tuple(where)) for some, where in found.items())
