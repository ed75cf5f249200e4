"""What RGCs and administrators may do to whom, and what it does at once."""

from collections.abc import Callable

import pytest

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.filters import AccountFilter
from directory.domain.accounts.links import LinkKind
from directory.domain.accounts.messages import MessageKind
from directory.domain.actors import Duty, Profile, Scope
from directory.services.accounts.lines import Guest
from directory.services.accounts.refusals import Reason, Refused
from tests.accounts import HOME, PASSWORD, Team


def refused(call: Callable[..., object], *arguments: object, **said: object) -> Reason:
    with pytest.raises(Refused) as found:
        call(*arguments, **said)
    return found.value.reason


def test_an_rgc_sees_and_changes_the_accounts_of_reach_and_no_other(team: Team) -> None:
    rita = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    own, partner = team.person("Lea"), team.person("Paul", "caf-13")
    other = team.person("Omar", "pole-emploi")
    page = team.accounts.people.list(rita.caller, AccountFilter(), limit=20)
    assert {each.name for each in page.accounts} == {"Rita", "Lea", "Paul"} and page.total == 3
    foreign = AccountFilter(frozenset({"pole-emploi"}))
    assert team.accounts.people.list(rita.caller, foreign, limit=20).total == 0
    for account in (own, partner):
        team.accounts.people.change_profile(rita.caller, account.id, Profile.UPDATE)
        assert team.get(account).profile is Profile.UPDATE
    people = team.accounts.people
    for call in (people.suspend, people.close, people.reset_factor, people.unbind, people.review, people.get):
        assert refused(call, rita.caller, other.id) is Reason.UNKNOWN
        assert refused(call, rita.caller, 999) is Reason.UNKNOWN
    assert refused(people.change_profile, rita.caller, other.id, Profile.UPDATE) is Reason.UNKNOWN
    assert team.get(other).state is AccountState.ACTIVE


def test_an_rgc_of_a_partner_reaches_neither_the_signatory_nor_another_partner(team: Team) -> None:
    paula = team.signed(team.person("Paula", "caf-13", duties=(Duty.RGC,)))
    for account in (team.person("Lea"), team.person("Ines", "ccas-arles")):
        assert refused(team.accounts.people.suspend, paula.caller, account.id) is Reason.UNKNOWN


def test_an_rgc_never_changes_an_administrator_nor_themselves(team: Team) -> None:
    rita = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    team.person("Rosa", duties=(Duty.RGC,))
    ada = team.person("Ada", duties=(Duty.ADMINISTRATOR,))
    team.person("Abel", duties=(Duty.ADMINISTRATOR,))
    people = team.accounts.people
    assert refused(people.suspend, rita.caller, ada.id) is Reason.ADMINISTRATOR
    assert refused(people.change_profile, rita.caller, rita.account.id, Profile.UPDATE) is Reason.ONESELF
    assert refused(people.take_duty, rita.caller, rita.account.id, Duty.RGC) is Reason.ONESELF
    lea = team.person("Lea")
    assert refused(people.give_duty, rita.caller, lea.id, Duty.ADMINISTRATOR) is Reason.NOT_ALLOWED
    people.give_duty(rita.caller, lea.id, Duty.RGC)
    assert team.get(lea).is_rgc


def test_an_editor_manages_nobody(team: Team) -> None:
    lea = team.signed(team.person("Lea", profile=Profile.UPDATE))
    paul = team.person("Paul")
    assert refused(team.accounts.people.suspend, lea.caller, paul.id) is Reason.UNKNOWN
    assert refused(team.accounts.invitations.invite, lea.caller, "cd13", [Guest("Eve", "eve@cd13.exemple")]) is (
        Reason.UNKNOWN
    )
    assert team.accounts.people.list(lea.caller, AccountFilter(), limit=5).total == 0


def test_the_last_administrator_stays_whoever_asks(team: Team) -> None:
    ada = team.signed(team.person("Ada", duties=(Duty.ADMINISTRATOR,)))
    people = team.accounts.people
    for call in (people.suspend, people.close):
        assert refused(call, ada.caller, ada.account.id) is Reason.LAST_ADMINISTRATOR
    assert refused(people.take_duty, ada.caller, ada.account.id, Duty.ADMINISTRATOR) is Reason.LAST_ADMINISTRATOR
    abel = team.person("Abel", duties=(Duty.ADMINISTRATOR,))
    people.suspend(ada.caller, abel.id)
    assert refused(people.close, ada.caller, ada.account.id) is Reason.LAST_ADMINISTRATOR


