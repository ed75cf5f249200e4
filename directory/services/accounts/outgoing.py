"""What the sender of mails asks of accounts: is this mail still wanted, and the secret link it carries."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.links import LinkKind
from directory.domain.accounts.messages import Message
from directory.services.accounts.mailing import issue_link
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

PATHS: Mapping[LinkKind, str] = MappingProxyType(
    {LinkKind.INVITATION: "/i/", LinkKind.RESET: "/m/", LinkKind.NEW_MAIL: "/c/"}
)
"""Short, so that a whole link stays on one line of a mail."""


def link_address(public_url: str, kind: LinkKind, secret: str) -> str:
    """Return the address of a secret link. ``public_url``: without a final slash."""
    return f"{public_url}{PATHS[kind]}{secret}"


class Outgoing:
    def __init__(self, database: Database, *, public_url: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._public_url = public_url
        self._now = now

    def is_still_wanted(self, uow: UnitOfWork, message: Message) -> bool:
        """Say whether what a mail is about still holds: no link is sent to who could not use it."""
        account = uow.accounts.get(message.account_id) if message.account_id is not None else None
        if account is None or account.state is AccountState.CLOSED:
            return False
        kind = message.kind.link_kind
        return kind is None or account.may_enter(kind.door, self._now())

    def make_link(self, kind: LinkKind, message: Message) -> str:
        """Make the secret link of a mail as it leaves, and return its address (see ``issue_link``)."""
        now = self._now()
        with self._database.write() as uow:
            account = uow.accounts.get(message.account_id or 0)
            assert account is not None, "asked for by is_still_wanted"
            mail = message.to if kind is LinkKind.NEW_MAIL else ""
            return link_address(self._public_url, kind, issue_link(uow, kind, account, now, mail=mail))
