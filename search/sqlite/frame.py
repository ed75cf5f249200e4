"""One query judged on all rows at once: the sets of rows from which listings, totals and facets are counted."""

from typing import NamedTuple

import numpy as np

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
from search.query import MAIN, SearchQuery
from search.sqlite import bits
from search.sqlite.bits import Bits, Rows
from search.sqlite.clauses import Verdict, verdict_of
from search.sqlite.columns import CodeSets, Columns
from search.sqlite.kept import FacetCounts, Kept
from search.sqlite.matching import Matches
from search.sqlite.places import rows_in_box
from search.sqlite.spots import Spots, everywhere, spots_named


class Base(NamedTuple):
    """What the values of a facet are counted among.

    others   what every other criterion says; ``listed`` are the rows of the listing asked for, by these alone.
    used     the words of ``listed`` that hold a row.
    """

    others: Verdict
    listed: Bits
    used: Rows


class Frame:
    """Sets of rows of one query; ``listing`` is the rule of ``listing.listing_of`` on sets."""

    def __init__(self, query: SearchQuery, columns: Columns, matches: Matches, kept: Kept) -> None:
        self._query = query
        self._columns = columns
        self._matches = matches
        self._valid = kept.valid(columns, query.minute)
        self.spots: Spots = everywhere(columns) if query.around is None else kept.spots(columns, query.around)
        if query.around is not None and matches.named is not None:
            self.spots = spots_named(self.spots, matches.named.rows, matches.named.there)
        self._box: Bits | None = None
        if query.box is not None:
            self._box = bits.from_rows(rows_in_box(columns, query.box, self._valid), columns.words)
        self._verdicts = {type(criterion): verdict_of(criterion, columns) for criterion in query.criteria}
        self._verdict = self._judged()
        self._bases: dict[type | None, Base] = {}

    def _judged(self, without: type | None = None) -> Verdict:
        verdict = Verdict(self._valid, bits.empty(len(self._valid)))
        for kind, other in self._verdicts.items():
            if kind is not without:
                verdict = verdict.and_(other)
        return verdict

    def listing(self, key: str) -> Bits:
        """Return the rows of a listing, triggers ignored."""
        return self._listing(key, self._verdict, self._query.remote_counts_as_here)

    def _listing(self, key: str, verdict: Verdict, remote_is_here: bool) -> Bits:
        spots, words = self.spots, self._matches
        here = spots.here | spots.remote if remote_is_here else spots.here
        if key == MAIN:
            main = words.said & verdict.yes & here
            return main if self._box is None else main & self._box
        if key == "a-verifier":
            return words.said & verdict.possible & (spots.here | spots.remote)
        if key in ("meme-besoin", "moins-de-mots"):
            held = words.same_need if key == "meme-besoin" else words.fewer
            return held & verdict.yes & (spots.here | spots.remote)
        if key == "a-distance":
            found = bits.empty(len(here)) if remote_is_here else spots.remote
        else:
            found = spots.beyond if key == "plus-loin" else spots.unplaced
        return words.said & verdict.yes & found

    def facets(self) -> FacetCounts:
        """Count, for each value of each facet, the listing asked for if that value alone were chosen."""
        found: FacetCounts = {}
        plain = self._plain_counts()
        for name, kind in FACETS.items():
            sets = self._columns.codes[kind.field]
            base = self._base(kind)
            if kind is Reception:
                found[name] = self._reception_counts(base.others)
                continue
            counted = plain.get(kind) or self._counts(kind, sets, base)
            found[name] = {code: counted[line] for code, line in sets.lines.items() if counted[line]}
            if name in SILENT_FACETS and (unsaid := self._unsaid(sets, base)):
                found[name][UNKNOWN] = unsaid
        base = self._base(Classification)
        families = self._columns.codes["families"]
        counted = self._counts(Classification, families, base)
        found["famille"] = {code: counted[line] for code, line in families.lines.items() if counted[line]}
        found["besoin"] = self._need_counts(base)
        return found

    def _base(self, kind: type) -> Base:
        """Return what the values of a facet are counted among: the same for all that no criterion speaks of."""
        without = kind if kind in self._verdicts else None
        base = self._bases.get(without)
        if base is None:
            others = self._judged(without) if without is not None else self._verdict
            listed = self._listing(self._query.listing, others, self._query.remote_counts_as_here)
            base = self._bases[without] = Base(others, listed, bits.used_words(listed))
        return base

    def _plain_counts(self) -> dict[type, list[int]]:
        """Return what ``_counts`` returns for the facets that are counted alike: no criterion speaks of them."""
        kinds = [kind for kind in FACETS.values() if kind not in self._verdicts and kind not in (Reception, Audience)]
        if self._query.listing == "a-verifier" or not kinds:
            return {}
        base = self._base(type(None))
        sets = [self._columns.codes[kind.field] for kind in kinds]
        counted = bits.counts_of([each.matrix[: len(each.lines)] for each in sets], base.listed, base.used)
        return dict(zip(kinds, counted, strict=True))

    def _unsaid(self, sets: CodeSets, base: Base) -> int:
        """Count the listing asked for if what a field leaves unsaid were chosen."""
        if self._query.listing != "a-verifier":
            return bits.count(base.listed[base.used] & ~sets.said[base.used])
        unsaid = base.others.and_(Verdict(~sets.said, bits.empty(len(sets.said))))
        return bits.count(self._listing(self._query.listing, unsaid, self._query.remote_counts_as_here))

    def _counts(self, kind: type, sets: CodeSets, base: Base) -> list[int]:
        """Count, for each line of ``sets``, the listing asked for if that code alone were chosen."""
        everyone = sets.rows_with(EVERYONE) if kind is Audience else None
        matrix = sets.matrix[: len(sets.lines)]
        used: Rows | None = None
        if self._query.listing != "a-verifier":
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
        if everyone is not None or self._query.listing == "a-verifier":
            # A fiche for everybody counts under every value. A value is offered only if some fiche names it.
            totals = np.where(bits.meets(matrix, self._valid), totals, 0)
        counted: list[int] = totals.tolist()
        return counted

    def _sure_and_doubtful(self, others: Verdict) -> tuple[Bits, Bits]:
        """Return two sets of rows of the listing “à vérifier”.

        In the first a value may be possible only; in the second it may be yes or possible.
        """
        none = bits.empty(len(others.yes))
        remote_is_here = self._query.remote_counts_as_here
        return (
            self._listing("a-verifier", Verdict(none, others.yes), remote_is_here),
            self._listing("a-verifier", Verdict(none, others.possible), remote_is_here),
        )

    def _reception_counts(self, others: Verdict) -> dict[str, int]:
        counts: dict[str, int] = {}
        sets = self._columns.codes["receptions"]
        for code in sets.lines:
            chosen = Verdict(sets.rows_with(code), bits.empty(len(sets.said)))
            total = bits.count(self._listing(self._query.listing, others.and_(chosen), code != "sur-place"))
            if total:
                counts[code] = total
        return counts

    def _need_counts(self, base: Base) -> dict[str, int]:
        needs, alone = self._columns.codes["needs"], self._columns.codes["families_alone"]
        if self._query.listing != "a-verifier":
            counted = self._counts(Classification, needs, base)
            known = self._query.need_families
            return {code: counted[line] for code, line in needs.lines.items() if counted[line] and code in known}
        counts: dict[str, int] = {}
        sure, doubtful = self._sure_and_doubtful(base.others)
        # Few words of the sets hold any of them.
        used = np.flatnonzero(sure | doubtful)
        sure, doubtful = sure[used], doubtful[used]
        for need, family in self._query.need_families.items():
            yes, may = needs.rows_with(need)[used], alone.rows_with(family)[used]
            total = bits.count(sure & may & ~yes) + bits.count(doubtful & (yes | may))
            if total:
                counts[need] = total
        return counts
