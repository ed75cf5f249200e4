"""How reminders leave: once at most, after mails about access, and not to who is gone: story 19 and its siblings."""

from dataclasses import replace

import pytest

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.messages import MessageKind, MessageState
from directory.domain.freshness import Rung
from directory.services.accounts.mailing import queue_mail
from directory.services.mail.postman import Letter, PerhapsTaken
from tests.integration.freshness.base import Base


class Killed(BaseException):
    """Stands for kill -9."""


class DyingPostman:
    def __init__(self, *, takes: bool) -> None:
        self.taken: list[Letter] = []
        self.takes = takes

    def send(self, letter: Letter) -> None:
        if self.takes:
            self.taken.append(letter)
        raise Killed


class CutPostman:
    def send(self, letter: Letter) -> None:
        raise PerhapsTaken("connexion perdue")


@pytest.mark.parametrize("takes", [True, False])
def test_a_reminder_whose_worker_is_killed_is_lost_rather_than_sent_twice(base: Base, takes: bool) -> None:
    base.fiche(by=base.editor("Lea"))
    base.night(mails=False)
    dying = DyingPostman(takes=takes)
    base.sender._postman = dying
    with pytest.raises(Killed):
        base.sender.send_due()
    base.sender._postman = base.postbox
    for _ in range(5):
        base.clock.forward(hours=1)
        base.send()
    assert len(dying.taken) + len(base.sent) == (1 if takes else 0)
    assert [each.state for each in base.messages(MessageKind.TO_CONFIRM)] == [MessageState.UNKNOWN]


def test_a_reminder_whose_line_was_cut_as_it_left_is_of_unknown_fate_at_once(base: Base) -> None:
    base.fiche(by=base.editor("Lea"))
    base.night(mails=False)
    base.sender._postman = CutPostman()
    base.send()
    (message,) = base.messages(MessageKind.TO_CONFIRM)
    assert (message.state, message.error) == (MessageState.UNKNOWN, "connexion perdue")
    base.sender._postman = base.postbox
    base.night()
    assert base.sent == []


def test_story_19_a_mail_to_sign_in_goes_before_a_thousand_reminders(base: Base) -> None:
    people = [base.editor(f"E{rank}") for rank in range(30)]
    for each in people:
        base.fiche(f"De {each.name}", by=each)
    base.night(mails=False)
    base.clock.forward(minutes=1)
    with base.database.write() as uow:
        queue_mail(uow, MessageKind.PASSWORD_CHANGED, people[7], base.clock())
    base.send()
    assert base.sent[0] == ("e7", base.sent[0][1]) and "fiche" not in base.sent[0][1]
    assert len(base.sent) == 31


def test_without_a_mail_server_the_rungs_climb_and_no_mail_waits(base: Base) -> None:
    base.ladder._sends = False
    number = base.fiche(by=base.editor("Lea"))
    base.night()
    assert base.due(number).rung is Rung.ASKED
    assert base.messages(MessageKind.TO_CONFIRM) == []


def test_a_closed_account_keeps_no_reminder_waiting(base: Base) -> None:
    lea = base.editor("Lea")
    base.fiche(by=lea)
    base.night(mails=False)
    base.team.save(replace(base.team.get(lea), state=AccountState.SUSPENDED))
    base.send()
    assert base.sent == []