def test_an_institution_that_loses_its_last_rgc_is_told_to_the_signatory(team: Team) -> None:
    rita = team.person("Rita", duties=(Duty.RGC,))
    paula = team.person("Paula", "caf-13", duties=(Duty.RGC,))
    team.accounts.people.suspend(team.signed(rita).caller, paula.id)
    with team.database.read() as uow:
        told = [each for each in uow.messages.latest(limit=9) if each.kind is MessageKind.LONE_INSTITUTION]
    assert [each.to for each in told] == [rita.mail]


def test_suspension_shuts_every_door_at_once_and_resuming_opens_them(team: Team) -> None:
    rita, lea = team.signed(team.person("Rita", duties=(Duty.RGC,))), team.person("Lea")
    secret = team.session(lea)
    kind, link = team.accounts.rescue.link(lea.mail)
    assert kind is LinkKind.RESET
    team.accounts.people.suspend(rita.caller, lea.id)
    assert not team.is_signed_in(secret)
    assert refused(team.accounts.mailed.reset_password, link, "un autre mot de passe", HOME) is Reason.LINK_UNKNOWN
    assert refused(team.accounts.sign_in.with_password, lea.mail, PASSWORD, HOME) is Reason.STATE
    assert refused(team.accounts.rescue.link, lea.mail) is Reason.STATE
    team.accounts.people.resume(rita.caller, lea.id)
    team.sign_in(lea)
    assert not team.is_signed_in(secret)


def test_delicate_acts_ask_who_one_is_again_after_ten_minutes(team: Team) -> None:
    ada = team.signed(team.person("Ada", duties=(Duty.ADMINISTRATOR,)))
    lea = team.person("Lea")
    team.clock.forward(minutes=10)
    people, tokens = team.accounts.people, team.accounts.tokens
    assert refused(people.give_duty, ada.caller, lea.id, Duty.RGC) is Reason.SUDO
    assert refused(people.take_duty, ada.caller, lea.id, Duty.RGC) is Reason.SUDO
    assert refused(people.reset_factor, ada.caller, lea.id) is Reason.SUDO
    assert refused(team.accounts.mailed.change_password, ada, "un autre mot de passe") is Reason.SUDO
    assert refused(team.accounts.mailed.ask_new_mail, ada, "ada@ailleurs.exemple") is Reason.SUDO
    assert refused(team.accounts.factors.begin_totp, ada) is Reason.SUDO
    said = {"name": "x", "scopes": {Scope.READ}, "expires_at": team.clock()}
    assert refused(tokens.create, ada.caller, "cd13", **said) is Reason.SUDO
    assert refused(team.accounts.sign_in.prove_again, ada, password="faux") is Reason.WRONG
    team.accounts.sign_in.prove_again(ada, password=PASSWORD)
    again = next(each for each in team.accounts.sessions.of(ada))
    assert again.has_sudo(team.clock())


def test_a_mail_is_not_a_person(team: Team) -> None:
    rita = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    first = team.person("Accueil", duties=(Duty.RGC,), profile=Profile.UPDATE)
    enrolled = team.signed(first)
    team.accounts.factors.begin_totp(enrolled)
    team.accounts.people.close(rita.caller, first.id)
    (invited,) = team.accounts.invitations.invite(rita.caller, "cd13", [Guest("Nadia", first.mail)])
    successor = invited.account
    assert successor.id != first.id and not successor.duties and successor.profile is Profile.CONSULTATION
    with team.database.read() as uow:
        assert not uow.factors.of(successor.id).is_enrolled and uow.factors.totp_of(successor.id) is None
        assert uow.accounts.identities_of(successor.id) == [] and uow.sessions.of(successor.id) == []
    assert team.get(first).name == "Accueil" and team.get(first).state is AccountState.CLOSED
    assert refused(team.accounts.people.resume, rita.caller, first.id) is Reason.STATE
    assert refused(team.accounts.sign_in.with_password, first.mail, PASSWORD, HOME) is Reason.WRONG
