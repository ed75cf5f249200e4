"""The errors reported on fiches."""

from dataclasses import replace

from sqlalchemy import RowMapping

from directory.domain.reports.report import Report, ReportState, Rung
from directory.store.mapping import record_of
from directory.store.reports.kept import KeptOfVisitors, KeptOnFiches, KeptWithRungs
from directory.store.tables import report


class ReportRepository(KeptOnFiches[Report], KeptOfVisitors[Report], KeptWithRungs[Report]):
    table, kind, open_state = report, Report, ReportState.OPEN

    def _record(self, row: RowMapping) -> Report:
        found = record_of(Report, row)
        return replace(found, rung=Rung(found.rung))
