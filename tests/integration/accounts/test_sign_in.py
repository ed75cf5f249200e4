"""Signing in with a password: who gets in, who waits, and what nobody can tell from outside."""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.messages import MessageKind
from directory.domain.accounts.sessions import IDLE, LIFE
from directory.domain.actors import Duty
from directory.domain.institution import Institution
from directory.services.accounts.callers import Visit
from directory.services.accounts.refusals import Reason, Refused
from directory.store.database import Database
from tests.accounts import ELSEWHERE, HOME, PASSWORD, Team


def refusal(team: Team, mail: str, password: str, visit: Visit = HOME) -> Refused:
    with pytest.raises(Refused) as refused:
        team.accounts.sign_in.with_password(mail, password, visit)
    return refused.value


def fail(team: Team, mail: str, times: int, visit: Visit = HOME) -> None:
    for _ in range(times):
        team.clock.forward(hours=1)
        assert refusal(team, mail, "faux", visit).reason is Reason.WRONG


def test_the_right_password_opens_a_session(team: Team) -> None:
    lea = team.person("Lea")
    opened = team.sign_in(lea)
    signed = team.accounts.sessions.signed(opened.secret)
    assert signed is not None and signed.account.id == lea.id
    assert team.get(lea).last_seen == team.clock().date()


def test_the_address_is_known_however_it_is_written(team: Team) -> None:
    lea = team.person("Lea")
    team.accounts.sign_in.with_password(f"  {lea.mail.upper()} ", PASSWORD, HOME)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer_for_the_same_work(team: Team) -> None:
    lea = team.person("Lea")
    for mail in (lea.mail, "personne@cd13.exemple", ""):
        before = team.passwords.checked
        assert refusal(team, mail, "faux").reason is Reason.WRONG
        assert team.passwords.checked == before + 1


@pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.INVITED])
def test_an_account_that_may_not_enter_is_told_so_only_to_who_knows_its_password(
    team: Team, state: AccountState
) -> None:
    lea = team.person("Lea", state=state)
    assert refusal(team, lea.mail, "faux").reason is Reason.WRONG
    assert refusal(team, lea.mail, PASSWORD).reason is Reason.STATE


def test_who_fails_waits_longer_each_time_but_never_for_ever(team: Team) -> None:
    lea = team.person("Lea")
    for _ in range(4):
        assert refusal(team, lea.mail, "faux").reason is Reason.WRONG
    waits = []
    for _ in range(16):
        assert refusal(team, lea.mail, "faux").reason is Reason.WRONG
        waiting = refusal(team, lea.mail, PASSWORD)
        assert waiting.reason is Reason.WAIT and waiting.until is not None
        waits.append(waiting.until - team.clock())
        team.clock.at = waiting.until
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    assert max(waits) == timedelta(minutes=15)
    team.sign_in(lea)


def test_a_stranger_elsewhere_makes_nobody_wait_here(team: Team) -> None:
    lea = team.person("Lea")
    for _ in range(5):
        refusal(team, lea.mail, "faux", ELSEWHERE)
    assert refusal(team, lea.mail, PASSWORD, ELSEWHERE).reason is Reason.WAIT
    team.sign_in(lea)


def test_a_browser_that_signed_in_before_does_not_wait_for_its_neighbours(team: Team) -> None:
    lea = team.person("Lea")
    team.sign_in(lea)
    stranger = replace(HOME, browser_secret="inconnu")
    for number in range(61):
        refusal(team, f"personne{number}@cd13.exemple", "faux", stranger)
    assert refusal(team, "autre@cd13.exemple", "faux", stranger).reason is Reason.WAIT
    team.sign_in(lea)


def test_five_failures_are_told_to_the_person_once_a_day(team: Team) -> None:
    lea = team.person("Lea")
    for _ in range(8):
        team.clock.forward(minutes=20)
        refusal(team, lea.mail, "faux")
    with team.database.read() as uow:
        queued = [each for each in uow.messages.latest(limit=50) if each.kind is MessageKind.FAILED_SIGN_INS]
    assert [each.to for each in queued] == [lea.mail]


def test_a_session_ends_after_twelve_idle_hours_and_after_seven_days(team: Team) -> None:
    lea = team.person("Lea")
    secret = team.sign_in(lea).secret
    team.clock.at += IDLE
    assert not team.is_signed_in(secret)
    secret = team.sign_in(lea).secret
    for _ in range(int(LIFE / timedelta(hours=6)) - 1):
        team.clock.forward(hours=6)
        assert team.is_signed_in(secret)
    team.clock.forward(hours=6)
    assert not team.is_signed_in(secret)


def test_a_password_hashed_with_former_parameters_is_hashed_again(team: Team) -> None:
    lea = team.person("Lea")
    former = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    team.save(replace(lea, password_hash=former))
    team.sign_in(lea)
    assert team.get(lea).password_hash != former
    team.sign_in(lea)


def test_a_new_browser_is_told_by_mail_but_the_first_one_never(team: Team) -> None:
    lea = team.person("Lea")
    team.sign_in(lea)
    team.sign_in(lea)
    with team.database.read() as uow:
        assert uow.messages.latest(limit=5) == []
    team.sign_in(lea, visit=ELSEWHERE)
    with team.database.read() as uow:
        assert [each.kind for each in uow.messages.latest(limit=5)] == [MessageKind.NEW_BROWSER]


def test_a_duty_counts_only_once_a_factor_was_shown_where_it_is_required(team: Team) -> None:
    strict = Team(team.database, factor_for_duties=True)
    rita = strict.person("Rita", duties=(Duty.RGC,))
    without = strict.signed(rita)
    assert without.lacks_factor and not without.actor.is_rgc
    assert strict.signed(rita, has_factor=True).actor.is_rgc


@pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.CLOSED, AccountState.INVITED])
def test_a_session_left_behind_asks_the_state_of_its_account(team: Team, state: AccountState) -> None:
    lea = team.person("Lea")
    secret = team.session(lea)
    team.save(replace(lea, state=state))
    assert team.has_session(secret) and not team.is_signed_in(secret)


def test_a_session_read_before_ends_by_the_clock_alone_and_by_what_another_process_saves(team: Team) -> None:
    lea = team.person("Lea")
    secret = team.session(lea)
    sessions, elsewhere = team.accounts.sessions, Database(team.database.url.render_as_string(hide_password=False))
    assert sessions.signed(secret) is not None
    with contextlib.suppress(LookupError), elsewhere.write() as uow:
        uow.accounts.save(replace(lea, state=AccountState.SUSPENDED))
        raise LookupError
    assert sessions.signed(secret) is not None
    with elsewhere.write() as uow:
        uow.accounts.save(replace(lea, state=AccountState.SUSPENDED))
    assert sessions.signed(secret) is None
    with elsewhere.write() as uow:
        uow.accounts.save(lea)
        uow.institutions.save(Institution("cd13", "Département", "signataire", retired=True))
    assert sessions.signed(secret) is None
    with elsewhere.write_lightly() as uow:
        uow.institutions.save(Institution("cd13", "Département", "signataire"))
    assert sessions.signed(secret) is not None
    elsewhere.close()
    # Nobody writes any more.
    team.clock.at += IDLE
    assert sessions.signed(secret) is None
