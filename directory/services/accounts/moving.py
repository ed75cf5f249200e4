"""Moving a person to another institution, when those who answer for both agree; what they did and wrote stays."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.domain.accounts.account import Account
from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.accounts.filters import AccountFilter, AuditFilter
from directory.domain.accounts.messages import MessageKind
from directory.domain.institution import Institution
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Caller
from directory.services.accounts.mailing import queue_mail
from directory.services.accounts.people import rights_changed, tell_if_lone
from directory.services.accounts.reach import check_not_last, institutions_in_reach, manageable, require_sudo
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.trail import note
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

WAITS = timedelta(days=30)
"""How long an arrival waits for an answer."""
MOST_ARRIVALS = 200
MOST_RGCS = 50


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody whose RGC agrees that they come. ``to``: code of the institution that is to answer."""

    account: Account
    to: str


class Moves:
    """An arrival that waits is what the trail says: asked, for an institution, and neither answered nor too old."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def ask(self, caller: Caller, number: int, to: str) -> bool:
        """Let somebody go to another institution: at once when the caller answers for it too, else once its RGC agrees.

        Return whether they have moved. Raises Refused.
        """
        now = self._now()
        require_sudo(caller, now)
        with self._database.write() as uow:
            account, target = manageable(uow, caller, number), uow.institutions.get(to)
            if not account.is_active:
                raise Refused(Reason.STATE)
            if target is None or target.retired or to == account.institution:
                raise Refused(Reason.INSTITUTION_BAD)
            check_not_last(uow, caller, replace(account, is_administrator=False))
            if may(caller.actor, Action.MANAGE_ACCOUNTS, owner=to):
                _move(uow, caller, account, to, now)
                return True
            _ask(uow, caller, account, target, now)
            return False

    def arrivals(self, caller: Caller) -> list[Arrival]:
        """Return who waits to come to the institutions that a caller answers for."""
        with self._database.read() as uow:
            return _waiting(uow, caller, self._now())

    def accept(self, caller: Caller, number: int) -> None:
        """Let somebody in whose RGC agrees. Raises Refused (``UNKNOWN``) when nobody of that number waits."""
        now = self._now()
        require_sudo(caller, now)
        with self._database.write() as uow:
            arrival = _arrival(uow, caller, number, now)
            _move(uow, caller, arrival.account, arrival.to, now)

    def refuse(self, caller: Caller, number: int) -> None:
        """Leave somebody where they are. Raises Refused (``UNKNOWN``) when nobody of that number waits."""
        now = self._now()
        with self._database.write() as uow:
            arrival = _arrival(uow, caller, number, now)
            note(uow, Act.MOVE_REFUSED, caller, now, ObjectKind.ACCOUNT, str(number), arrival.to, {})


def _ask(uow: UnitOfWork, caller: Caller, account: Account, target: Institution, now: datetime) -> None:
    note(uow, Act.MOVE_ASKED, caller, now, ObjectKind.ACCOUNT, str(account.id), target.code, {})
    wanted = AccountFilter(frozenset({target.code}), rgc_only=True)
    found = uow.accounts.matching(wanted, limit=MOST_RGCS)
    if not found and target.partner_of:
        wanted = replace(wanted, institutions=frozenset({target.partner_of}))
        found = uow.accounts.matching(wanted, limit=MOST_RGCS)
    for rgc in found:
        facts = {"person": account.name, "institution": target.name}
        queue_mail(uow, MessageKind.MOVE_ASKED, rgc, now, facts=facts)


def _move(uow: UnitOfWork, caller: Caller, account: Account, to: str, now: datetime) -> None:
    """Move an account. The duty of RGC stays behind: it was given by the institution that is left."""
    uow.accounts.save(replace(account, institution=to, is_rgc=False, reviewed_at=now, office_id=None))
    uow.selections.unshare(account_id=account.id)
    rights_changed(uow, account, now)
    detail = {"avant": account.institution, "apres": to}
    note(uow, Act.MOVED, caller, now, ObjectKind.ACCOUNT, str(account.id), to, detail)
    tell_if_lone(uow, account, now)


def _arrival(uow: UnitOfWork, caller: Caller, number: int, now: datetime) -> Arrival:
    found = next((each for each in _waiting(uow, caller, now) if each.account.id == number), None)
    if found is None:
        raise Refused(Reason.UNKNOWN)
    return found


def _waiting(uow: UnitOfWork, caller: Caller, now: datetime) -> list[Arrival]:
    reach = institutions_in_reach(caller.actor, Action.MANAGE_ACCOUNTS)
    asked = AuditFilter(institutions=reach, act=Act.MOVE_ASKED, since=now - WAITS)
    found: dict[int, Arrival] = {}
    for line in uow.audit.matching(asked, limit=MOST_ARRIVALS):
        account, to = uow.accounts.get(int(line.object_id)), line.object_institution
        is_mine = reach is None or to in reach
        # Newest first: what was asked later, for another institution, takes the place of what was asked before.
        if not is_mine or account is None or account.id in found or not account.is_active:
            continue
        if account.institution != to and not _is_answered(uow, line.object_id, since=line.at):
            found[account.id] = Arrival(account, to)
    return list(found.values())


def _is_answered(uow: UnitOfWork, object_id: str, *, since: datetime) -> bool:
    lines = (
        AuditFilter(act=act, object_kind=ObjectKind.ACCOUNT, object_id=object_id, since=since)
        for act in (Act.MOVED, Act.MOVE_REFUSED)
    )
    return any(uow.audit.matching(each, limit=1) for each in lines)
