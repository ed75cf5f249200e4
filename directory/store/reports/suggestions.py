"""The resources that are suggested."""

from dataclasses import replace

from sqlalchemy import RowMapping

from directory.domain.reports.report import Rung
from directory.domain.reports.suggestion import Suggestion, SuggestionState
from directory.store.mapping import record_of
from directory.store.reports.kept import KeptOfVisitors, KeptWithRungs
from directory.store.tables import suggestion
from directory.store.types import codes_of, to_json


class SuggestionRepository(KeptOfVisitors[Suggestion], KeptWithRungs[Suggestion]):
    table, kind, open_state = suggestion, Suggestion, SuggestionState.OPEN

    def open(self) -> list[Suggestion]:
        """Return those that wait for an answer, the oldest first. They are few: who is told is looked at above."""
        query = self._select.where(suggestion.c.state == SuggestionState.OPEN)
        return self._read(query.order_by(suggestion.c.at, suggestion.c.id))

    def _values(self, record: Suggestion) -> dict[str, object]:
        return super()._values(record) | {"told": to_json(record.told)}

    def _record(self, row: RowMapping) -> Suggestion:
        found = record_of(Suggestion, row)
        return replace(found, told=codes_of(str(found.told)), rung=Rung(found.rung))
