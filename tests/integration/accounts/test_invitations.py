"""Inviting, accepting, and every way an invitation can go wrong."""

from collections.abc import Callable

import pytest

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.filters import AuditFilter
from directory.domain.accounts.links import LinkKind
from directory.domain.accounts.messages import MessageKind, MessageState
from directory.domain.actors import Duty, Profile
from directory.services.accounts.callers import Signed
from directory.services.accounts.lines import Guest
from directory.services.accounts.refusals import Reason, Refused
from directory.store.database import Database
from tests.accounts import HOME, Team

NEW = Guest("Noé Nouveau", "noe@cd13.exemple", Profile.UPDATE)
LONG = "sept tulipes au soleil couchant"


@pytest.fixture
def rgc(team: Team) -> Signed:
    return team.signed(team.person("Rita", duties=(Duty.RGC,)))


def refused(call: Callable[..., object], *arguments: object) -> Reason:
    with pytest.raises(Refused) as found:
        call(*arguments)
    return found.value.reason


def test_an_invited_person_chooses_a_password_and_is_in(team: Team, rgc: Signed) -> None:
    (invited,) = team.accounts.invitations.invite(rgc.caller, "cd13", [NEW])
    seen = team.accounts.mailed.look(LinkKind.INVITATION, invited.secret)
    assert (seen.account.name, seen.institution) == ("Noé Nouveau", "Département des Bouches-du-Rhône")
    opened = team.accounts.mailed.accept_invitation(invited.secret, LONG, HOME)
    signed = team.accounts.sessions.signed(opened.secret)
    assert signed is not None and signed.actor.profile is Profile.UPDATE
    assert team.sign_in(signed.account, LONG)


def test_looking_at_a_link_a_hundred_times_spends_nothing(team: Team, rgc: Signed) -> None:
    (invited,) = team.accounts.invitations.invite(rgc.caller, "cd13", [NEW])
    for _ in range(100):
        team.accounts.mailed.look(LinkKind.INVITATION, invited.secret)
    team.accounts.mailed.accept_invitation(invited.secret, LONG, HOME)
    assert refused(team.accounts.mailed.accept_invitation, invited.secret, LONG, HOME) is Reason.LINK_USED


def test_sending_again_withdraws_the_former_link(team: Team, rgc: Signed) -> None:
    (first,) = team.accounts.invitations.invite(rgc.caller, "cd13", [NEW])
    second = team.accounts.invitations.resend(rgc.caller, first.account.id)
    assert refused(team.accounts.mailed.look, LinkKind.INVITATION, first.secret) is Reason.LINK_UNKNOWN
    team.accounts.mailed.accept_invitation(second.secret, LONG, HOME)


def test_an_invitation_is_over_after_seven_days_and_can_be_sent_again(team: Team, rgc: Signed) -> None:
    (invited,) = team.accounts.invitations.invite(rgc.caller, "cd13", [NEW])
    team.clock.forward(days=7)
    assert refused(team.accounts.mailed.accept_invitation, invited.secret, LONG, HOME) is Reason.LINK_OVER
    again = team.accounts.invitations.resend(team.again(rgc).caller, invited.account.id)
    team.accounts.mailed.accept_invitation(again.secret, LONG, HOME)


def test_an_invitation_withdrawn_opens_nothing_and_frees_its_address(team: Team, rgc: Signed) -> None:
    (invited,) = team.accounts.invitations.invite(rgc.caller, "cd13", [NEW])
    team.accounts.invitations.withdraw(rgc.caller, invited.account.id)
    assert refused(team.accounts.mailed.look, LinkKind.INVITATION, invited.secret) is Reason.LINK_UNKNOWN
    team.accounts.mailed.ask_reset(NEW.mail, HOME)
    with team.database.read() as uow:
        assert [each.state for each in uow.messages.latest(limit=9)] == [MessageState.DROPPED]
    (successor,) = team.accounts.invitations.invite(rgc.caller, "cd13", [NEW])
    assert successor.account.id != invited.account.id


