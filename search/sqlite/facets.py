"""The facets of a list: for each value, the listing asked for if that value alone were chosen (search-semantics §3)."""

from typing import NamedTuple

from search.criteria import (
    EVERYONE,
    FACETS,
    SILENT_FACETS,
    UNKNOWN,
    Audience,
    Classification,
    Codes,
    Judgement,
    Reception,
)
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.clauses import Verdict
from search.sqlite.columns import Columns
from search.sqlite.frame import Frame
from search.sqlite.kept import FacetCounts, Kept
from search.sqlite.row_codes import CodeCounts

DOUBTFUL = "a-verifier"
"""The one listing where a value may be chosen without being said."""

FEW = 6
"""Less than a row in so many: they are counted by the codes of each, not set against those of all."""


class Among:
    """Rows that values are counted among."""

    def __init__(self, rows: Bits, columns: Columns, kept: Kept) -> None:
        self.rows = rows
        self._columns = columns
        self._total = bits.count(rows)
        self._counted: CodeCounts | None = None
        if self._total * FEW < columns.rows:
            self._counted = kept.row_codes(columns).counts(bits.to_rows(rows))

    def silent(self, field: str) -> int:
        """Return how many say nothing in a field."""
        if self._counted is not None:
            return self._total - self._counted.saying(field)
        return bits.count(self.rows & ~self._columns.codes[field].said)

    def counts(self, field: str) -> list[int]:
        """Return how many answer each code of a field, by its line: a fiche for everybody answers every audience."""
        sets = self._columns.codes[field]
        if self._counted is not None:
            return self._counted.of(field)[: len(sets.lines)]
        matrix = sets.matrix[: len(sets.lines)]
        everyone = sets.rows_with(EVERYONE) if field == Audience.field else bits.empty(len(self.rows))
        found: list[int] = (
            bits.counts_among(matrix, self.rows & ~everyone) + bits.count(self.rows & everyone)
        ).tolist()
        return found


class Base(NamedTuple):
    """What the values of a facet are counted among.

    among   the rows of the listing asked for, by the other criteria alone; of the doubtful listing, those where a value
            chosen may be said or not.
    sure    of that listing, the rows where it may only be left unsaid; None for another listing.
    """

    among: Among
    sure: Bits | None


class Facets:
    """Counts them for one query."""

    def __init__(self, frame: Frame, kept: Kept) -> None:
        self._frame = frame
        self._kept = kept
        self._columns = frame.columns
        self._query = frame.query
        self._bases: dict[type | None, Base] = {}

    def count(self) -> FacetCounts:
        found: FacetCounts = {}
        for name, kind in FACETS.items():
            if kind is Reception:
                found[name] = self._reception_counts(self._frame.judged_without(kind))
                continue
            base = self._base(kind)
            found[name] = self._counts(kind, kind.field, base)
            if name in SILENT_FACETS and (unsaid := base.among.silent(kind.field)):
                found[name][UNKNOWN] = unsaid
        base = self._base(Classification)
        found["famille"] = self._counts(Classification, "families", base)
        found["besoin"] = self._need_counts(base)
        return found

    def _base(self, kind: type) -> Base:
        """Return what the values of a facet are counted among: the same for all that no criterion speaks of."""
        without = kind if self._frame.speaks_of(kind) else None
        base = self._bases.get(without)
        if base is None:
            others, sure = self._frame.judged_without(kind), None
            if self._query.listing == DOUBTFUL:
                none = bits.empty(len(others.yes))
                sure = self._frame.listed_by(Verdict(none, others.yes))
                listed = self._frame.listed_by(Verdict(none, others.possible))
            else:
                listed = self._frame.listed_by(others)
            base = self._bases[without] = Base(Among(listed, self._columns, self._kept), sure)
        return base

    def _counts(self, kind: type, field: str, base: Base) -> dict[str, int]:
        """Count, for each code of a field, the listing asked for if it alone were chosen; zeros are left out."""
        counted = base.among.counts(field)
        lines = self._columns.codes[field].lines
        if kind is not Audience and base.sure is None:
            return {code: counted[line] for code, line in lines.items() if counted[line]}
        unsaid = 0
        if base.sure is not None and issubclass(kind, Codes) and kind.silence is Judgement.POSSIBLE:
            # What says nothing may answer any code.
            unsaid = base.among.silent(field) + bits.count(base.sure & ~self._columns.codes[field].said)
        # A fiche for everybody counts under every value, as one that says nothing: offered is what some fiche names.
        named = self._kept.named(self._columns, field, self._query.minute)
        return {code: total for code, line in lines.items() if named[line] and (total := counted[line] + unsaid)}

    def _reception_counts(self, others: Verdict) -> dict[str, int]:
        sets = self._columns.codes["receptions"]
        on_site, elsewhere = (self._frame.listed_by(others, remote_is_here=is_here) for is_here in (False, True))
        totals = {
            code: bits.count((on_site if code == "sur-place" else elsewhere) & sets.matrix[line])
            for code, line in sets.lines.items()
        }
        return {code: total for code, total in totals.items() if total}

    def _need_counts(self, base: Base) -> dict[str, int]:
        families = self._query.need_families
        if base.sure is None:
            return {
                code: total for code, total in self._counts(Classification, "needs", base).items() if code in families
            }
        needs, alone = self._columns.codes["needs"], self._columns.codes["families_alone"]
        sure, doubtful = base.sure & alone.said, base.among.rows
        # Few words of the sets hold any of them.
        used = bits.used_words(sure | doubtful)
        sure, doubtful = sure[used], doubtful[used]
        yes = needs.rows_with_each(list(families), used)
        may = alone.rows_with_each(list(families.values()), used)
        totals = bits.counts((sure & may & ~yes) | (doubtful & (yes | may)))
        return {need: total for need, total in zip(families, totals.tolist(), strict=True) if total}
