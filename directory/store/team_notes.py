"""The notes of antennes on fiches."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from directory.domain.team_notes import TeamNote
from directory.store.mapping import columns_for, records_of, values_of
from directory.store.tables import office_note

_notes = select(*columns_for(TeamNote, office_note))


class TeamNoteRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, office_id: int, resource_ids: Collection[int], *, since: datetime) -> dict[int, TeamNote]:
        """Return the notes of an antenne on some fiches, by fiche, those older than an instant left out."""
        query = _notes.where(office_note.c.office_id == office_id, office_note.c.resource_id.in_(resource_ids))
        rows = self._connection.execute(query.where(office_note.c.at >= since)).mappings()
        return {each.resource_id: each for each in records_of(TeamNote, rows)}

    def put(self, note: TeamNote) -> None:
        """Write a note in the place of the one that the antenne had on that fiche."""
        self.remove(note.office_id, note.resource_id)
        self._connection.execute(insert(office_note).values(values_of(note)))

    def hand_over(self, *, from_id: int, to_id: int) -> None:
        """Make the notes on a fiche stand on another one, but those of antennes that have one there."""
        there = select(office_note.c.office_id).where(office_note.c.resource_id == to_id)
        moved = (office_note.c.resource_id == from_id) & office_note.c.office_id.not_in(there)
        self._connection.execute(update(office_note).where(moved).values(resource_id=to_id))

    def remove(self, office_id: int, resource_id: int) -> None:
        there = (office_note.c.office_id == office_id) & (office_note.c.resource_id == resource_id)
        self._connection.execute(delete(office_note).where(there))

    def forget_before(self, at: datetime) -> int:
        return self._connection.execute(delete(office_note).where(office_note.c.at < at)).rowcount