def test_with_a_mail_server_the_link_is_made_as_the_mail_leaves(database: Database) -> None:
    team = Team(database, shows_links=False)
    rgc = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    (invited,) = team.accounts.invitations.invite(rgc.caller, "cd13", [NEW])
    assert invited.secret == ""
    with team.database.read() as uow:
        (message,) = uow.messages.due(team.clock(), limit=5)
    assert (message.kind, message.to, message.body) == (MessageKind.INVITATION, NEW.mail, "")


@pytest.mark.parametrize(
    "password, reason",
    [
        ("court", Reason.PASSWORD_SHORT),
        ("motdepasse12", Reason.PASSWORD_COMMON),
        ("aaaaaaaaaaaaaaaa", Reason.PASSWORD_COMMON),
        ("azertyuiop123", Reason.PASSWORD_COMMON),
        ("noe.nouveau.13", Reason.PASSWORD_PERSONAL),
        ("x" * 201, Reason.PASSWORD_LONG),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays_good(
    team: Team, rgc: Signed, password: str, reason: Reason
) -> None:
    (invited,) = team.accounts.invitations.invite(rgc.caller, "cd13", [NEW])
    assert refused(team.accounts.mailed.accept_invitation, invited.secret, password, HOME) is reason
    team.accounts.mailed.accept_invitation(invited.secret, LONG, HOME)


def test_an_rgc_invites_in_reach_and_nowhere_else(team: Team, rgc: Signed) -> None:
    invite = team.accounts.invitations.invite
    assert invite(rgc.caller, "caf-13", [NEW])
    other = Guest("Eve", "eve@pole-emploi.exemple")
    assert refused(invite, rgc.caller, "pole-emploi", [other]) is Reason.UNKNOWN
    assert refused(invite, rgc.caller, "nulle-part", [other]) is Reason.UNKNOWN
    administrator = Guest("Eve", "eve@cd13.exemple", is_administrator=True)
    assert refused(invite, rgc.caller, "cd13", [administrator]) is Reason.NOT_ALLOWED


def test_nobody_is_invited_when_one_of_them_cannot_be(team: Team, rgc: Signed) -> None:
    guests = [NEW, Guest("Rita bis", "rita@cd13.exemple")]
    assert refused(team.accounts.invitations.invite, rgc.caller, "cd13", guests) is Reason.MAIL_USED
    with team.database.read() as uow:
        assert uow.accounts.by_mail(NEW.mail) is None


def test_each_pasted_line_is_checked(team: Team, rgc: Signed) -> None:
    pasted = """
    Zoé Martin; zoe@cd13.exemple; mise à jour
    Paul;Durand;paul@cd13.exemple
    zoe@cd13.exemple\tZoé encore
    Rita; RITA@cd13.exemple
    sans adresse
    Jo; jo@@cd13.exemple
    Max; max@cd13.exemple; chef
    """
    lines = team.accounts.invitations.check(rgc.caller, "cd13", pasted)
    assert [line.guest for line in lines[:2]] == [
        Guest("Zoé Martin", "zoe@cd13.exemple", Profile.UPDATE), Guest("Paul Durand", "paul@cd13.exemple"),
    ]  # fmt: skip
    assert [line.reasons for line in lines[2:]] == [
        (Reason.MAIL_TWICE,), (Reason.MAIL_USED,), (Reason.MAIL_BAD,), (Reason.MAIL_BAD,), (Reason.PROFILE_UNKNOWN,),
    ]  # fmt: skip
    assert [line.number for line in lines] == [2, 3, 4, 5, 6, 7, 8]


def test_the_audit_trail_tells_who_invited_whom_and_no_secret(team: Team, rgc: Signed) -> None:
    (invited,) = team.accounts.invitations.invite(rgc.caller, "cd13", [NEW])
    team.accounts.mailed.accept_invitation(invited.secret, LONG, HOME)
    with team.database.read() as uow:
        entries = uow.audit.matching(AuditFilter(object_id=str(invited.account.id)), limit=20)
    assert {entry.act.value for entry in entries} == {"invite", "invitation-acceptee", "connexion"}
    assert invited.secret not in repr(entries) and LONG not in repr(entries) and NEW.mail not in repr(entries)
    assert team.get(invited.account).state is AccountState.ACTIVE
