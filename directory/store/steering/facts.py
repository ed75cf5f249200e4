"""What the figures are reckoned from, in a few statements whatever the number of fiches."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, and_, case, or_, select, type_coerce

from directory.domain.accounts.account import AccountState
from directory.domain.actors import Profile
from directory.domain.outcomes import Outcome
from directory.domain.reports.report import ReportState
from directory.store.steering.coded import Coded, Numbers
from directory.store.tables import account, due, outcome, place, report, resource, resource_need, verification, version
from fiche.codes import Status

A_DAY = timedelta(days=1)
Bits: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FicheFacts:
    """All the fiches, by number: one row each in every column. Lists stand as the text of their codes (``codes_of``).

    is_published   and valid on the day that was asked.
    due_on         when a published fiche is to be confirmed; None where that is not reckoned yet.
    """

    ids: Numbers
    is_published: Bits
    is_verified: Bits
    institutions: Coded[str]
    families: Coded[str]
    receptions: Coded[str]
    service_areas: Coded[str]
    missing: Coded[str]
    due_on: Coded[date | None]

    def rows_of(self, numbers: Sequence[int]) -> Numbers:
        """Return the rows of fiches, by their numbers."""
        return np.searchsorted(self.ids, np.fromiter(numbers, dtype=np.int64, count=len(numbers)))


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """All the places, by fiche and rank. ``points``: latitude and longitude, two columns, NaN where there is none."""

    fiches: Sequence[int]
    communes: Coded[str]
    points: NDArray[np.float64]
    precisions: Coded[str]


@dataclass(frozen=True, slots=True)
class SaveFacts:
    """Saves that changed something, a row each.

    at         None where it is within the instants that need no look.
    archives   whether the fiche moved to the archives by it.
    """

    fiches: Sequence[int]
    numbers: Sequence[int]
    at: Sequence[datetime | None]
    accounts: Sequence[int | None]
    archives: Sequence[bool]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """``answered_at``: None while it is open."""

    resource_id: int
    at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    id: int
    institution: str
    is_active: bool
    may_update: bool
    last_seen: date | None
    office_id: int | None


class FactRepository:
    """Everything but the texts of fiches and the names of people."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def fiches(self, day: date) -> FicheFacts:
        """Return every fiche; published is what is, and is valid on ``day``."""
        columns = resource.c
        is_valid = and_(
            columns.status == Status.PUBLISHED.value,
            or_(columns.valid_from.is_(None), columns.valid_from <= day),
            or_(columns.valid_to.is_(None), columns.valid_to >= day),
        )
        query = (
            select(
                columns.id, is_valid, columns.verified_at.is_not(None), columns.institution, columns.families,
                columns.receptions, columns.service_areas, columns.missing, due.c.on,
            )
            .join_from(resource, due, due.c.resource_id == columns.id, isouter=True)
            .order_by(columns.id)
        )  # fmt: skip
        ids, published, verified, *told = self._columns(query)
        institutions, families, receptions, areas, missing, due_on = map(Coded.of, told)
        return FicheFacts(
            np.array(ids, dtype=np.int64), np.array(published, dtype=np.bool_), np.array(verified, dtype=np.bool_),
            institutions, families, receptions, areas, missing, due_on,
        )  # fmt: skip

    def merged(self) -> dict[int, int]:
        """Return the fiches that were merged, each with the one into which it was."""
        columns = resource.c
        rows = self._connection.execute(
            select(columns.id, columns.merged_into).where(columns.merged_into.is_not(None))
        )  # fmt: skip
        return {row[0]: row[1] for row in rows}

    def places(self) -> PlaceFacts:
        columns = place.c
        query = select(
            columns.resource_id, columns.commune_code, columns.latitude, columns.longitude, columns.precision
        ).order_by(columns.resource_id, columns.rank)
        fiches, communes, latitudes, longitudes, precisions = self._columns(query)
        # A missing number is read as NaN.
        points = np.array([latitudes, longitudes], dtype=np.float64).T.reshape(-1, 2)
        return PlaceFacts(fiches, Coded.of(communes), points, Coded.of(precisions))

    def needs(self) -> tuple[Sequence[int], Coded[str]]:
        """Return (fiches, needs), a row for each need of a fiche."""
        fiches, codes = self._columns(select(resource_need.c.resource_id, resource_need.c.need_code))
        return fiches, Coded.of(codes)

    def saves(self, first: datetime, last: datetime, *, inner: tuple[datetime, datetime]) -> SaveFacts:
        """Return the saves between two instants that made a fiche or changed something.

        inner   two instants between which ``at`` is not read.
        """
        columns = version.c
        at = type_coerce(case((columns.at.between(*inner), None), else_=columns.at), columns.at.type)
        told = case((columns.changes.contains('"status"'), columns.changes), else_="")
        query = select(columns.resource_id, columns.number, at, columns.author_account, told).where(
            columns.at.between(first, last), (columns.number == 1) | (columns.changes != "{}")
        )
        fiches, numbers, instants, accounts, changes = self._columns(query)
        archives = [bool(each) and _archives(each) for each in changes]
        return SaveFacts(fiches, numbers, instants, accounts, archives)

    def _columns(self, query: Select[Any]) -> list[Sequence[Any]]:
        """Return what a query finds, a sequence a column."""
        rows = self._connection.execute(query).all()
        return list(zip(*rows, strict=True)) if rows else [() for _ in query.selected_columns]

    def confirmations(self, first: datetime, last: datetime) -> Iterator[tuple[int, datetime, int | None]]:
        """Give (fiche, instant, account) of the confirmations between two instants that hold."""
        columns = verification.c
        query = select(columns.resource_id, columns.at, columns.author_account).where(
            columns.at.between(first, last), columns.withdrawn_at.is_(None)
        )
        for row in self._connection.execute(query.order_by(columns.id)):
            yield row[0], row[1], row[2]

    def reports(self) -> Iterator[ReportFacts]:
        columns = report.c
        query = select(columns.resource_id, columns.at, columns.answered_at, columns.state).order_by(columns.id)
        for number, at, answered_at, state in self._connection.execute(query):
            yield ReportFacts(number, at, None if state is ReportState.OPEN else answered_at)

    def outcomes(self, months: Sequence[str]) -> Iterator[tuple[int, Outcome, int]]:
        """Give (fiche, answer, how many times) of some months."""
        columns = outcome.c
        query = select(columns.resource_id, columns.answer, columns.wait, columns.value)
        asked = query.where(columns.month.in_(months)).order_by(*outcome.primary_key)
        for number, answer, wait, times in self._connection.execute(asked):
            yield number, Outcome(answer, wait), times

    def accounts(self) -> Iterator[AccountFacts]:
        columns = account.c
        query = select(
            columns.id, columns.institution, columns.state, columns.profile, columns.last_seen, columns.office_id
        ).order_by(columns.id)
        for number, institution, state, profile, last_seen, office in self._connection.execute(query):
            yield AccountFacts(
                number, institution, state is AccountState.ACTIVE, profile is Profile.UPDATE, last_seen, office
            )


def _archives(changes: str) -> bool:
    moved = json.loads(changes).get("status")
    return moved is not None and moved[1] == Status.ARCHIVED.value
