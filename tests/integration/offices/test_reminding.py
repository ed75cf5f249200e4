"""Offices due: who answers for them is told once a month, of what is still due as the mail leaves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.actors import Duty
from directory.domain.offices import Office, OfficeKind
from directory.services.mail.letters import NothingToSay
from directory.services.offices.reminding import OfficeLetters, OfficeReminders
from directory.services.work.jobs import JobService
from directory.store.database import Database
from tests.accounts import Team


@pytest.fixture
def team(sqlite_database: Database) -> Team:
    return Team(sqlite_database)


def put(team: Team, name: str, *, institution: str = "cd13", days: int | None = None, **said: object) -> Office:
    """Write an office confirmed so many days ago; None: never."""
    at = None if days is None else team.clock() - timedelta(days=days)
    with team.database.write() as uow:
        made = Office(0, OfficeKind.MDS, name, institution, areas=("com:13004",), verified_at=at)
        return uow.offices.add(replace(made, **said))  # type: ignore[arg-type]


def told(team: Team) -> list[Message]:
    with team.database.read() as uow:
        return [each for each in uow.messages.latest(limit=20) if each.kind is MessageKind.OFFICES_DUE]


def test_who_answers_for_offices_due_is_told_once_a_month(team: Team) -> None:
    rania, paule = team.person("Rania", duties=(Duty.RGC,)), team.person("Paule", "caf-13")
    reminders = OfficeReminders(team.database, JobService(team.database), sends=True, now=team.clock)
    assert reminders.tell() == 0
    never, late = put(team, "MDS jamais vue"), put(team, "MDS d’Arles", days=200)
    partner = put(team, "Antenne de la Caf", institution="caf-13", days=400)
    put(team, "MDS récente", days=10)
    put(team, "MDS fermée", retired=True)
    # The RGC of its signatory answers for a partner that has none; editors do not keep offices.
    assert reminders.tell() == 1 and reminders.tell() == 0
    (message,) = told(team)
    assert message.account_id == rania.id != paule.id
    assert message.facts["offices"] == f"{never.id},{late.id},{partner.id}"
    team.clock.forward(days=31)
    assert reminders.tell() == 1


def test_an_office_is_due_on_the_day_of_its_commune(team: Team) -> None:
    """The 1st of March, 22:30 UTC: still the 1st in Fort-de-France, the 2nd in Réunion; both are due on the 2nd."""
    team.person("Rania", duties=(Duty.RGC,))
    reminders = OfficeReminders(team.database, JobService(team.database), sends=True, now=team.clock)
    noon = datetime(2025, 9, 2, 12, tzinfo=UTC)
    west, east = (
        put(team, f"MDS {commune}", commune=commune, verified_at=noon, areas=(f"com:{commune}",))
        for commune in ("97209", "97411")
    )
    team.clock.at = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    assert reminders.tell() == 1
    (message,) = told(team)
    assert message.facts["offices"] == str(east.id)
    with team.database.write() as uow:
        uow.offices.save(replace(east, retired=True))
    letters = OfficeLetters(team.database, now=team.clock)
    with pytest.raises(NothingToSay):
        letters.still_due(message)
    team.clock.forward(hours=6)
    assert letters.still_due(replace(message, facts={"offices": str(west.id)}))["count"] == 1


def test_what_was_confirmed_meanwhile_is_not_in_the_mail(team: Team) -> None:
    team.person("Rania", duties=(Duty.RGC,))
    late, other = put(team, "MDS d’Arles", days=200), put(team, "www.gagner.exemple", days=300)
    OfficeReminders(team.database, JobService(team.database), sends=True, now=team.clock).tell()
    (message,) = told(team)
    letters = OfficeLetters(team.database, now=team.clock)
    said = letters.still_due(message)
    assert said["count"] == 2 and said["offices"] == ["MDS d’Arles", "www. gagner. exemple"]
    with team.database.write() as uow:
        uow.offices.save(replace(late, verified_at=team.clock()))
    assert letters.still_due(message)["count"] == 1
    with team.database.write() as uow:
        uow.offices.save(replace(other, retired=True))
    with pytest.raises(NothingToSay):
        letters.still_due(message)
