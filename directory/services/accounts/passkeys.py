"""Passkeys: made by a person signed in; one that checks its holder signs in alone, another is a second factor.

What speaks their language is loaded at the first of them: a process that meets none is neither slowed down nor heavier.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.factors import Passkey
from directory.domain.accounts.links import Step, StepKind
from directory.domain.accounts.sessions import SUDO
from directory.services.accounts.callers import Host, Signed, Visit
from directory.services.accounts.factors import factor_added, factor_removed
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.sessions import open_session
from directory.services.accounts.sign_in import Opened
from directory.services.accounts.steps import begin_step, look_at_step, take_step
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication

MOST_KEYS = 10
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the browser is asked, as JSON, and the secret it shows with the answer."""

    options: str
    step: str


class Passkeys:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def begin_creation(self, signed: Signed, host: Host) -> Challenge:
        """Ask a device for a new key. Raises Refused."""
        from directory.services.accounts.authenticators import ask_for_new

        now, account = self._now(), signed.account
        if not signed.session.has_sudo(now):
            raise Refused(Reason.SUDO)
        with self._database.write() as uow:
            keys = uow.factors.of(account.id).passkeys
            if len(keys) >= MOST_KEYS:
                raise Refused(Reason.NOT_ALLOWED)
            options, challenge = ask_for_new(host, account, keys)
            step = begin_step(uow, StepKind.PASSKEY_CREATION, account.id, now, {"defi": challenge})
        return Challenge(options, step)

    def finish_creation(self, signed: Signed, host: Host, *, step: str, answer: str, name: str) -> None:
        """Keep the key that a device made. Raises Refused."""
        from directory.services.accounts.authenticators import NotBelieved, made

        now, account = self._now(), signed.account
        if not signed.session.has_sudo(now):
            raise Refused(Reason.SUDO)
        with self._database.write() as uow:
            found, kept = take_step(uow, step, StepKind.PASSKEY_CREATION, now)
        if found.account_id != account.id:
            raise Refused(Reason.PASSKEY_WRONG)
        try:
            key = made(answer, kept["defi"], host)
        except NotBelieved as error:
            raise Refused(Reason.PASSKEY_WRONG) from error
        with self._database.write() as uow:
            if uow.factors.passkey(key.number) is not None:
                raise Refused(Reason.PASSKEY_WRONG)
            uow.factors.add_passkey(
                Passkey(
                    0, account.id, key.number, key.public_key, key.sign_count, key.checks_its_holder,
                    name.strip()[:LONGEST_NAME] or "Clé d’accès", now,
                )
            )  # fmt: skip
            factor_added(uow, signed, now, kind="cle")

    def remove(self, signed: Signed, number: int) -> None:
        """Forget a key of the person. Raises Refused."""
        now = self._now()
        if not signed.session.has_sudo(now):
            raise Refused(Reason.SUDO)
        with self._database.write() as uow:
            if not uow.factors.remove_passkey(signed.account.id, number):
                raise Refused(Reason.UNKNOWN)
            factor_removed(uow, signed, now, kind="cle")

    def begin_sign_in(self, host: Host, *, factor_step: str = "") -> Challenge:
        """Ask a device for a key: any, or after a password one of that person's. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            allowed: tuple[Passkey, ...] = ()
            if factor_step:
                found, _ = look_at_step(uow, factor_step, StepKind.FACTOR, now)
                allowed = uow.factors.of(found.account_id or 0).passkeys
            return _ask(uow, host, allowed, StepKind.PASSKEY_SIGN_IN, None, now)

    def finish_sign_in(self, host: Host, *, step: str, answer: str, visit: Visit, factor_step: str = "") -> Opened:
        """Let in who holds a key: alone when it checked its holder, after a password otherwise. Raises Refused.

        factor_step   what a sign-in by password left, for a key that is its second factor.
        """
        now = self._now()
        with self._database.write() as uow:
            _, kept = take_step(uow, step, StepKind.PASSKEY_SIGN_IN, now)
        with self._database.write() as uow:
            key, shown = _verified(uow, answer, kept["defi"], host)
            account = uow.accounts.get(key.account_id)
            first, door = self._first_half(uow, factor_step, account, now)
            if account is None or not account.may_enter(door, now):
                raise Refused(Reason.STATE)
            if first is None and not shown.user_verified:
                raise Refused(Reason.PASSKEY_WRONG)
            if first is not None and not uow.links.spend_step(first.digest):
                raise Refused(Reason.STEP_OVER)
            uow.factors.note_passkey_use(key.id, sign_count=shown.new_sign_count, at=now)
            return Opened(open_session(uow, account, door, visit, now, has_factor=True), account.id)

    def begin_proof(self, signed: Signed, host: Host) -> Challenge:
        """Ask a person signed in for one of their keys, before a delicate act."""
        with self._database.write() as uow:
            keys = uow.factors.of(signed.account.id).passkeys
            return _ask(uow, host, keys, StepKind.PASSKEY_PROOF, signed.account.id, self._now())

    def finish_proof(self, signed: Signed, host: Host, *, step: str, answer: str) -> None:
        """Give ten minutes for delicate acts to a person who shows one of their keys. Raises Refused."""
        now = self._now()
        with self._database.write() as uow:
            asked, kept = take_step(uow, step, StepKind.PASSKEY_PROOF, now)
        with self._database.write() as uow:
            key, shown = _verified(uow, answer, kept["defi"], host)
            session = uow.sessions.get(signed.session.digest)
            if not key.account_id == asked.account_id == signed.account.id or session is None:
                raise Refused(Reason.PASSKEY_WRONG)
            uow.factors.note_passkey_use(key.id, sign_count=shown.new_sign_count, at=now)
            uow.sessions.save(replace(session, sudo_until=now + SUDO, is_to_renew=True))

    def _first_half(
        self, uow: UnitOfWork, factor_step: str, account: Account | None, now: datetime
    ) -> tuple[Step | None, Door]:
        """Return the sign-in of the same person that a key completes, and its door; the key's own without one."""
        if not factor_step:
            return None, Door.PASSKEY
        found, kept = look_at_step(uow, factor_step, StepKind.FACTOR, now)
        if account is None or found.account_id != account.id:
            raise Refused(Reason.PASSKEY_WRONG)
        return found, Door(kept["porte"])


def _ask(
    uow: UnitOfWork, host: Host, keys: tuple[Passkey, ...], kind: StepKind, account_id: int | None, now: datetime
) -> Challenge:
    """Ask a device for one of these keys, for any it holds when there is none."""
    from directory.services.accounts.authenticators import ask_for_one_of

    options, challenge = ask_for_one_of(host, keys)
    return Challenge(options, begin_step(uow, kind, account_id, now, {"defi": challenge}))


def _verified(uow: UnitOfWork, answer: str, challenge: str, host: Host) -> tuple[Passkey, "VerifiedAuthentication"]:
    """Return the key that answered, and what it proved. Raises Refused."""
    from directory.services.accounts.authenticators import NotBelieved, number_of, shown

    try:
        key = uow.factors.passkey(number_of(answer))
        if key is None:
            raise Refused(Reason.PASSKEY_WRONG)
        return key, shown(answer, challenge, host, key)
    except NotBelieved as error:
        raise Refused(Reason.PASSKEY_WRONG) from error
