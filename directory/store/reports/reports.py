"""The errors reported on fiches."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import RowMapping, func, select

from directory.domain.reports.report import Report, ReportState, Rung
from directory.store.mapping import record_of
from directory.store.reports.kept import KeptOfVisitors, KeptOnFiches, KeptWithRungs
from directory.store.slices import in_slices
from directory.store.tables import report


class ReportRepository(KeptOnFiches[Report], KeptOfVisitors[Report], KeptWithRungs[Report]):
    table, kind, open_state = report, Report, ReportState.OPEN

    def last_read(self, ids: Sequence[int]) -> dict[int, int]:
        """Return the last version of some fiches in which somebody saw an error; those without any are left out."""
        columns, found = report.c, dict[int, int]()
        for some in in_slices(ids):
            query = select(columns.resource_id, func.max(columns.version)).where(columns.resource_id.in_(some))
            rows = self._connection.execute(query.group_by(columns.resource_id))
            found.update({int(number): int(version) for number, version in rows})
        return found

    def _record(self, row: RowMapping) -> Report:
        found = record_of(Report, row)
        return replace(found, rung=Rung(found.rung))
