"""What carries a mail, and what it may answer."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go.

    message_id   the same each time one mail is sent again, so that a mailbox shows it once.
    headers      further header lines, such as the one that ends an alert.
    """

    to: str
    subject: str
    text: str
    message_id: str
    headers: dict[str, str] = field(default_factory=dict)


class NotNow(Exception):
    """The mail was not taken, and may be later: the server is away, busy, or makes strangers wait."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ServerAway(NotNow):
    """Nobody answered, or not as a mail server does: the next mails would fare no better now."""


class PerhapsTaken(ServerAway):
    """The line was cut once the mail had been handed over, or nearly: nobody knows whether it will arrive."""


class RefusedForGood(Exception):
    """The mail will never be taken: nobody has this address, or the server refuses what it says."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NobodyThere(RefusedForGood):
    """The server says that there is no such mailbox."""


class Postman(Protocol):
    def send(self, letter: Letter) -> None:
        """Hand a letter over. Raises NotNow (ServerAway among them), RefusedForGood."""
        ...
