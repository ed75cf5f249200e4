"""The notes of an antenne on fiches: read and written by its people alone."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from directory.domain.accounts.account import Account
from directory.domain.team_notes import LIFE, MOST_CHARS, TeamNote
from directory.services.fiches.editing import UnknownResource
from directory.services.reports.words import checked_words
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

FIELD = "note"


class NoAntenne(Exception):
    """Nobody said in which antenne this person works: there is nobody to write for."""


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note as colleagues read it. ``by``: the name of who wrote it; empty when that account is gone."""

    text: str
    by: str
    at: datetime


class TeamNotes:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def of(self, account: Account, resource_ids: Collection[int]) -> dict[int, ReadNote]:
        """Return the notes of somebody's antenne on some fiches, by fiche."""
        if account.office_id is None or not resource_ids:
            return {}
        with self._database.read() as uow:
            found = uow.team_notes.of(account.office_id, resource_ids, since=self._now() - LIFE)
            people = uow.accounts.by_ids({each.account_id for each in found.values()})
        names = {number: each.name for number, each in people.items()}
        return {number: ReadNote(each.text, names.get(each.account_id, ""), each.at) for number, each in found.items()}

    def write(self, account: Account, resource_id: int, text: str) -> None:
        """Write the note of somebody's antenne on a fiche; an empty text takes it away.

        Raises NoAntenne, UnknownResource, WordsRefused.
        """
        now = self._now()
        tidy = checked_words(FIELD, text, most=MOST_CHARS, now=now)
        with self._database.write() as uow:
            office_id = _office_of(uow, account)
            fiche = uow.resources.get(resource_id)
            if fiche is None or not fiche.content.has_page:
                raise UnknownResource(resource_id)
            if tidy:
                uow.team_notes.put(TeamNote(office_id, resource_id, tidy, account.id, now))
            else:
                uow.team_notes.remove(office_id, resource_id)


def _office_of(uow: UnitOfWork, account: Account) -> int:
    current = uow.accounts.get(account.id)
    if current is None or current.office_id is None:
        raise NoAntenne
    return current.office_id
