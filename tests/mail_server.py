"""A real SMTP server of the tests, and what it took."""

import asyncio
import socket
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from directory.services.mail.smtp import Server

READY_S = 120.0
"""Nothing is measured: on a busy machine the server may take its time."""


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


class _Held(Controller):
    """Listens on a port that was held before: one that was free a moment ago may be taken."""

    def __init__(self, mailbox: Mailbox, held: socket.socket) -> None:
        host, port = held.getsockname()
        super().__init__(mailbox, hostname=host, port=port, ready_timeout=READY_S)
        self._held = held

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._held)


@contextmanager
def mail_server(mailbox: Mailbox) -> Iterator[Server]:
    """Open a server that fills ``mailbox``."""
    controller = _Held(mailbox, socket.create_server(("127.0.0.1", 0)))
    controller.start()
    try:
        yield Server("127.0.0.1", controller.port, is_secure=False)
    finally:
        controller.stop()
