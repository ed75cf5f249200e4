"""Passkeys: made by a person signed in; one that checks its holder signs in alone, another is a second factor."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.factors import Passkey
from directory.domain.accounts.links import Step, StepKind
from directory.domain.accounts.sessions import SUDO
from directory.services.accounts.callers import Signed, Visit
from directory.services.accounts.factors import factor_added, factor_removed
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.sessions import open_session
from directory.services.accounts.sign_in import Opened
from directory.services.accounts.steps import begin_step, look_at_step, take_step
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

SITE_NAME = "Base de ressources partenariales"
MOST_KEYS = 10
LONGEST_NAME = 60
LONGEST_ANSWER = 20_000
UNREADABLE = (WebAuthnException, ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What reading an answer may raise: it holds JSON and CBOR of whoever sends it, of any shape and depth."""


@dataclass(frozen=True, slots=True)
class Host:
    """What a key is tied to: the name of the host, and the origin that pages come from."""

    rp_id: str
    origin: str


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
        now, account = self._now(), signed.account
        if not signed.session.has_sudo(now):
            raise Refused(Reason.SUDO)
        with self._database.write() as uow:
            keys = uow.factors.of(account.id).passkeys
            if len(keys) >= MOST_KEYS:
                raise Refused(Reason.NOT_ALLOWED)
            options = generate_registration_options(
                rp_id=host.rp_id,
                rp_name=SITE_NAME,
                user_name=account.mail,
                user_display_name=account.name,
                # Tells one account from another on a device, and nothing of the person.
                user_id=hashlib.sha256(f"compte {account.id}".encode()).digest(),
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.PREFERRED,
                    user_verification=UserVerificationRequirement.PREFERRED,
                ),
                exclude_credentials=_descriptors(keys),
            )
            kept = {"defi": bytes_to_base64url(options.challenge)}
            step = begin_step(uow, StepKind.PASSKEY_CREATION, account.id, now, kept)
        return Challenge(options_to_json(options), step)

    def finish_creation(self, signed: Signed, host: Host, *, step: str, answer: str, name: str) -> None:
        """Keep the key that a device made. Raises Refused."""
        now, account = self._now(), signed.account
        if not signed.session.has_sudo(now):
            raise Refused(Reason.SUDO)
        with self._database.write() as uow:
            found, kept = take_step(uow, step, StepKind.PASSKEY_CREATION, now)
        if found.account_id != account.id or len(answer) > LONGEST_ANSWER:
            raise Refused(Reason.PASSKEY_WRONG)
        try:
            made = verify_registration_response(
                credential=answer,
                expected_challenge=base64url_to_bytes(kept["defi"]),
                expected_rp_id=host.rp_id,
                expected_origin=host.origin,
            )
        except UNREADABLE as error:
            raise Refused(Reason.PASSKEY_WRONG) from error
        credential_id = bytes_to_base64url(made.credential_id)
        with self._database.write() as uow:
            if uow.factors.passkey(credential_id) is not None:
                raise Refused(Reason.PASSKEY_WRONG)
            uow.factors.add_passkey(
                Passkey(
                    0, account.id, credential_id, bytes_to_base64url(made.credential_public_key), made.sign_count,
                    made.user_verified, name.strip()[:LONGEST_NAME] or "Clé d’accès", now,
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
            key, shown = _verified(uow, answer, base64url_to_bytes(kept["defi"]), host)
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
            key, shown = _verified(uow, answer, base64url_to_bytes(kept["defi"]), host)
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
    options = generate_authentication_options(
        rp_id=host.rp_id,
        allow_credentials=_descriptors(keys),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    step = begin_step(uow, kind, account_id, now, {"defi": bytes_to_base64url(options.challenge)})
    return Challenge(options_to_json(options), step)


def _verified(uow: UnitOfWork, answer: str, challenge: bytes, host: Host) -> tuple[Passkey, VerifiedAuthentication]:
    """Return the key that answered, and what it proved. Raises Refused."""
    if len(answer) > LONGEST_ANSWER:
        raise Refused(Reason.PASSKEY_WRONG)
    try:
        credential = parse_authentication_credential_json(answer)
        key = uow.factors.passkey(bytes_to_base64url(credential.raw_id))
        if key is None:
            raise Refused(Reason.PASSKEY_WRONG)
        shown = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=host.rp_id,
            expected_origin=host.origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
        )
    except UNREADABLE as error:
        raise Refused(Reason.PASSKEY_WRONG) from error
    return key, shown


def _descriptors(keys: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in keys]
