"""Rows that would create a fiche which looks like another one: told before, settled by people in the duplicates."""

from directory.domain.duplicates import Degree
from directory.services.duplicates.finding import lookalikes
from directory.services.duplicates.words import REASONS
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from importers.base import RowMessage
from search.text.french import NBSP

MOST_COMPARED = 1000
"""Fiches to create that a dry run compares with those that are there, two seconds at most: the worker, once they are
created, compares all."""
ADVICE = "Si vous appliquez, une seconde fiche est créée, et la paire attend dans les doublons que quelqu’un tranche."


class Resembling:
    """What a dry run would create, compared slice by slice."""

    def __init__(self) -> None:
        self._new: list[tuple[int, Content]] = []
        self._left = MOST_COMPARED

    def note(self, line: int, content: Content) -> None:
        """Take a fiche that would be created, as it would be kept."""
        if self._left:
            self._left -= 1
            self._new.append((line, content))

    def told(self, uow: UnitOfWork) -> list[RowMessage]:
        """Return what there is to say of the fiches taken since, a message at most for each."""
        new, self._new = self._new, []
        if not new or not uow.lookalikes.are_there_any():
            return []
        found = ((line, lookalikes(uow, content, ())) for line, content in new if content.is_published)
        return [
            RowMessage(
                line,
                "ressemblance",
                f"Ressemble à «{NBSP}{alike[0].resource.content.title}{NBSP}»{NBSP}: "
                f"{', '.join(REASONS[reason] for reason in alike[0].reasons)}.",
                advice=ADVICE,
            )
            for line, alike in found
            if alike and alike[0].degree > Degree.NONE
        ]
