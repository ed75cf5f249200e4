"""The queue of mails against a real SMTP server: refused, told to wait, away, killed in between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from directory.domain.accounts.links import LinkKind
from directory.domain.accounts.messages import Message, MessageKind, MessageState
from directory.services.mail.letters import LetterWriter
from directory.services.mail.postman import Letter
from directory.services.mail.sending import CLAIM, WAITS, MailSender
from directory.services.mail.smtp import Server, SmtpPostman
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from tests.fiches import NOW
from tests.house.served import nobody_there
from tests.mail_server import Mailbox, mail_server

SENDER = "Base de ressources <ne-pas-repondre@brp.exemple>"


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by


class DeadPostman:
    """Stands for a worker that was killed once the server had the mail."""

    def send(self, letter: Letter) -> None:
        raise KeyboardInterrupt


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Server]:
    with mail_server(mailbox) as opened:
        yield opened


@pytest.fixture
def nobody() -> Iterator[Server]:
    """The address of a server that is away."""
    with nobody_there() as port:
        yield Server("127.0.0.1", port, is_secure=False)


@pytest.fixture
def base(sqlite_database: Database) -> Database:
    return sqlite_database


def make_link(kind: LinkKind, message: Message) -> str:
    return "https://brp.exemple/l/" + "." + "b" * 40


def everything(uow: UnitOfWork, message: Message) -> bool:
    return True


def sender(base: Database, server: Server, clock: Clock) -> MailSender:
    writer = LetterWriter(make_link, public_url="https://brp.exemple", sender=SENDER)
    return MailSender(base, SmtpPostman(server, sender=SENDER), writer, is_still_wanted=everything, now=clock)


def put(base: Database, to: str, kind: MessageKind = MessageKind.RESET) -> None:
    facts = {"name": "Léa", "institution": "CCAS d’Arles", "until": "11 mars"}
    with base.write() as uow:
        uow.messages.put(Message(kind, to, None, NOW, NOW, facts=facts))


def last(base: Database) -> Message:
    with base.read() as uow:
        return uow.messages.latest(limit=1)[0]


def test_a_mail_arrives_as_it_was_written(base: Database, server: Server, mailbox: Mailbox) -> None:
    put(base, "lea@ccas.exemple", MessageKind.INVITATION)
    assert sender(base, server, Clock()).send_due() == 1
    (mail,) = mailbox.taken
    assert mail["To"] == "lea@ccas.exemple"
    assert mail["Subject"] == "Votre accès à la base de ressources partenariales"
    text = mail.get_content().replace("\r\n", "\n")
    assert "Bonjour Léa,\n\nCCAS d’Arles vous ouvre" in text
    # Whole, alone on its line, whatever it is made of.
    assert make_link(LinkKind.INVITATION, last(base)) in text.split("\n")
    assert last(base).state is MessageState.SENT
    assert last(base).body == ""


def test_a_mail_told_to_come_back_later_is_sent_later_under_the_same_name(
    base: Database, server: Server, mailbox: Mailbox
) -> None:
    clock = Clock()
    put(base, "lea@ccas.exemple")
    mailbox.answers["lea@ccas.exemple"] = ["451 4.7.1 Greylisted, please come back later"]
    sending = sender(base, server, clock)
    assert sending.send_due() == 1
    assert sending.send_due() == 0
    assert last(base).state is MessageState.WAITING
    assert "Greylisted" in last(base).error
    clock.move(WAITS[0])
    assert sending.send_due() == 1
    assert last(base).state is MessageState.SENT
    assert len(mailbox.taken) == 1


def test_an_address_that_nobody_has_is_said_and_not_tried_again(
    base: Database, server: Server, mailbox: Mailbox
) -> None:
    clock = Clock()
    put(base, "parti@ccas.exemple")
    mailbox.answers["parti@ccas.exemple"] = ["550 5.1.1 no such user"] * 5
    sending = sender(base, server, clock)
    sending.send_due()
    clock.move(timedelta(days=9))
    assert sending.send_due() == 0
    assert last(base).state is MessageState.REFUSED
    assert "no such user" in last(base).error


def test_one_refused_address_holds_up_nobody_else(base: Database, server: Server, mailbox: Mailbox) -> None:
    put(base, "parti@ccas.exemple")
    put(base, "lea@ccas.exemple")
    mailbox.answers["parti@ccas.exemple"] = ["550 5.1.1 no such user"]
    assert sender(base, server, Clock()).send_due() == 2
    assert [mail["To"] for mail in mailbox.taken] == ["lea@ccas.exemple"]


def test_a_server_away_loses_nothing_and_is_given_up_after_two_days(base: Database, nobody: Server) -> None:
    clock = Clock()
    put(base, "lea@ccas.exemple")
    sending = sender(base, nobody, clock)
    tries = 0
    while last(base).state is MessageState.WAITING:
        tries += sending.send_due()
        clock.move(timedelta(minutes=1) if tries < 3 else timedelta(hours=6))
    assert tries == len(WAITS) + 1
    assert clock.now - NOW > timedelta(days=1)
    assert last(base).state is MessageState.REFUSED


def test_a_server_away_is_asked_once_however_many_mails_wait(base: Database, nobody: Server) -> None:
    for number in range(5):
        put(base, f"lea{number}@ccas.exemple")
    assert sender(base, nobody, Clock()).send_due() == 1


def test_a_worker_killed_as_it_sends_leaves_the_mail_to_be_sent_again_under_the_same_name(
    base: Database, server: Server, mailbox: Mailbox
) -> None:
    clock = Clock()
    put(base, "lea@ccas.exemple")
    writer = LetterWriter(make_link, public_url="https://brp.exemple", sender=SENDER)
    with pytest.raises(KeyboardInterrupt):
        MailSender(base, DeadPostman(), writer, is_still_wanted=everything, now=clock).send_due()
    sending = sender(base, server, clock)
    assert sending.send_due() == 0
    clock.move(CLAIM)
    assert sending.send_due() == 1
    assert mailbox.taken[0]["Message-ID"] == writer.message_id(replace(last(base), attempts=1))


def test_what_is_no_longer_true_is_not_sent(base: Database, server: Server, mailbox: Mailbox) -> None:
    put(base, "lea@ccas.exemple")
    writer = LetterWriter(make_link, public_url="https://brp.exemple", sender=SENDER)
    postman = SmtpPostman(server, sender=SENDER)
    sending = MailSender(base, postman, writer, is_still_wanted=lambda uow, message: False, now=Clock())
    assert sending.send_due() == 0
    assert mailbox.taken == []
    assert last(base).state is MessageState.DROPPED


def test_two_workers_do_not_send_one_mail_twice(base: Database, server: Server, mailbox: Mailbox) -> None:
    clock = Clock()
    for number in range(6):
        put(base, f"lea{number}@ccas.exemple")
    one, two = sender(base, server, clock), sender(base, server, clock)
    assert one.send_due() + two.send_due() == 6
    assert len({mail["To"] for mail in mailbox.taken}) == len(mailbox.taken) == 6


def test_mails_that_left_are_forgotten_after_a_month(base: Database, server: Server) -> None:
    clock = Clock()
    put(base, "lea@ccas.exemple")
    sending = sender(base, server, clock)
    sending.send_due()
    clock.move(timedelta(days=31))
    assert sending.forget_old() == 1
