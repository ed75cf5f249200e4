"""Reset, change of mail, second factors, tokens: used once, by their holder, while the state allows."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.links import LinkKind
from directory.domain.accounts.messages import MessageKind, MessageState
from directory.domain.actors import Duty, Profile, Scope
from directory.domain.rights import Action, may, may_somewhere
from directory.services.accounts.callers import Signed
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.sign_in import FactorAsked, Opened
from tests.accounts import HOME, PASSWORD, Team

OTHER_PASSWORD = "trois cerises noires"


def refused(call: Callable[..., object], *arguments: object, **said: object) -> Reason:
    with pytest.raises(Refused) as found:
        call(*arguments, **said)
    return found.value.reason


def messages(team: Team, kind: MessageKind) -> list[MessageState]:
    with team.database.read() as uow:
        return [each.state for each in uow.messages.latest(limit=50) if each.kind is kind]


def enrol(team: Team, signed: Signed) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    made = team.accounts.factors.begin_totp(signed)
    clock = pyotp.TOTP(made.secret)
    return clock, team.accounts.factors.confirm_totp(signed, clock.at(team.clock()))


def test_asking_a_reset_writes_one_message_whoever_is_named(team: Team) -> None:
    lea = team.person("Lea")
    team.person("Sam", state=AccountState.SUSPENDED)
    for mail in (lea.mail, "personne@cd13.exemple", "sam@cd13.exemple"):
        before = len(messages(team, MessageKind.RESET))
        team.accounts.mailed.ask_reset(mail, HOME)
        assert len(messages(team, MessageKind.RESET)) == before + 1
    assert sorted(messages(team, MessageKind.RESET)) == ["abandonne", "abandonne", "en-attente"]


def test_a_reset_ends_sessions_opens_none_and_works_once(team: Team) -> None:
    lea = team.person("Lea")
    secret = team.session(lea)
    _, link = team.accounts.rescue.link(lea.mail)
    team.accounts.mailed.look(LinkKind.RESET, link)
    assert refused(team.accounts.mailed.look, LinkKind.INVITATION, link) is Reason.LINK_UNKNOWN
    team.accounts.mailed.reset_password(link, OTHER_PASSWORD, HOME)
    assert refused(team.accounts.mailed.reset_password, link, PASSWORD, HOME) is Reason.LINK_USED
    assert not team.is_signed_in(secret)
    assert team.accounts.sessions.of(team.signed(lea))[1:] == []
    assert refused(team.accounts.sign_in.with_password, lea.mail, PASSWORD, HOME) is Reason.WRONG
    team.sign_in(lea, OTHER_PASSWORD)


def test_a_reset_link_is_over_after_thirty_minutes(team: Team) -> None:
    _, link = team.accounts.rescue.link(team.person("Lea").mail)
    team.clock.forward(minutes=30)
    assert refused(team.accounts.mailed.reset_password, link, OTHER_PASSWORD, HOME) is Reason.LINK_OVER


def test_a_reset_skips_no_factor(team: Team) -> None:
    lea = team.person("Lea")
    clock, _ = enrol(team, team.signed(lea))
    _, link = team.accounts.rescue.link(lea.mail)
    team.accounts.mailed.reset_password(link, OTHER_PASSWORD, HOME)
    assert isinstance(team.accounts.sign_in.with_password(lea.mail, OTHER_PASSWORD, HOME), FactorAsked)
    assert clock.secret


def test_a_change_of_mail_waits_for_the_new_address_and_is_told_to_the_old_one(team: Team) -> None:
    lea = team.signed(team.person("Lea"))
    link = team.accounts.mailed.ask_new_mail(lea, "lea@ailleurs.exemple")
    assert team.get(lea.account).mail == lea.account.mail
    team.accounts.mailed.confirm_new_mail(link, HOME)
    assert team.get(lea.account).mail_key == "lea@ailleurs.exemple"
    with team.database.read() as uow:
        (told,) = [each for each in uow.messages.latest(limit=9) if each.kind is MessageKind.MAIL_CHANGED]
    assert told.to == lea.account.mail
    assert refused(team.accounts.mailed.confirm_new_mail, link, HOME) is Reason.LINK_USED


def test_an_address_held_by_somebody_is_not_told_from_a_free_one(team: Team) -> None:
    lea, paul = team.signed(team.person("Lea")), team.person("Paul")
    assert team.accounts.mailed.ask_new_mail(lea, paul.mail) == ""


@pytest.mark.parametrize("change", ["password", "factor", "mail", "duty", "state"])
def test_any_change_kills_every_link_given_out_before(team: Team, change: str) -> None:
    rita, lea = team.signed(team.person("Rita", duties=(Duty.RGC,))), team.person("Lea")
    signed = team.signed(lea)
    _, link = team.accounts.rescue.link(lea.mail)
    if change == "password":
        team.accounts.mailed.change_password(signed, OTHER_PASSWORD)
    elif change == "factor":
        enrol(team, signed)
    elif change == "mail":
        team.accounts.mailed.ask_new_mail(signed, "lea@ailleurs.exemple")
    elif change == "duty":
        team.accounts.people.give_duty(rita.caller, lea.id, Duty.RGC)
    else:
        team.accounts.people.suspend(rita.caller, lea.id)
    assert refused(team.accounts.mailed.look, LinkKind.RESET, link) is Reason.LINK_UNKNOWN


def test_a_code_lets_in_once_and_a_recovery_code_once(team: Team) -> None:
    lea = team.person("Lea")
    clock, codes = enrol(team, team.signed(lea))
    assert len(set(codes)) == 10

    def ask() -> str:
        asked = team.accounts.sign_in.with_password(lea.mail, PASSWORD, HOME)
        assert isinstance(asked, FactorAsked)
        return asked.step

    sign_in = team.accounts.sign_in.with_factor
    assert refused(sign_in, ask(), clock.at(team.clock()), HOME) is Reason.FACTOR_WRONG
    team.clock.forward(seconds=60)
    step = ask()
    opened = sign_in(step, clock.at(team.clock()), HOME)
    assert isinstance(opened, Opened)
    assert refused(sign_in, step, clock.at(team.clock()), HOME) is Reason.STEP_OVER
    assert refused(sign_in, ask(), clock.at(team.clock()), HOME) is Reason.FACTOR_WRONG
    assert sign_in(ask(), codes[0].upper().replace("-", " "), HOME)
    assert refused(sign_in, ask(), codes[0], HOME) is Reason.FACTOR_WRONG
    assert refused(sign_in, ask(), "", HOME) is Reason.FACTOR_WRONG


def test_a_step_opens_nothing_to_an_account_suspended_meanwhile(team: Team) -> None:
    rita, lea = team.signed(team.person("Rita", duties=(Duty.RGC,))), team.person("Lea")
    clock, _ = enrol(team, team.signed(lea))
    team.clock.forward(seconds=60)
    asked = team.accounts.sign_in.with_password(lea.mail, PASSWORD, HOME)
    assert isinstance(asked, FactorAsked)
    team.accounts.people.suspend(rita.caller, lea.id)
    assert refused(team.accounts.sign_in.with_factor, asked.step, clock.at(team.clock()), HOME) is Reason.STEP_OVER


def test_guessing_codes_is_slowed_down(team: Team) -> None:
    lea = team.person("Lea")
    enrol(team, team.signed(lea))
    asked = team.accounts.sign_in.with_password(lea.mail, PASSWORD, HOME)
    assert isinstance(asked, FactorAsked)
    reasons = [refused(team.accounts.sign_in.with_factor, asked.step, "000000", HOME) for _ in range(7)]
    assert reasons[-1] is Reason.WAIT


def test_a_lost_factor_is_reset_by_another_and_told(team: Team) -> None:
    ada = team.signed(team.person("Ada", duties=(Duty.ADMINISTRATOR,)))
    lea = team.person("Lea")
    enrol(team, team.signed(lea))
    team.accounts.people.reset_factor(ada.caller, lea.id)
    assert isinstance(team.accounts.sign_in.with_password(lea.mail, PASSWORD, HOME), Opened)
    assert messages(team, MessageKind.FACTOR_RESET) == ["en-attente"]
    assert refused(team.accounts.people.reset_factor, ada.caller, ada.account.id) is Reason.ONESELF


def test_a_token_does_what_its_scopes_say_for_its_institution_until_it_ends(team: Team) -> None:
    rita = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    tokens = team.accounts.tokens
    until = team.clock() + timedelta(days=90)
    secret = tokens.create(rita.caller, "caf-13", name="Dépôt", scopes={Scope.WRITE}, expires_at=until)
    actor = tokens.actor(secret)
    assert actor is not None and may(actor, Action.WRITE, owner="caf-13")
    assert not may(actor, Action.WRITE, owner="cd13") and not may_somewhere(actor, Action.READ)
    (kept,) = tokens.of(rita.caller)
    assert secret not in repr(kept) and secret.startswith(kept.prefix) and kept.used_at is not None
    other = team.signed(team.person("Omar", "pole-emploi", duties=(Duty.RGC,)))
    assert tokens.of(other.caller) == []
    assert refused(tokens.revoke, other.caller, kept.id) is Reason.UNKNOWN
    team.clock.at = until
    assert tokens.actor(secret) is None


def test_a_token_revoked_or_of_a_closed_institution_opens_nothing(team: Team) -> None:
    rita = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    until = team.clock() + timedelta(days=90)
    create = team.accounts.tokens.create
    first, second = (
        create(rita.caller, code, name="x", scopes={Scope.READ}, expires_at=until) for code in ("cd13", "caf-13")
    )
    team.accounts.tokens.revoke(rita.caller, team.accounts.tokens.of(rita.caller)[1].id)
    assert team.accounts.tokens.actor(first) is None
    lea = team.person("Lea", "caf-13", profile=Profile.UPDATE)
    session = team.session(lea)
    team.accounts.institutions.close(rita.caller, "caf-13")
    assert team.accounts.tokens.actor(second) is None
    assert not team.is_signed_in(session)


def test_no_institution_s_token_reads_the_measures(team: Team) -> None:
    rita = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    said = {"name": "x", "scopes": {Scope.METRICS}, "expires_at": team.clock() + timedelta(days=1)}
    assert refused(team.accounts.tokens.create, rita.caller, "cd13", **said) is Reason.SCOPES_MISSING
