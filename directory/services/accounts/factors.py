"""Second factors: an application of codes, and ten recovery codes on paper."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.accounts.account import Account
from directory.domain.accounts.audit import Act
from directory.domain.accounts.factors import RECOVERY_CODES, Factors, Totp
from directory.domain.accounts.messages import MessageKind
from directory.services.accounts.callers import Signed
from directory.services.accounts.mailing import queue_mail, withdraw_links
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.secret import SecretBox, digest_of, new_recovery_code
from directory.services.accounts.trail import note_on_account
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

PERIOD_S = 30
DRIFT = 1
"""Periods that a telephone may be early or late."""
ISSUER = "Base de ressources"
CHANGES = {
    (Act.FACTOR_ADDED, "application"): "une application de codes a été ajoutée",
    (Act.FACTOR_ADDED, "cle"): "une clé d’accès a été ajoutée",
    (Act.FACTOR_ADDED, "codes"): "de nouveaux codes de secours ont été créés",
    (Act.FACTOR_REMOVED, "application"): "l’application de codes a été retirée",
    (Act.FACTOR_REMOVED, "cle"): "une clé d’accès a été retirée",
}
"""How a mail tells what happened to a factor."""


@dataclass(frozen=True, slots=True)
class NewTotp:
    """An application being added: its secret in letters, and the address that a QR code holds."""

    secret: str
    uri: str


class FactorCheck:
    """Says whether a code is good, and uses it up."""

    def __init__(self, box: SecretBox) -> None:
        self._box = box

    def accepts(self, uow: UnitOfWork, account: Account, code: str, now: datetime) -> bool:
        """Take six digits of the application or a recovery code; each is good once."""
        typed = "".join(letter for letter in code.lower() if letter.isalnum())
        if typed.isdigit() and len(typed) == 6:
            return self._accepts_totp(uow, account, typed, now)
        grouped = "-".join(typed[start : start + 4] for start in range(0, len(typed), 4))
        return uow.factors.spend_recovery_code(account.id, digest_of(grouped))

    def period_of(self, totp: Totp, code: str, now: datetime) -> int | None:
        """Return the period in which a code is that of an application; None when in none near now."""
        import pyotp

        secret = self._box.open(totp.sealed_secret)
        if not secret:
            return None
        clock = pyotp.TOTP(secret, interval=PERIOD_S)
        current = int(now.timestamp()) // PERIOD_S
        near = range(current - DRIFT, current + DRIFT + 1)
        return next((each for each in near if pyotp.utils.strings_equal(clock.generate_otp(each), code)), None)

    def _accepts_totp(self, uow: UnitOfWork, account: Account, code: str, now: datetime) -> bool:
        totp = uow.factors.totp_of(account.id)
        if totp is None or totp.confirmed_at is None:
            return False
        period = self.period_of(totp, code, now)
        return period is not None and uow.factors.take_totp_step(account.id, period)


class OwnFactors:
    """What a person does with their own second factors; each change asks who they are within ten minutes."""

    def __init__(self, database: Database, check: FactorCheck, box: SecretBox, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._check = check
        self._box = box
        self._now = now

    def of(self, signed: Signed) -> Factors:
        with self._database.read() as uow:
            return uow.factors.of(signed.account.id)

    def begin_totp(self, signed: Signed) -> NewTotp:
        """Draw the secret of an application; it counts once a first code is typed. Raises Refused."""
        import pyotp

        self._require_sudo(signed)
        secret = pyotp.random_base32()
        with self._database.write() as uow:
            if uow.factors.of(signed.account.id).has_totp:
                raise Refused(Reason.NOT_ALLOWED)
            uow.factors.save_totp(Totp(signed.account.id, self._box.seal(secret)))
        uri = pyotp.TOTP(secret, interval=PERIOD_S).provisioning_uri(name=signed.account.mail, issuer_name=ISSUER)
        return NewTotp(secret, uri)

    def confirm_totp(self, signed: Signed, code: str) -> tuple[str, ...]:
        """Make the application count, and return ten recovery codes, shown once. Raises Refused."""
        now = self._now()
        self._require_sudo(signed)
        with self._database.write() as uow:
            totp = uow.factors.totp_of(signed.account.id)
            period = None if totp is None else self._check.period_of(totp, code.strip().replace(" ", ""), now)
            if totp is None or totp.confirmed_at is not None or period is None:
                raise Refused(Reason.FACTOR_WRONG)
            uow.factors.save_totp(replace(totp, confirmed_at=now, last_step=period))
            codes = _new_codes(uow, signed.account.id)
            factor_added(uow, signed, now, kind="application")
        return codes

    def new_recovery_codes(self, signed: Signed) -> tuple[str, ...]:
        """Return ten codes, shown once, in the place of the former ones; the person is told. Raises Refused."""
        self._require_sudo(signed)
        with self._database.write() as uow:
            codes = _new_codes(uow, signed.account.id)
            _changed(uow, signed, self._now(), Act.FACTOR_ADDED, "codes")
        return codes

    def remove_totp(self, signed: Signed) -> None:
        """Remove the application, and the recovery codes when no key is left. Raises Refused."""
        now = self._now()
        self._require_sudo(signed)
        with self._database.write() as uow:
            uow.factors.remove_totp(signed.account.id)
            factor_removed(uow, signed, now, kind="application")

    def _require_sudo(self, signed: Signed) -> None:
        if not signed.session.has_sudo(self._now()):
            raise Refused(Reason.SUDO)


def factor_added(uow: UnitOfWork, signed: Signed, now: datetime, *, kind: str) -> None:
    """Let duties count in this session, end what was given out before, tell the person."""
    account = signed.account
    uow.sessions.renew_of(account.id)
    session = uow.sessions.get(signed.session.digest)
    if session is not None:
        uow.sessions.save(replace(session, has_factor=True, sudo_until=signed.session.sudo_until))
    _changed(uow, signed, now, Act.FACTOR_ADDED, kind)


def factor_removed(uow: UnitOfWork, signed: Signed, now: datetime, *, kind: str) -> None:
    """Take the recovery codes away with the last factor, end what was given out before, tell the person."""
    if not uow.factors.of(signed.account.id).is_enrolled:
        uow.factors.put_recovery_codes(signed.account.id, ())
    _changed(uow, signed, now, Act.FACTOR_REMOVED, kind)


def _changed(uow: UnitOfWork, signed: Signed, now: datetime, act: Act, kind: str) -> None:
    withdraw_links(uow, signed.account, now)
    change = CHANGES[act, kind]
    queue_mail(uow, MessageKind.FACTOR_CHANGED, signed.account, now, facts={"change": change})
    note_on_account(uow, act, signed.account, signed.caller, now, facteur=kind)


def _new_codes(uow: UnitOfWork, account_id: int) -> tuple[str, ...]:
    codes = tuple(new_recovery_code() for _ in range(RECOVERY_CODES))
    uow.factors.put_recovery_codes(account_id, [digest_of(code) for code in codes])
    return codes
