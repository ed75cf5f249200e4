"""The errors reported on fiches."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from directory.domain.reports.report import Report, ReportState, Rung
from directory.store.mapping import columns_for, records_of, values_of
from directory.store.tables import report, resource

_select = select(*columns_for(Report, report))
_is_open = report.c.state == ReportState.OPEN


class ReportRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, added: Report) -> Report:
        """Write a new report and return it with its number."""
        query = insert(report).values(values_of(added, without=("id",))).returning(report.c.id)
        return replace(added, id=int(self._connection.execute(query).scalar_one()))

    def save(self, saved: Report) -> None:
        self._connection.execute(
            update(report).where(report.c.id == saved.id).values(values_of(saved, without=("id",)))
        )

    def get(self, number: int) -> Report | None:
        found = _records(self._connection.execute(_select.where(report.c.id == number)).mappings())
        return found[0] if found else None

    def of(self, resource_id: int) -> list[Report]:
        """Return the reports on a fiche, the latest first."""
        return _records(
            self._connection.execute(
                _select.where(report.c.resource_id == resource_id).order_by(report.c.id.desc())
            ).mappings()
        )

    def open_of(self, resource_id: int) -> list[Report]:
        """Return the reports on a fiche that wait for an answer, the oldest first."""
        return _records(
            self._connection.execute(
                _select.where(report.c.resource_id == resource_id, _is_open).order_by(report.c.id)
            ).mappings()
        )

    def by(self, account_id: int, *, limit: int) -> list[Report]:
        """Return the reports of a person, the latest first."""
        query = _select.where(report.c.account_id == account_id).order_by(report.c.id.desc())
        return _records(self._connection.execute(query.limit(limit)).mappings())

    def waiting(self, institutions: Collection[str] | None, *, limit: int) -> list[Report]:
        """Return the open reports on the fiches of some institutions, None for all, the oldest first."""
        query = _select.join(resource, resource.c.id == report.c.resource_id).where(_is_open)
        if institutions is not None:
            query = query.where(resource.c.institution.in_(sorted(institutions)))
        return _records(self._connection.execute(query.order_by(report.c.at, report.c.id).limit(limit)).mappings())

    def count_waiting(self, institutions: Collection[str] | None) -> int:
        query = select(func.count()).select_from(report).join(resource, resource.c.id == report.c.resource_id)
        if institutions is not None:
            query = query.where(resource.c.institution.in_(sorted(institutions)))
        return int(self._connection.execute(query.where(_is_open)).scalar_one())

    def untold(self, *, rung: Rung, before: datetime) -> list[Report]:
        """Return the open reports made before an instant of which ``rung`` has not been told, the oldest first."""
        query = _select.where(_is_open, report.c.at <= before, report.c.rung == rung - 1)
        return _records(self._connection.execute(query.order_by(report.c.at, report.c.id)).mappings())

    def move_open(self, *, from_id: int, to_id: int) -> int:
        """Make what waits for an answer on a fiche wait on another one; return how many."""
        query = update(report).where(report.c.resource_id == from_id, _is_open).values(resource_id=to_id)
        return self._connection.execute(query).rowcount

    def count_since(self, since: datetime, *, account_id: int | None, institution: str, network: str) -> int:
        """Return how many reports one who tells them made since an instant: a person, a machine, or a network."""
        query = select(func.count()).select_from(report).where(report.c.at >= since)
        if account_id is not None:
            query = query.where(report.c.account_id == account_id)
        else:
            query = query.where(
                report.c.account_id.is_(None), report.c.institution == institution, report.c.network == network
            )
        return int(self._connection.execute(query).scalar_one())

    def count_by_visitors(self, since: datetime) -> int:
        query = select(func.count()).select_from(report)
        query = query.where(report.c.at >= since, report.c.account_id.is_(None), report.c.institution == "")
        return int(self._connection.execute(query).scalar_one())

    def forget_networks(self, before: datetime) -> int:
        """Drop where the reports of visitors came from, once the limits no longer look at them."""
        query = update(report).where(report.c.at < before, report.c.network != "").values(network="")
        return self._connection.execute(query).rowcount


def _records(rows: Iterable[RowMapping]) -> list[Report]:
    return [replace(each, rung=Rung(each.rung)) for each in records_of(Report, rows)]
