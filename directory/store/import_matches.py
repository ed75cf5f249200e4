"""Rows of imports that may be about a fiche which is there already."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, exists, func, insert, select, tuple_, update

from directory.domain.duplicates import Degree, Reason
from directory.domain.import_matches import Candidate, Match, MatchState
from directory.store.mapping import columns_for, record_of, values_of
from directory.store.slices import in_slices
from directory.store.tables import import_match, resource
from directory.store.types import to_json

_select = select(*columns_for(Match, import_match))
_identity = tuple_(import_match.c.source, import_match.c.key)
_tried = import_match.c.state.in_((MatchState.SURE, MatchState.DOUBTFUL))
_waiting = import_match.c.state == MatchState.WAITING


class ImportMatchRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, matches: Iterable[Match]) -> None:
        rows = [_values(each) for each in matches]
        if rows:
            self._connection.execute(insert(import_match), rows)

    def get(self, number: int) -> Match | None:
        row = self._connection.execute(_select.where(import_match.c.id == number)).mappings().one_or_none()
        return None if row is None else _match(row)

    def tried(self, batch_id: int, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Match]:
        """Return what the dry run of a batch found of some rows."""
        found: dict[tuple[str, str], Match] = {}
        if not self._is_there(import_match.c.batch_id == batch_id, _tried):
            return found
        for some in in_slices(keys, 400):
            query = _select.where(import_match.c.batch_id == batch_id, _identity.in_(some), _tried)
            for row in self._connection.execute(query).mappings():
                match = _match(row)
                found[match.source, match.key] = match
        return found

    def replace(self, batch_id: int, keys: Sequence[tuple[str, str]]) -> None:
        """Ask no more about some rows of earlier files: a batch says the same ones."""
        if not self._is_there(import_match.c.batch_id != batch_id, _waiting):
            return
        replaced = {"state": MatchState.REPLACED, "replaced_by": batch_id}
        for some in in_slices(keys, 400):
            same = (_identity.in_(some), _waiting, import_match.c.batch_id != batch_id)
            self._connection.execute(update(import_match).where(*same).values(replaced))

    def _is_there(self, *said: ColumnElement[bool]) -> bool:
        # Of most imports nothing is doubtful: to name each row of a slice takes a hundred times as long.
        return self._connection.execute(select(import_match.c.id).where(*said).limit(1)).first() is not None

    def wait(self, matches: Sequence[Match]) -> None:
        """Ask people about some rows that a dry run found."""
        for some in in_slices([each.id for each in matches]):
            asked = update(import_match).where(import_match.c.id.in_(some))
            self._connection.execute(asked.values(state=MatchState.WAITING))

    def settle(self, number: int, state: MatchState, *, at: datetime, by: int | None) -> None:
        decided = {"state": state, "settled_at": at, "settled_by": by}
        self._connection.execute(update(import_match).where(import_match.c.id == number).values(decided))

    def waiting(self, owners: Collection[str] | None, *, limit: int, offset: int = 0) -> list[Match]:
        """Return the rows of the imports of some institutions that wait, None for all; the first asked first."""
        query = _select.where(_waits_for(owners)).order_by(import_match.c.id)
        return [_match(row) for row in self._connection.execute(query.limit(limit).offset(offset)).mappings()]

    def count_waiting(self, owners: Collection[str] | None) -> int:
        query = select(func.count()).select_from(import_match).where(_waits_for(owners))
        return int(self._connection.execute(query).scalar_one())

    def count_of(self, batch_id: int) -> int:
        """Return how many rows of one import wait."""
        query = select(func.count()).select_from(import_match).where(import_match.c.batch_id == batch_id, _waiting)
        return int(self._connection.execute(query).scalar_one())

    def moved_since(self, batch_id: int, at: datetime) -> bool:
        """Say whether a fiche that a row of a batch is surely about was saved after an instant."""
        mine = (import_match.c.batch_id == batch_id, import_match.c.state == MatchState.SURE)
        moved = exists().where(
            *mine, resource.c.id == import_match.c.resource_id, resource.c.modified_at > at
        )  # fmt: skip
        return bool(self._connection.execute(select(moved)).scalar_one())

    def forget(self, batch_id: int) -> None:
        """Forget what a dry run found, or all of an import that is taken back: what waited before it waits again."""
        self._connection.execute(delete(import_match).where(import_match.c.batch_id == batch_id))
        again = {"state": MatchState.WAITING, "replaced_by": None}
        self._connection.execute(update(import_match).where(import_match.c.replaced_by == batch_id).values(again))


def _waits_for(owners: Collection[str] | None) -> ColumnElement[bool]:
    return _waiting if owners is None else _waiting & import_match.c.institution.in_(sorted(owners))


def _values(match: Match) -> dict[str, object]:
    found = [[each.resource_id, each.title, " ".join(each.reasons), int(each.degree)] for each in match.candidates]
    said = values_of(match, without=("id",))
    return said | {"candidates": to_json(found), "resource_id": match.likeliest.resource_id}


def _match(row: RowMapping) -> Match:
    candidates = tuple(
        Candidate(number, title, tuple(map(Reason, reasons.split())), Degree(degree))
        for number, title, reasons, degree in json.loads(row["candidates"])
    )
    return record_of(Match, {**row, "candidates": candidates})  # type: ignore[arg-type]
