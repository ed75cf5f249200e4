"""What whoever runs the product does when nobody can sign in: a first administrator, a link, a factor reset."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.domain.accounts.account import Account, AccountState, Door
from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AccountFilter
from directory.domain.accounts.links import LinkKind
from directory.domain.institution import Institution
from directory.services.accounts.callers import COMMAND
from directory.services.accounts.invitations import Invitations, Invited
from directory.services.accounts.lines import Guest
from directory.services.accounts.mailing import issue_link
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.trail import note_on_account
from directory.store.database import Database

MOST_LISTED = 10_000


@dataclass(frozen=True, slots=True)
class NewInstitution:
    """An institution to create along with its first account."""

    code: str
    name: str


class Rescue:
    def __init__(self, database: Database, invitations: Invitations, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._invitations = invitations
        self._now = now

    def create(self, guest: Guest, institution: str, *, institution_name: str = "") -> Invited:
        """Invite somebody and return the secret of their link. Raises Refused.

        institution_name   creates the institution, as a signatory, when the base does not know its code.
        """
        with self._database.write() as uow:
            if uow.institutions.get(institution) is None:
                if not institution_name:
                    raise Refused(Reason.UNKNOWN)
                uow.institutions.save(Institution(institution, institution_name, "signataire"))
        return self._invitations.invite(COMMAND, institution, [guest])[0]

    def link(self, mail: str) -> tuple[LinkKind, str]:
        """Return a fresh link for somebody: to accept their invitation, or to choose another password.

        Raises Refused (``UNKNOWN``, ``STATE``).
        """
        now = self._now()
        account = self.find(mail)
        if account.state is AccountState.INVITED:
            return LinkKind.INVITATION, self._invitations.resend(COMMAND, account.id).secret
        if not account.may_enter(Door.RESET, now):
            raise Refused(Reason.STATE)
        with self._database.write() as uow:
            note_on_account(uow, Act.RESET_ASKED, account, COMMAND, now)
            return LinkKind.RESET, issue_link(uow, LinkKind.RESET, account, now)

    def find(self, mail: str) -> Account:
        """Return the account that holds an address. Raises Refused (``UNKNOWN``)."""
        with self._database.read() as uow:
            found = uow.accounts.by_mail(mail)
        if found is None:
            raise Refused(Reason.UNKNOWN)
        return found

    def all(self) -> list[Account]:
        with self._database.read() as uow:
            return uow.accounts.matching(AccountFilter(), limit=MOST_LISTED)
