"""The fiches of a sheet as they are today, and what changed in them since it was handed over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from directory.services.fiches.page import FichePage, Fiches
from directory.services.selections.reading import TOLD
from directory.store.database import Database
from search.places.clock import local_day


@dataclass(frozen=True, slots=True)
class Given:
    """One fiche of a sheet.

    page      of the fiche, or of the one that stands for it; None when nobody may read it any more.
    changed   names of the fields whose change is told, since a day.
    same_as   rank, from 1, of an earlier fiche that the same one stands for; 0 for none.
    """

    resource_id: int
    page: FichePage | None
    changed: frozenset[str] = frozenset()
    same_as: int = 0

    @property
    def is_offered(self) -> bool:
        return self.page is not None and self.page.resource.content.is_published


class SheetReader:
    def __init__(self, database: Database, fiches: Fiches, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._fiches = fiches
        self._now = now

    def today(self) -> date:
        return local_day(self._now())

    def given(self, ids: Sequence[int]) -> tuple[Given, ...]:
        """Return the fiches of a sheet to make, in the order of ``ids``, those that went away included.

        Fiches that were made one are given once.
        """
        return tuple(each for each in self._ranked(dict.fromkeys(ids), None) if not each.same_as)

    def opened(self, ids: Sequence[int], *, since: date) -> tuple[Given, ...]:
        """Return the fiches of a sheet of paper, one for each number that it has.

        since   day of the sheet, from which changes are told.
        """
        return tuple(self._ranked(ids, since))

    def _ranked(self, ids: Iterable[int], since: date | None) -> Iterator[Given]:
        first: dict[int, int] = {}
        for rank, number in enumerate(ids, 1):
            found = self._given(number, since)
            standing = found.page.resource.id if found.page is not None else number
            before = first.setdefault(standing, rank)
            yield found if before == rank else replace(found, same_as=before)

    def _given(self, number: int, since: date | None) -> Given:
        found = self._fiches.get(number)
        if found is None:
            return Given(number, None)
        fiche = self._fiches.standing_for(found)
        if not fiche.content.has_page:
            return Given(number, None)
        changed: frozenset[str] = frozenset()
        if since is not None and local_day(fiche.modified_at) > since:
            with self._database.read() as uow:
                versions = uow.versions.of(fiche.id)
            # A save of the very day may come before the paper: nothing is said of it, and the page shows what it made.
            later = [each for each in versions if local_day(each.at) > since]
            changed = frozenset(name for each in later for name in each.changes if name in TOLD)
        return Given(number, self._fiches.page(fiche), changed)
