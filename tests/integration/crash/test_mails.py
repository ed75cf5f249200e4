"""kill -9 at any moment of a mail: no reminder is received twice, none is lost unsaid, and access mails all arrive."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest

from directory.domain.accounts.messages import SENT_ONCE, Message, MessageKind, MessageState
from directory.domain.freshness import Rung
from directory.services.accounts.mailing import queue_mail
from directory.store.database import Database
from tests.integration.crash.mailer import send_all
from tests.integration.crash.test_crashes import address
from tests.integration.crash.victims import Victim
from tests.integration.freshness.base import Base
from tests.mail_server import Mailbox, mail_server

EDITORS = 12
SLOW_S = 0.03
"""Most kills then fall where it matters: the server has the mail, and the base does not know."""


def assert_agrees(base: Base, mailbox: Mailbox) -> list[Message]:
    """See that what the base says of its mails is what the server took; return them."""
    times = Counter(mail["Message-ID"] for mail in mailbox.taken)
    with base.database.read() as uow:
        messages = uow.messages.latest(limit=100_000)
    for each in messages:
        received = times.pop(base.writer.message_id(each), 0)
        if each.kind in SENT_ONCE:
            assert received <= 1
        if each.state in (MessageState.DROPPED, MessageState.REFUSED):
            assert not received
        if each.state is MessageState.SENT:
            assert received
    assert not times
    return messages


def assert_all_asked(base: Base, fiches: Sequence[int], messages: Sequence[Message]) -> None:
    """See that no fiche is marked as asked about without a mail that names it, and that each is marked."""
    named = {number for each in messages for number in each.facts.get("fiches", "").split(",")}
    for number in fiches:
        assert base.due(number).rung is not Rung.NOT_ASKED
        assert str(number) in named


@pytest.mark.slow
def test_a_reminder_is_received_once_at_most_and_one_of_unknown_fate_is_told(
    sqlite_database: Database, rounds: int
) -> None:
    base, mailbox, draw = Base(sqlite_database), Mailbox(slow_s=SLOW_S), random.Random(rounds)
    people = [base.editor(f"E{rank}") for rank in range(EDITORS)]
    fiches: list[int] = []
    with mail_server(mailbox) as server:
        for number in range(rounds):
            base.clock.forward(days=8)
            fiches += [base.fiche(f"De {each.name}, {number}", by=each) for each in people]
            with base.database.write() as uow:
                for each in people[:3]:
                    queue_mail(uow, MessageKind.PASSWORD_CHANGED, each, base.clock())
            said = (address(base.database), str(server.port), base.clock().isoformat())
            victims = [Victim("mailer", said) for _ in range(2)]
            for victim in victims:
                victim.kill_after(draw.randrange(1, EDITORS), draw, within_s=2 * SLOW_S)
            assert_agrees(base, mailbox)
        base.night(mails=False)
        base.clock.forward(hours=1)
        send_all(base.database, server.port, base.clock())
    messages = assert_agrees(base, mailbox)
    assert_all_asked(base, fiches, messages)
    states = Counter((each.kind in SENT_ONCE, each.state) for each in messages)
    assert states.keys() <= {(False, MessageState.SENT), (True, MessageState.SENT), (True, MessageState.UNKNOWN)}
    assert states[False, MessageState.SENT] == 3 * rounds
