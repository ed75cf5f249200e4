"""The searches that people follow, read again and asked again."""

from dataclasses import dataclass, replace
from typing import Protocol

from directory.domain.follows import MOST_SEEN
from directory.services.search.find import Finder
from directory.services.search.question import Question
from search.query import BY_NUMBER


class SearchReader(Protocol):
    """Reads again a search as it is kept; ``directory.schemas.followed`` does."""

    def question(self, query: str) -> Question | None:
        """Return what a search asks; None for one whose words lead nowhere any more."""
        ...

    def label(self, query: str) -> str:
        """Return a search in words, such as "Permis · Martigues (13)"."""
        ...


@dataclass(frozen=True, slots=True)
class Listed:
    """The fiches of the main list of a search; ``is_too_wide``: more than may be followed, and none is given."""

    ids: tuple[int, ...]
    is_too_wide: bool = False


class FollowedSearches:
    def __init__(self, finder: Finder, reader: SearchReader) -> None:
        self._finder = finder
        self.reader = reader

    def listed(self, query: str) -> Listed | None:
        """Return what a search finds now; None for one that cannot be read any more. Raises SearchUnavailable."""
        question = self.reader.question(query)
        return None if question is None else self.listed_for(question)

    def listed_for(self, question: Question) -> Listed:
        """Return what a question finds now. Raises SearchUnavailable."""
        found = self._finder.ids(replace(question, sort=BY_NUMBER), limit=MOST_SEEN)
        return Listed((), is_too_wide=True) if found.total > MOST_SEEN else Listed(found.ids)
