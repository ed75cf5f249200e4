"""The facets of a list: for each value, the listing asked for if that value alone were chosen (search-semantics §3)."""

from collections.abc import Sequence
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
from search.sqlite.bits import Bits, Rows
from search.sqlite.clauses import Verdict
from search.sqlite.columns import CodeSets
from search.sqlite.frame import Frame
from search.sqlite.kept import FacetCounts, Kept
from search.sqlite.row_codes import CodeCounts

DOUBTFUL = "a-verifier"
"""The one listing where a value may be chosen without being said."""

FEW = 6
"""Less than a row in so many: they are counted by the codes of each, not set against those of all."""


class Base(NamedTuple):
    """What the values of a facet are counted among.

    others    what every other criterion says; ``listed`` are the rows of the listing asked for, by these alone.
    counted   these rows by code, where they are few.
    used      where they are many, the words of ``listed`` that hold a row.
    """

    others: Verdict
    listed: Bits
    total: int
    counted: CodeCounts | None
    used: Rows


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
        plain = self._plain_counts()
        for name, kind in FACETS.items():
            sets, base = self._columns.codes[kind.field], self._base(kind)
            if kind is Reception:
                found[name] = self._reception_counts(base.others)
                continue
            found[name] = _above_zero(sets, plain.get(kind) or self._counts(kind, kind.field, base))
            if name in SILENT_FACETS and (unsaid := self._unsaid(kind.field, base)):
                found[name][UNKNOWN] = unsaid
        base = self._base(Classification)
        families = self._columns.codes["families"]
        found["famille"] = _above_zero(families, self._counts(Classification, "families", base))
        found["besoin"] = self._need_counts(base)
        return found

    def _base(self, kind: type) -> Base:
        """Return what the values of a facet are counted among: the same for all that no criterion speaks of."""
        without = kind if self._frame.speaks_of(kind) else None
        base = self._bases.get(without)
        if base is None:
            others = self._frame.judged_without(without)
            listed = self._frame.listed_by(others)
            total, counted, used = bits.count(listed), None, bits.NO_ROWS
            if self._query.listing != DOUBTFUL and total * FEW < self._columns.rows:
                counted = self._kept.row_codes(self._columns).counts(bits.to_rows(listed))
            else:
                used = bits.used_words(listed)
            base = self._bases[without] = Base(others, listed, total, counted, used)
        return base

    def _plain_counts(self) -> dict[type, list[int]]:
        """Return what ``_counts`` returns for the facets that are counted alike: no criterion speaks of them."""
        kinds = [
            kind for kind in FACETS.values() if not self._frame.speaks_of(kind) and kind not in (Reception, Audience)
        ]
        base = self._base(type(None))
        if self._query.listing == DOUBTFUL or base.counted is not None or not kinds:
            return {}
        sets = [self._columns.codes[kind.field] for kind in kinds]
        counted = bits.counts_of([each.matrix[: len(each.lines)] for each in sets], base.listed, base.used)
        return dict(zip(kinds, counted, strict=True))

    def _unsaid(self, field: str, base: Base) -> int:
        """Count the listing asked for if what a field leaves unsaid were chosen."""
        if base.counted is not None:
            return base.total - base.counted.saying(field)
        said = self._columns.codes[field].said
        if self._query.listing != DOUBTFUL:
            return bits.count(base.listed[base.used] & ~said[base.used])
        unsaid = base.others.and_(Verdict(~said, bits.empty(len(said))))
        return bits.count(self._frame.listed_by(unsaid))

    def _counts(self, kind: type, field: str, base: Base) -> list[int]:
        """Count, for each line of a field, the listing asked for if that code alone were chosen."""
        sets = self._columns.codes[field]
        # A fiche for everybody counts under every value: a value is offered only if some fiche names it.
        named = None
        if kind is Audience or self._query.listing == DOUBTFUL:
            named = self._kept.named(self._columns, field, self._query.minute)
        if base.counted is not None:
            counted = base.counted.of(field)[: len(sets.lines)]
            return counted if named is None else (named * counted).tolist()
        everyone = sets.rows_with(EVERYONE) if kind is Audience else None
        matrix = sets.matrix[: len(sets.lines)]
        used: Rows | None = None
        if self._query.listing != DOUBTFUL:
            listed, always, used = base.listed, 0, base.used
        else:
            sure, doubtful = self._sure_and_doubtful(base.others)
            listed, always = doubtful, 0
            if issubclass(kind, Codes) and kind.silence is Judgement.POSSIBLE:
                # What says nothing may answer any code.
                listed, always = doubtful & sets.said, bits.count((sure | doubtful) & ~sets.said)
        if everyone is None:
            totals = bits.counts(matrix, listed, used) + always
        else:
            totals = bits.counts(matrix, listed & ~everyone, used) + (bits.count(listed & everyone) + always)
        if named is not None:
            totals *= named
        found: list[int] = totals.tolist()
        return found

    def _sure_and_doubtful(self, others: Verdict) -> tuple[Bits, Bits]:
        """Return two sets of rows of the listing “à vérifier”.

        In the first a value may be possible only; in the second it may be yes or possible.
        """
        none = bits.empty(len(others.yes))
        return (
            self._frame.listed_by(Verdict(none, others.yes)),
            self._frame.listed_by(Verdict(none, others.possible)),
        )

    def _reception_counts(self, others: Verdict) -> dict[str, int]:
        sets = self._columns.codes["receptions"]
        on_site, elsewhere = (self._frame.listed_by(others, remote_is_here=is_here) for is_here in (False, True))
        totals = {
            code: bits.count((on_site if code == "sur-place" else elsewhere) & sets.matrix[line])
            for code, line in sets.lines.items()
        }
        return {code: total for code, total in totals.items() if total}

    def _need_counts(self, base: Base) -> dict[str, int]:
        needs, alone = self._columns.codes["needs"], self._columns.codes["families_alone"]
        if self._query.listing != DOUBTFUL:
            counted = _above_zero(needs, self._counts(Classification, "needs", base))
            return {code: total for code, total in counted.items() if code in self._query.need_families}
        counts: dict[str, int] = {}
        sure, doubtful = self._sure_and_doubtful(base.others)
        # Few words of the sets hold any of them.
        used = bits.used_words(sure | doubtful)
        sure, doubtful = sure[used], doubtful[used]
        for need, family in self._query.need_families.items():
            yes, may = needs.rows_with(need)[used], alone.rows_with(family)[used]
            total = bits.count(sure & may & ~yes) + bits.count(doubtful & (yes | may))
            if total:
                counts[need] = total
        return counts


def _above_zero(sets: CodeSets, counted: Sequence[int]) -> dict[str, int]:
    return {code: counted[line] for code, line in sets.lines.items() if counted[line]}
