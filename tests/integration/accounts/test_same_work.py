"""Whoever is named, the same is done: one hash checked, the same statements sent to the base, one message written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.filters import AuditFilter
from directory.services.accounts.callers import Visit
from directory.services.accounts.refusals import Refused
from tests.accounts import Team


@contextmanager
def statements(team: Team) -> Iterator[list[str]]:
    """Give the statements that the base is sent meanwhile, without their values."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(team.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(team.database.engine, "before_cursor_execute", note)


def sign_in(team: Team, mail: str, visit: Visit) -> None:
    with pytest.raises(Refused):
        team.accounts.sign_in.with_password(mail, "ce n’est pas celui-là", visit)


def ask_reset(team: Team, mail: str, visit: Visit) -> None:
    team.accounts.mailed.ask_reset(mail, visit)


def home(number: int) -> Visit:
    """Return a place nobody asked from: the failures of a network are counted too."""
    return Visit(f"10.0.{number}.0/24", "Firefox, Linux", f"navigateur-{number}")


@pytest.mark.parametrize("door", [sign_in, ask_reset])
def test_an_address_with_an_account_and_one_without_are_worth_the_same_work(
    team: Team, door: Callable[[Team, str, Visit], None]
) -> None:
    team.person("Lea")
    team.person("Sam", state=AccountState.SUSPENDED)
    team.person("Ines", state=AccountState.INVITED)
    done = []
    mails = ("lea@cd13.exemple", "personne@cd13.exemple", "sam@cd13.exemple", "ines@cd13.exemple", "ß\u0130@x")
    for number, mail in enumerate(mails):
        checked = team.passwords.checked
        with statements(team) as sent:
            door(team, mail, home(number))
        done.append((team.passwords.checked - checked, tuple(sent)))
    assert len(set(done)) == 1, done
    assert done[0][0] == (1 if door is sign_in else 0)
    with team.database.read() as uow:
        messages, trail = uow.messages.latest(limit=20), uow.audit.matching(AuditFilter(), limit=20)
    assert len(messages) == (0 if door is sign_in else 5)
    assert len(trail) == 5


def test_the_fifth_and_the_eighth_failure_too(team: Team) -> None:
    """The fifth is told to the person: to nobody, where there is no account."""
    team.person("Lea")
    done: dict[str, list[tuple[str, ...]]] = {"lea@cd13.exemple": [], "personne@cd13.exemple": []}
    for number, (mail, found) in enumerate(done.items()):
        for _ in range(8):
            team.clock.forward(minutes=20)
            with statements(team) as sent:
                sign_in(team, mail, home(number))
            found.append(tuple(sent))
    known, unknown = done.values()
    assert known == unknown
