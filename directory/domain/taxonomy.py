"""Families of barriers and their needs: two levels, titles editable, codes for ever."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Need:
    """One need. ``search_words`` are expressions people type; ``replaced_by`` follows a merge.

    description   one or two sentences for who chooses among needs; empty for none.
    """

    code: str
    family: str
    label: str
    rank: int
    search_words: tuple[str, ...] = ()
    retired: bool = False
    replaced_by: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    code: str
    part: str
    label: str
    rank: int
    retired: bool = False
    replaced_by: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number shown above the results of the needs it answers."""

    number: str
    label: str
    description: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The whole classification, read as one value.

    families, needs   by code, in display order, retired and merged ones included.
    """

    families: Mapping[str, Family]
    needs: Mapping[str, Need]
    emergency_numbers: tuple[EmergencyNumber, ...] = ()
    _by_family: Mapping[str, tuple[Need, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, families: Iterable[Family], needs: Iterable[Need], emergency_numbers: Iterable[EmergencyNumber] = ()
    ) -> "Taxonomy":
        ordered_families = {family.code: family for family in sorted(families, key=lambda f: (f.rank, f.code))}
        ordered_needs = {need.code: need for need in sorted(needs, key=lambda n: (n.rank, n.code))}
        by_family: dict[str, list[Need]] = {code: [] for code in ordered_families}
        for need in ordered_needs.values():
            if not need.retired and not need.replaced_by:
                by_family[need.family].append(need)
        return cls(
            ordered_families,
            ordered_needs,
            tuple(emergency_numbers),
            {code: tuple(found) for code, found in by_family.items()},
        )

    def needs_of(self, family: str) -> tuple[Need, ...]:
        """Return the needs of a family that can still be chosen, in display order."""
        return self._by_family.get(family, ())

    def current_need(self, code: str) -> Need | None:
        """Follow merges from ``code``; None when the code was never used."""
        need = self.needs.get(code)
        seen: set[str] = set()
        while need is not None and need.replaced_by and need.code not in seen:
            seen.add(need.code)
            need = self.needs.get(need.replaced_by)
        return need

    def current_family(self, code: str) -> Family | None:
        """Follow merges from ``code``; None when the code was never used."""
        family = self.families.get(code)
        seen: set[str] = set()
        while family is not None and family.replaced_by and family.code not in seen:
            seen.add(family.code)
            family = self.families.get(family.replaced_by)
        return family

    def families_of(self, part: str) -> tuple[Family, ...]:
        """Return the families of a volet that can still be chosen, in display order."""
        return tuple(f for f in self.families.values() if f.part == part and not f.retired and not f.replaced_by)
