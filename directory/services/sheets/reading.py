"""The fiches of a sheet as they are today, and what changed in them since it was handed over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    """

    resource_id: int
    page: FichePage | None
    changed: frozenset[str] = frozenset()

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

    def given(self, ids: Sequence[int], *, since: date | None = None) -> tuple[Given, ...]:
        """Return fiches in the order of ``ids``, those that went away included.

        since   day from which changes are told; None tells none.
        """
        return tuple(self._given(number, since) for number in dict.fromkeys(ids))

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
