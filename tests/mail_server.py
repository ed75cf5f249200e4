"""A real SMTP server of the tests, and what it took."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from directory.services.mail.smtp import Server


@dataclass
class Mailbox:
    """What the server does with each recipient: the answers it gives in turn, then it takes.

    slow_s   seconds between a mail being taken and the server saying so.
    """

    slow_s: float = 0.0
    answers: dict[str, list[str]] = field(default_factory=dict)
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        waiting = self.answers.get(address, [])
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        await asyncio.sleep(self.slow_s)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server(mailbox: Mailbox) -> Iterator[Server]:
    """Open a server that fills ``mailbox``."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield Server("127.0.0.1", controller.port, is_secure=False)
    finally:
        controller.stop()
