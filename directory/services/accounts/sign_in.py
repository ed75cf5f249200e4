"""Signing in with a password, then with a second factor where there is one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.audit import Act
from directory.domain.accounts.factors import Factors
from directory.domain.accounts.links import StepKind
from directory.domain.accounts.sessions import SUDO
from directory.services.accounts.callers import Signed, Visit
from directory.services.accounts.factors import FactorCheck
from directory.services.accounts.passwords import Passwords
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.secret import digest_of
from directory.services.accounts.sessions import open_session
from directory.services.accounts.steps import begin_step, look_at_step
from directory.services.accounts.throttle import Throttle
from directory.services.accounts.trail import note_at_door
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Opened:
    """A session is open. ``secret``: for the browser."""

    secret: str
    account_id: int


@dataclass(frozen=True, slots=True)
class FactorAsked:
    """A second factor is asked for. ``step``: the secret that the browser shows with it."""

    step: str
    account_id: int


class SignIn:
    """Sign-ins by password. Whoever the address names, known or not, the same work is done."""

    def __init__(
        self, database: Database, passwords: Passwords, factors: FactorCheck, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._passwords = passwords
        self._factors = factors
        self._now = now

    def with_password(self, mail: str, password: str, visit: Visit) -> Opened | FactorAsked:
        """Let in, or ask for the second factor. Raises Refused: ``WRONG``, ``WAIT``, or ``STATE`` to who knows
        the password of an account that may not enter.
        """
        now = self._now()
        with self._database.read() as uow:
            account = uow.accounts.at_door(mail)
            throttle = throttle_for(uow, mail, account, visit)
            throttle.check(uow, now)
        kept = account.password_hash if account is not None else ""
        is_right = self._passwords.matches(kept, password)
        if account is None or not is_right or not account.may_enter(Door.PASSWORD, now):
            with self._database.write() as uow:
                throttle.count(uow, account, now)
                # Written for an address that nobody holds too: the same work, whoever is named.
                note_at_door(uow, Act.SIGN_IN_REFUSED, account, Door.PASSWORD, visit, now)
            raise Refused(Reason.STATE if is_right else Reason.WRONG)
        new_hash = self._passwords.hash(password) if self._passwords.is_out_of_date(kept) else kept
        with self._database.write() as uow:
            throttle.forgive(uow)
            current = uow.accounts.get(account.id)
            # Suspended, or given another password, while this one was being checked.
            if current is None or current.password_hash != kept or not current.may_enter(Door.PASSWORD, now):
                raise Refused(Reason.WRONG)
            if new_hash != kept:
                uow.accounts.save(replace(current, password_hash=new_hash))
            return admit(uow, current, Door.PASSWORD, visit, now)

    def with_factor(self, step: str, code: str, visit: Visit) -> Opened:
        """Let in who shows the code of their application, or a recovery code, after the first half.

        Raises Refused: ``FACTOR_WRONG``, ``WAIT``, ``STEP_OVER``, ``STATE``.
        """
        now = self._now()
        with self._database.write() as uow:
            found, kept = look_at_step(uow, step, StepKind.FACTOR, now)
            account = uow.accounts.get(found.account_id or 0)
            door = Door(kept["porte"])
            if account is None or not account.may_enter(door, now):
                raise Refused(Reason.STATE)
            throttle = throttle_for(uow, f"facteur {account.id}", account, visit)
            throttle.check(uow, now)
            is_right = self._factors.accepts(uow, account, code, now)
            if is_right and uow.links.spend_step(found.digest):
                throttle.forgive(uow)
                secret = open_session(
                    uow, account, door, visit, now, has_factor=True, id_token=kept.get("id_token", "")
                )
                return Opened(secret, account.id)
            throttle.count(uow, account, now)
        raise Refused(Reason.FACTOR_WRONG)

    def factors_of(self, step: str) -> Factors:
        """Return what may complete the sign-in that a step is the first half of. Raises Refused (``STEP_OVER``)."""
        with self._database.read() as uow:
            found, _ = look_at_step(uow, step, StepKind.FACTOR, self._now())
            return uow.factors.of(found.account_id or 0)

    def prove_again(self, signed: Signed, *, password: str = "", code: str = "") -> None:
        """Give ten minutes for delicate acts to a person who proves again who they are. Raises Refused."""
        now = self._now()
        account = signed.account
        visit = Visit(signed.session.network)
        with self._database.read() as uow:
            throttle = throttle_for(uow, f"preuve {account.id}", account, visit)
            throttle.check(uow, now)
        is_right = bool(password) and self._passwords.matches(account.password_hash, password)
        with self._database.write() as uow:
            is_right = is_right or (bool(code) and self._factors.accepts(uow, account, code, now))
            session = uow.sessions.get(signed.session.digest)
            if is_right and session is not None:
                throttle.forgive(uow)
                # As at any sign-in, the token of before is good for nothing.
                uow.sessions.save(replace(session, sudo_until=now + SUDO, is_to_renew=True))
                return
            throttle.count(uow, account, now)
        raise Refused(Reason.WRONG)


def throttle_for(uow: UnitOfWork, mail: str, account: Account | None, visit: Visit) -> Throttle:
    known = uow.sessions.knows_browser(0 if account is None else account.id, digest_of(visit.browser_secret))
    return Throttle(mail, visit, knows_browser=known)


def admit(
    uow: UnitOfWork, account: Account, door: Door, visit: Visit, now: datetime, *, id_token: str = ""
) -> Opened | FactorAsked:
    """Open a session after the first half of a sign-in, or ask for the second factor of who enrolled one."""
    if uow.factors.of(account.id).is_enrolled:
        kept = {"porte": door.value, "id_token": id_token}
        return FactorAsked(begin_step(uow, StepKind.FACTOR, account.id, now, kept), account.id)
    return Opened(open_session(uow, account, door, visit, now, has_factor=False, id_token=id_token), account.id)
