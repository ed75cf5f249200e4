"""What happened elsewhere and must not here: stories of access, and others of the same kind."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AccountFilter, AuditFilter
from directory.domain.accounts.links import LinkKind
from directory.domain.accounts.messages import Message, MessageKind, MessageState
from directory.domain.actors import Duty, Scope
from directory.services.accounts.callers import Signed, Visit
from directory.services.accounts.lines import Guest
from directory.services.accounts.oidc import Oidc
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.sign_in import Opened
from tests.accounts import ELSEWHERE, HOME, PASSWORD, Team
from tests.doors import BACK, DOORS, LEA, NEW_PASSWORD, Doors, is_shut


def refusal(call: Callable[..., object], *arguments: object, **said: object) -> Reason:
    with pytest.raises(Refused) as found:
        call(*arguments, **said)
    return found.value.reason


def queued(team: Team, kind: MessageKind) -> list[Message]:
    with team.database.read() as uow:
        return [each for each in uow.messages.latest(limit=50) if each.kind is kind]


def acts_of(team: Team, act: Act) -> int:
    with team.database.read() as uow:
        return len(uow.audit.matching(AuditFilter(act=act), limit=100))


# Doors that forget the state.


def test_every_door_of_a_living_account_opens_but_an_invitation_it_no_longer_has(team: Team) -> None:
    doors = Doors(team)
    assert refusal(doors.by_invitation) is Reason.LINK_OVER
    for door in (doors.by_password, doors.by_oidc, doors.by_session, doors.by_second_factor):
        assert door()
    doors.by_new_mail()
    doors.links[LinkKind.RESET] = doors.link(LinkKind.RESET)
    doors.by_reset()


@pytest.mark.parametrize("state", [AccountState.SUSPENDED, AccountState.CLOSED, AccountState.INVITED])
def test_no_door_opens_to_a_state_that_shuts_it(team: Team, state: AccountState) -> None:
    doors = Doors(team)
    now = team.clock()
    # An invitation that is over, for who is only invited.
    doors.become(lambda account: replace(account, state=state, invited_until=now))
    opened = [door.__name__ for door in DOORS if not is_shut(door, doors)]
    # Whoever runs the product sends an invitation again: that is what the command is for.
    assert opened == (["by_rescue"] if state is AccountState.INVITED else [])


def test_no_door_opens_once_the_institution_is_closed(team: Team) -> None:
    doors = Doors(team)
    with team.database.write() as uow:
        found = uow.institutions.get("cd13")
        assert found is not None
        uow.institutions.save(replace(found, retired=True))
    assert [door.__name__ for door in DOORS if not is_shut(door, doors)] == []


def test_a_mail_is_queued_for_nobody_who_could_not_use_its_link(team: Team) -> None:
    for state in (AccountState.SUSPENDED, AccountState.INVITED, AccountState.CLOSED):
        person = team.person(f"P-{state}", state=state)
        team.accounts.mailed.ask_reset(person.mail, HOME)
    assert {each.state for each in queued(team, MessageKind.RESET)} == {MessageState.DROPPED}
    assert {each.to for each in queued(team, MessageKind.RESET)} == {""}


# A stranger who asks all the time.


def test_who_asks_a_reset_for_somebody_else_makes_nothing_of_theirs_useless(team: Team) -> None:
    doors = Doors(team)
    for _ in range(3):
        team.accounts.mailed.ask_reset(doors.lea.mail, ELSEWHERE)
        team.accounts.mailed.ask_reset(doors.noe.mail, ELSEWHERE)
    assert doors.by_second_factor()
    doors.by_new_mail()
    doors.links[LinkKind.RESET] = doors.link(LinkKind.RESET)
    team.accounts.mailed.ask_reset(doors.lea.mail, ELSEWHERE)
    doors.by_reset()


def test_who_asks_a_reset_again_and_again_fills_no_mailbox(team: Team) -> None:
    lea = team.person("Lea")
    for mail in (lea.mail, "personne@cd13.exemple") * 4:
        team.accounts.mailed.ask_reset(mail, ELSEWHERE)
        team.clock.forward(seconds=30)
    assert len(queued(team, MessageKind.RESET)) <= 4
    team.clock.forward(minutes=5)
    before = len(queued(team, MessageKind.RESET))
    team.accounts.mailed.ask_reset(lea.mail, HOME)
    assert len(queued(team, MessageKind.RESET)) == before + 1


def test_a_second_reset_mail_leaves_the_first_link_good_until_one_is_used(team: Team) -> None:
    doors = Doors(team)
    first = doors.links[LinkKind.RESET]
    second = doors.link(LinkKind.RESET)
    team.accounts.mailed.look(LinkKind.RESET, first)
    team.accounts.mailed.reset_password(second, NEW_PASSWORD, HOME)
    assert refusal(team.accounts.mailed.look, LinkKind.RESET, first) is Reason.LINK_UNKNOWN


# Identity that moves.


def test_the_same_subject_at_another_provider_is_somebody_else(team: Team) -> None:
    doors = Doors(team)
    doors.provider.said = replace(LEA, issuer="https://autre.exemple")
    assert refusal(doors.by_oidc) is Reason.OIDC_OTHER_SUBJECT
    doors.provider.said = replace(LEA, issuer="https://autre.exemple", mail="zoe@cd13.exemple")
    assert refusal(doors.by_oidc) is Reason.OIDC_NOT_INVITED


def test_a_subject_never_goes_to_the_account_that_now_has_its_mail(team: Team) -> None:
    doors = Doors(team)
    zoe = team.person("Zoe", state=AccountState.INVITED)
    doors.provider.said = replace(LEA, mail=zoe.mail)
    assert refusal(doors.by_oidc) is Reason.OIDC_OTHER_MAIL
    assert team.get(zoe).state is AccountState.INVITED


@pytest.mark.parametrize("mail", ["le\u0430@cd13.exemple", "Lea@CD13.exempl\u212a", "\u017fam@cd13.exemple"])
def test_a_mail_that_looks_like_another_binds_nothing(team: Team, mail: str) -> None:
    team.person("Sam", state=AccountState.INVITED)
    doors = Doors(team)
    doors.provider.said = replace(LEA, subject="sujet-2", mail=mail)
    assert refusal(doors.by_oidc) is Reason.OIDC_NOT_INVITED


# A mail is not a person.


def test_a_successor_at_the_same_mail_finds_every_way_of_the_former_shut(team: Team) -> None:
    rita = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    doors = Doors(team)
    team.accounts.people.close(rita.caller, doors.lea.id)
    (invited,) = team.accounts.invitations.invite(rita.caller, "cd13", [Guest("Lou", doors.lea.mail)])
    assert [door.__name__ for door in DOORS[:5] if not is_shut(door, doors)] == ["by_oidc"]
    # The provider vouches for the mail and an invitation waits for it: the successor comes in, as themselves.
    with team.database.read() as uow:
        assert [each.account_id for each in (uow.accounts.identity(LEA.issuer, LEA.subject),) if each] == [
            invited.account.id
        ]
        assert not uow.sessions.knows_browser(invited.account.id, doors.secret)
    assert not team.is_signed_in(doors.secret)
    assert team.get(doors.lea).state is AccountState.CLOSED


def test_an_address_asked_for_by_one_and_given_to_another_meanwhile_stays_theirs(team: Team) -> None:
    lea = team.signed(team.person("Lea"))
    link = team.accounts.mailed.ask_new_mail(lea, "accueil@cd13.exemple")
    accueil = team.person("Accueil")
    assert refusal(team.accounts.mailed.confirm_new_mail, link, HOME) is Reason.MAIL_USED
    assert team.get(accueil).mail_key == "accueil@cd13.exemple"


# Asked taken for got.


@pytest.mark.parametrize("acr", ["", "eidas1", "EIDAS2", "eidas2 ", "eidas22"])
def test_a_level_that_is_not_exactly_one_of_those_agreed_counts_for_nothing(team: Team, acr: str) -> None:
    doors = Doors(team)
    strict = Oidc(team.database, doors.provider, strong_acrs=frozenset({"eidas2"}), trusts_mail=False, now=team.clock)
    doors.oidc, doors.provider.said = strict, replace(LEA, acr=acr)
    came = strict_session(doors)
    assert not came.session.has_factor


def strict_session(doors: Doors) -> Signed:
    asked = doors.oidc.ask(redirect_uri=BACK, path="/")
    back = doors.oidc.come_back(
        step=asked.step, state=doors.provider.state, code="code", redirect_uri=BACK, visit=Visit()
    )
    assert isinstance(back.outcome, Opened)
    signed = doors.team.accounts.sessions.signed(back.outcome.secret)
    assert signed is not None
    return signed


# Told by mail.


def test_new_recovery_codes_are_told_as_any_other_change_of_factor(team: Team) -> None:
    doors = Doors(team)
    before = len(queued(team, MessageKind.FACTOR_CHANGED))
    team.accounts.factors.new_recovery_codes(team.signed(doors.noe, has_factor=True))
    assert len(queued(team, MessageKind.FACTOR_CHANGED)) == before + 1


# Secrets stay out of the trail and of the queue.


def test_neither_the_trail_nor_the_queue_ever_holds_a_secret(team: Team) -> None:
    doors = Doors(team)
    ada = team.signed(team.person("Ada", duties=(Duty.ADMINISTRATOR,)))
    until = team.clock() + timedelta(days=30)
    key = team.accounts.tokens.create(ada.caller, "cd13", name="essai", scopes={Scope.READ}, expires_at=until)
    codes = team.accounts.factors.new_recovery_codes(team.signed(doors.noe, has_factor=True))
    refusal(team.accounts.sign_in.with_password, doors.lea.mail, "mot-faux-tape", HOME)
    refusal(team.accounts.sign_in.with_password, "mot-tape-a-la-place@cd13.exemple", "x", HOME)
    team.accounts.mailed.ask_reset("inconnue@cd13.exemple", HOME)
    doors.by_reset()
    secrets = (
        PASSWORD, NEW_PASSWORD, "mot-faux-tape", "mot-tape-a-la-place", "inconnue@", key, doors.secret, doors.step,
        doors.clock.secret, *codes, *doors.links.values(), HOME.browser_secret, LEA.id_token,
    )  # fmt: skip
    with team.database.read() as uow:
        trail = repr(uow.audit.matching(AuditFilter(), limit=1000))
        mails = repr(uow.messages.latest(limit=1000))
        people = uow.accounts.matching(AccountFilter(), limit=50)
    for secret in secrets:
        assert secret not in trail and secret not in mails, secret
    # Nor who it was, but by their number.
    for person in people:
        assert person.name not in trail and person.mail not in trail
    assert acts_of(team, Act.RESET_ASKED) == 1 and acts_of(team, Act.SIGN_IN_REFUSED) == 2
