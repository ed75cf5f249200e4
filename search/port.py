"""What the application may ask of a search engine, whichever it is."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.document import ResourceDocument
from search.query import Box, MapAnswer, SearchAnswer, SearchQuery, Suggestions
from search.text.saved import SavedStems
from search.text.vocabulary import Vocabulary


class SearchUnavailable(Exception):
    """The engine cannot answer now. ``reason`` is for the log and the administrator, in English."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IndexMissing(SearchUnavailable):
    """The engine answers, but holds no index made by this version of the product: one has to be built."""

    def __init__(self) -> None:
        super().__init__("no index was built for this version of the product")


class IndexBusy(Exception):
    """Another process is writing this index; ask again later."""


class NothingToRollBack(Exception):
    """The engine keeps no previous index."""


class RefusedDocuments(Exception):
    """All was written but documents refused for what they hold: sending them again would change nothing.

    refused   identifier → reason, in English, without any of their content.
    """

    def __init__(self, refused: Mapping[int, str]) -> None:
        super().__init__(f"{len(refused)} documents refused")
        self.refused = dict(refused)


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """State of the live index.

    cursor   last number of the change log that the index holds.
    """

    engine: str
    fingerprint: str
    documents: int
    cursor: int
    generation: str


class SearchEngine(Protocol):
    """Same sets, totals, listings, facets, distances and orders on every implementation."""

    def search(self, query: SearchQuery) -> SearchAnswer:
        """Answer one question. Raises SearchUnavailable."""
        ...

    def saved_stems(self, ids: Collection[int]) -> Mapping[int, SavedStems]:
        """Return what the index holds of the texts of these fiches; nothing of those it has not at hand.

        Raises SearchUnavailable.
        """
        ...

    def suggest(self, text: str, limit: int) -> Suggestions:
        """Return at most ``limit`` structures and ``limit`` services whose label starts so, then holds such words."""
        ...

    def points(self, query: SearchQuery, box: Box, zoom: int) -> MapAnswer:
        """Return the places, in ``box``, of the list that ``query`` describes; clusters when they are many."""
        ...

    def mark(self) -> Hashable:
        """Return what is another value once this process would find something else, for next to nothing.

        An engine that others write from afar gives None: the change log alone tells what moved. Raises
        SearchUnavailable.
        """
        ...

    def vocabulary(self) -> Vocabulary:
        """Return the words of the index with their number of documents; do not change it."""
        ...

    def put(self, documents: Sequence[ResourceDocument], *, cursor: int | None, since: int | None = None) -> None:
        """Add or replace documents, then move the cursor. One no newer than that held changes nothing.

        cursor   None: the documents say again what the index already followed, and its cursor stays.
        since    where the writer read the cursor: when the index that serves stands elsewhere (another took its place
                 meanwhile), or is replaced before the end, the cursor does not move.

        Raises RefusedDocuments after the cursor moved, SearchUnavailable when it did not.
        """
        ...

    def remove(self, gone: Mapping[int, int], *, cursor: int, since: int | None = None) -> None:
        """Take documents away, then move the cursor; an absent one is no error.

        gone   identifier → number of the change that took it away, above that of the document held.
        """
        ...

    def rebuild(self, documents: Iterable[ResourceDocument], *, cursor: int) -> None:
        """Replace the whole index; readers see the old one until the new one is whole.

        Raises RefusedDocuments after the new one took its place.
        """
        ...

    def roll_back(self) -> None:
        """Make the index before the last rebuild answer again; it then follows the log from where it stood.

        Raises NothingToRollBack.
        """
        ...

    def forget_other_versions(self) -> Sequence[str]:
        """Delete the indices that another version of the product made, once none runs; return their names."""
        ...

    def documents(self) -> Iterator[ResourceDocument]:
        """Give every document held, by identifier: what a comparison with SQL reads."""
        ...

    def status(self) -> EngineStatus:
        """Return the state of the live index. Raises SearchUnavailable when there is none."""
        ...

    def share(self) -> bool:
        """Read what processes forked from this one will have in common, and leave no connection open.

        False, and nothing done, where answers come from elsewhere: this process had better ask nothing before it forks.
        Raises SearchUnavailable.
        """
        ...
