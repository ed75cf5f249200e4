"""One query judged on all rows at once: the sets of rows from which listings, totals and facets are counted."""

from search.query import MAIN, SearchQuery
from search.sqlite import bits
from search.sqlite.bits import Bits
from search.sqlite.clauses import Verdict
from search.sqlite.columns import Columns
from search.sqlite.kept import Kept
from search.sqlite.matching import Matches
from search.sqlite.spots import Spots, everywhere, spots_named


class Frame:
    """Sets of rows of one query; ``listing`` is the rule of ``listing.listing_of`` on sets."""

    def __init__(self, query: SearchQuery, columns: Columns, matches: Matches, kept: Kept) -> None:
        self.query = query
        self.columns = columns
        self._matches = matches
        self._remote_is_here = query.remote_counts_as_here
        self._valid = kept.valid(columns, query.minute)
        self.spots: Spots = everywhere(columns) if query.around is None else kept.spots(columns, query.around)
        if query.around is not None and matches.named is not None:
            self.spots = spots_named(self.spots, matches.named.rows, matches.named.there)
        self._box: Bits | None = None
        if query.box is not None:
            self._box = kept.places(columns).in_box(columns, query.box)
        self._verdicts = {type(criterion): kept.verdict(columns, criterion) for criterion in query.criteria}
        self._verdict = self._judged()

    def _judged(self, without: type | None = None) -> Verdict:
        verdict = Verdict(self._valid, bits.empty(len(self._valid)))
        for kind, other in self._verdicts.items():
            if kind is not without:
                verdict = verdict.and_(other)
        return verdict

    def speaks_of(self, kind: type) -> bool:
        """Tell whether a criterion of that class is asked for."""
        return kind in self._verdicts

    def judged_without(self, kind: type) -> Verdict:
        """Return what the criteria say, but for that of a class."""
        return self._judged(kind) if self.speaks_of(kind) else self._verdict

    def listing(self, key: str) -> Bits:
        """Return the rows of a listing, triggers ignored."""
        return self._listing(key, self._verdict, self._remote_is_here)

    def listed_by(self, verdict: Verdict, *, remote_is_here: bool | None = None) -> Bits:
        """Return the rows of the listing asked for, were that the verdict of the criteria.

        remote_is_here   None: as the question says.
        """
        return self._listing(
            self.query.listing, verdict, self._remote_is_here if remote_is_here is None else remote_is_here
        )

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
