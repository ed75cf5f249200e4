"""What the figures are reckoned from, in a few statements whatever the number of fiches."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, case, select

from directory.domain.accounts.account import AccountState
from directory.domain.actors import Profile
from directory.domain.outcomes import Outcome
from directory.domain.reports.report import ReportState
from directory.store.tables import account, due, outcome, place, report, resource, resource_need, verification, version
from directory.store.types import codes_of
from fiche.codes import Status

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FicheFacts:
    """``due_on``: when a published fiche is to be confirmed; None where that is not reckoned yet."""

    id: int
    is_published: bool
    institution: str
    families: tuple[str, ...]
    receptions: tuple[str, ...]
    service_areas: tuple[str, ...]
    missing: tuple[str, ...]
    verified_at: datetime | None
    due_on: date | None
    merged_into: int | None


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    resource_id: int
    commune: str
    latitude: float | None
    longitude: float | None
    precision: str


@dataclass(frozen=True, slots=True)
class SaveFacts:
    """A save that changed something. ``archives``: the fiche moved to the archives by it."""

    resource_id: int
    number: int
    at: datetime
    account: int | None
    archives: bool


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

    def fiches(self, day: date) -> Iterator[FicheFacts]:
        """Give every fiche by number; published is what is, and is valid on ``day``."""
        columns = resource.c
        query = (
            select(
                columns.id, columns.status, columns.valid_from, columns.valid_to, columns.institution, columns.families,
                columns.receptions, columns.service_areas, columns.missing, columns.verified_at, due.c.on,
                columns.merged_into,
            )
            .join_from(resource, due, due.c.resource_id == columns.id, isouter=True)
            .order_by(columns.id)
        )  # fmt: skip
        for row in self._connection.execute(query):
            number, status, first, last, institution, families, receptions, areas, missing, verified_at, *more = row
            is_valid = (first is None or first <= day) and (last is None or last >= day)
            yield FicheFacts(
                number, is_valid and status == Status.PUBLISHED.value, institution, codes_of(families),
                codes_of(receptions), codes_of(areas), codes_of(missing), verified_at, *more,
            )  # fmt: skip

    def places(self) -> Iterator[PlaceFacts]:
        columns = place.c
        query = select(
            columns.resource_id, columns.commune_code, columns.latitude, columns.longitude, columns.precision
        ).order_by(columns.resource_id, columns.rank)
        for row in self._connection.execute(query):
            yield PlaceFacts(*row)

    def needs(self) -> Iterator[tuple[int, str]]:
        """Give (fiche, need)."""
        for row in self._connection.execute(select(resource_need.c.resource_id, resource_need.c.need_code)):
            yield row[0], row[1]

    def saves(self, first: datetime, last: datetime) -> Iterator[SaveFacts]:
        """Give the saves between two instants that made a fiche or changed something."""
        columns = version.c
        told = case((columns.changes.contains('"status"'), columns.changes), else_="")
        query = select(columns.resource_id, columns.number, columns.at, columns.author_account, told).where(
            columns.at.between(first, last), (columns.number == 1) | (columns.changes != "{}")
        )
        for number, rank, at, who, changes in self._connection.execute(query.order_by(columns.at, columns.resource_id)):
            moved = json.loads(changes).get("status") if changes else None
            yield SaveFacts(number, rank, at, who, moved is not None and moved[1] == Status.ARCHIVED.value)

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
