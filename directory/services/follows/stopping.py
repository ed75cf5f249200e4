"""The link that stops the mails about what somebody follows: their number, signed. Nothing of it is kept here."""

import base64
import hmac
import re
from collections.abc import Sequence
from datetime import datetime

from directory.domain.accounts.account import Account, Door
from directory.services.accounts.secret import SHORT_CHARS
from directory.store.unit_of_work import UnitOfWork

STOP_PATH = "/s/"
PURPOSE = "suivis"
_LINK = re.compile(rf"([1-9][0-9]{{0,14}})([a-z2-7]{{{SHORT_CHARS}}})")


class StopLinks:
    """A link that serves as often as one likes (RFC 8058) and does nothing but stop.

    Of small letters and digits, which no mail cuts. It belongs to the address that its mail went to: it is good for
    nothing once that changed, nor while the account lets nobody in.

    keys   the newest first: it signs; links signed with the others are still read.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = tuple(keys)

    def make(self, account: Account) -> str:
        """Return the secret part of an address."""
        return f"{account.id}{_signed(self._keys[0], account)}"

    def read(self, uow: UnitOfWork, secret: str, now: datetime) -> Account | None:
        """Return whose mails a link stops; None for one that stops nothing."""
        found = _LINK.fullmatch(secret)
        account = uow.accounts.get(int(found[1])) if found is not None else None
        if found is None or account is None or not account.may_enter(Door.SESSION, now):
            return None
        is_ours = any(hmac.compare_digest(_signed(key, account), found[2]) for key in self._keys)
        return account if is_ours else None


def _signed(key: str, account: Account) -> str:
    said = f"{PURPOSE} {account.id} {account.mail_key}"
    return base64.b32encode(hmac.digest(key.encode(), said.encode(), "sha256")).decode()[:SHORT_CHARS].lower()
