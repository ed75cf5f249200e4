"""The resources that are suggested."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from directory.domain.reports.suggestion import Suggestion, SuggestionState
from directory.store.mapping import columns_for, records_of, values_of
from directory.store.tables import suggestion
from directory.store.types import codes_of, to_json

_select = select(*columns_for(Suggestion, suggestion))


class SuggestionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, added: Suggestion) -> Suggestion:
        """Write a new suggestion and return it with its number."""
        query = insert(suggestion).values(_values(added)).returning(suggestion.c.id)
        return replace(added, id=int(self._connection.execute(query).scalar_one()))

    def save(self, saved: Suggestion) -> None:
        self._connection.execute(update(suggestion).where(suggestion.c.id == saved.id).values(_values(saved)))

    def get(self, number: int) -> Suggestion | None:
        found = _records(self._connection.execute(_select.where(suggestion.c.id == number)).mappings())
        return found[0] if found else None

    def open(self) -> list[Suggestion]:
        """Return those that wait for an answer, the oldest first. They are few: who is told is looked at above."""
        query = _select.where(suggestion.c.state == SuggestionState.OPEN).order_by(suggestion.c.at, suggestion.c.id)
        return _records(self._connection.execute(query).mappings())

    def by(self, account_id: int, *, limit: int) -> list[Suggestion]:
        """Return the suggestions of a person, the latest first."""
        query = _select.where(suggestion.c.account_id == account_id).order_by(suggestion.c.id.desc()).limit(limit)
        return _records(self._connection.execute(query).mappings())

    def count_since(self, since: datetime, *, account_id: int | None, institution: str, network: str) -> int:
        """Return how many a person, or else those behind a network, made since an instant."""
        query = select(func.count()).select_from(suggestion).where(suggestion.c.at >= since)
        if account_id is not None:
            query = query.where(suggestion.c.account_id == account_id)
        else:
            query = query.where(
                suggestion.c.account_id.is_(None),
                suggestion.c.institution == institution,
                suggestion.c.network == network,
            )
        return int(self._connection.execute(query).scalar_one())

    def forget_networks(self, before: datetime) -> int:
        """Drop where those of visitors came from, once the limits no longer look at them."""
        query = update(suggestion).where(suggestion.c.at < before, suggestion.c.network != "").values(network="")
        return self._connection.execute(query).rowcount


def _values(record: Suggestion) -> dict[str, object]:
    return values_of(record, without=("id",)) | {"told": to_json(record.told)}


def _records(rows: Iterable[RowMapping]) -> list[Suggestion]:
    return [replace(each, told=codes_of(str(each.told))) for each in records_of(Suggestion, rows)]
