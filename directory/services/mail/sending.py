"""The queue of mails emptied: each is sent once, or again later, until it has left or cannot.

Between the instant a server takes a mail and the commit that says so, a worker may be killed: nothing tells the next
one whether it left. A mail about access is sent again, under the same Message-ID; a reminder is not, and is shown to
administrators as of unknown fate.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from directory.domain.accounts.account import mail_key
from directory.domain.accounts.messages import SENT_ONCE, Message, MessageState
from directory.services.mail.letters import LetterWriter, NothingToSay
from directory.services.mail.postman import NobodyThere, NotNow, PerhapsTaken, Postman, RefusedForGood, ServerAway
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

logger = structlog.get_logger()

AT_ONCE = 20
CLAIM = timedelta(minutes=10)
"""How long a mail taken by one worker is left alone by the others: longer than a server takes to answer."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 240, 720, 1440))
"""From one try to the next; after the last, the mail is given up (nearly two days and a half)."""
KEPT = timedelta(days=30)
CUT_SHORT = "envoi interrompu"

IsStillWanted = Callable[[UnitOfWork, Message], bool]
"""Tells whether what a mail says is still true: nobody is sent a link into a suspended account."""


class MailSender:
    """Sends what is due. Without a server there is none of these: links are then shown to who asked for them."""

    def __init__(
        self,
        database: Database,
        postman: Postman,
        writer: LetterWriter,
        *,
        is_still_wanted: IsStillWanted,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._postman = postman
        self._writer = writer
        self._is_still_wanted = is_still_wanted
        self._now = now

    def send_due(self) -> int:
        """Send what is due, a few mails at most; return how many were tried."""
        tried = 0
        while tried < AT_ONCE:
            message = self._claim()
            if message is None:
                break
            tried += 1
            if not self._try(message):
                break
        return tried

    def forget_old(self) -> int:
        """Drop the mails that left, or were given up, a month ago."""
        with self._database.write() as uow:
            return uow.messages.forget_before(self._now() - KEPT)

    def _claim(self) -> Message | None:
        """Take the next mail due. It is written down before it is sent, so that no other worker sends it meanwhile.

        A reminder is written down as leaving: nobody takes it again, and one still there once its time is over was cut
        short.
        """
        with self._database.read() as uow:
            if not uow.messages.due(self._now(), limit=1):
                return None
        with self._database.write() as uow:
            for message in uow.messages.due(self._now(), limit=AT_ONCE):
                if message.state is MessageState.LEAVING:
                    uow.messages.save(_of_unknown_fate(message, CUT_SHORT, self._now()))
                elif self._is_still_wanted(uow, message):
                    taken = replace(message, attempts=message.attempts + 1, due_at=self._now() + CLAIM)
                    if message.kind in SENT_ONCE:
                        taken = replace(taken, state=MessageState.LEAVING)
                    uow.messages.save(taken)
                    return taken
                else:
                    uow.messages.save(replace(message, state=MessageState.DROPPED, finished_at=self._now()))
        return None

    def _try(self, message: Message) -> bool:
        """Send one mail; False when the server is away, and the others had better wait."""
        try:
            self._postman.send(self._writer.letter(message))
        except NothingToSay:
            self._close(message, MessageState.DROPPED)
        except PerhapsTaken as error:
            if message.kind in SENT_ONCE:
                with self._database.write() as uow:
                    uow.messages.save(_of_unknown_fate(message, error.reason, self._now()))
            else:
                self._later(message, error.reason)
            return False
        except ServerAway as error:
            self._later(message, error.reason)
            return False
        except NotNow as error:
            self._later(message, error.reason)
        except NobodyThere as error:
            self._close(message, MessageState.REFUSED, error.reason, is_there=False)
        except RefusedForGood as error:
            self._close(message, MessageState.REFUSED, error.reason)
        else:
            self._close(message, MessageState.SENT, is_there=True)
        return True

    def _later(self, message: Message, reason: str) -> None:
        if message.attempts > len(WAITS):
            self._close(message, MessageState.REFUSED, reason)
            return
        due_at = self._now() + WAITS[message.attempts - 1]
        with self._database.write() as uow:
            uow.messages.save(replace(message, state=MessageState.WAITING, due_at=due_at, error=reason))
        logger.warning("mail.not_now", message=message.id, kind=message.kind.value, attempts=message.attempts)

    def _close(self, message: Message, state: MessageState, reason: str = "", *, is_there: bool | None = None) -> None:
        """Write how a mail ended. ``is_there``: whether its mailbox took it, None when that is not known."""
        with self._database.write() as uow:
            if is_there is not None:
                uow.mailboxes.note(mail_key(message.to), self._now(), is_there=is_there)
            uow.messages.save(replace(message, state=state, error=reason, finished_at=self._now()))
        logger.info("mail.closed", message=message.id, kind=message.kind.value, state=state.value)


def _of_unknown_fate(message: Message, reason: str, now: datetime) -> Message:
    logger.warning("mail.fate_unknown", message=message.id, kind=message.kind.value)
    return replace(message, state=MessageState.UNKNOWN, error=reason, finished_at=now)
