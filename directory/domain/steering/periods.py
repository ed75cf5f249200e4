"""Quarters, and the half-years and years made of them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS_IN_A_YEAR = 4
MONTHS_IN_A_QUARTER = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months. ``rank``: 1 to 4."""

    year: int
    rank: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.rank - 2, 1)

    @property
    def last_day(self) -> date:
        return self.after(1).first_day - timedelta(days=1)

    @property
    def code(self) -> str:
        return f"{self.year}-T{self.rank}"

    def after(self, quarters: int) -> "Quarter":
        """Return the quarter so many later, earlier when negative."""
        year, rank = divmod(self.year * QUARTERS_IN_A_YEAR + self.rank - 1 + quarters, QUARTERS_IN_A_YEAR)
        return Quarter(year, rank + 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Quarters that follow each other: one, two from a half-year's first, or the four of a year."""

    quarters: tuple[Quarter, ...]

    @property
    def first_day(self) -> date:
        return self.quarters[0].first_day

    @property
    def last_day(self) -> date:
        return self.quarters[-1].last_day

    @property
    def before(self) -> "Period":
        """The period of the same length just before."""
        return Period(tuple(each.after(-len(self.quarters)) for each in self.quarters))

    @property
    def code(self) -> str:
        """ "2026-T3", "2026-S1" or "2026"."""
        first = self.quarters[0]
        if len(self.quarters) == 1:
            return first.code
        return f"{first.year}" if len(self.quarters) == QUARTERS_IN_A_YEAR else f"{first.year}-S{(first.rank + 1) // 2}"


def period_of(code: str) -> Period | None:
    """Return the period of a code such as "2026-T3", "2026-S2" or "2026"; None for anything else."""
    found = re.fullmatch(r"(20\d\d)(?:-(T[1-4]|S[12]))?", code)
    if found is None:
        return None
    year, part = int(found[1]), found[2] or ""
    if part.startswith("T"):
        return Period((Quarter(year, int(part[1])),))
    ranks = {"": range(1, 5), "S1": range(1, 3), "S2": range(3, 5)}[part]
    return Period(tuple(Quarter(year, rank) for rank in ranks))
