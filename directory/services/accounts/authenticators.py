"""The language of passkeys, WebAuthn: what a device is asked, and what is believed of what it answers.

Challenges and numbers of keys are base64url, as they are kept and sent.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

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

from directory.domain.accounts.account import Account
from directory.domain.accounts.factors import Passkey
from directory.services.accounts.callers import Host

SITE_NAME = "Base de ressources partenariales"
LONGEST_ANSWER = 20_000
UNREADABLE = (WebAuthnException, ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What reading an answer may raise: it holds JSON and CBOR of whoever sends it, of any shape and depth."""


class NotBelieved(Exception):
    """The answer of a device cannot be read, or proves nothing."""


def ask_for_new(host: Host, account: Account, keys: Sequence[Passkey]) -> tuple[str, str]:
    """Return what a device is asked to make a key, as JSON, and the challenge. ``keys``: those that it made already."""
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
    return options_to_json(options), bytes_to_base64url(options.challenge)


def ask_for_one_of(host: Host, keys: Sequence[Passkey]) -> tuple[str, str]:
    """Return what a device is asked to show a key, as JSON, and the challenge; any that it holds without ``keys``."""
    options = generate_authentication_options(
        rp_id=host.rp_id,
        allow_credentials=_descriptors(keys),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


@dataclass(frozen=True, slots=True)
class Made:
    """A key that a device made. ``checks_its_holder``: by a code, a finger or a face."""

    number: str
    public_key: str
    sign_count: int
    checks_its_holder: bool


def made(answer: str, challenge: str, host: Host) -> Made:
    """Return the key that a device made. Raises NotBelieved."""
    if len(answer) > LONGEST_ANSWER:
        raise NotBelieved
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host.rp_id,
            expected_origin=host.origin,
        )
    except UNREADABLE as error:
        raise NotBelieved from error
    number, public_key = bytes_to_base64url(found.credential_id), bytes_to_base64url(found.credential_public_key)
    return Made(number, public_key, found.sign_count, found.user_verified)


def number_of(answer: str) -> str:
    """Return the number of the key that an answer says it comes from. Raises NotBelieved."""
    if len(answer) > LONGEST_ANSWER:
        raise NotBelieved
    try:
        return bytes_to_base64url(parse_authentication_credential_json(answer).raw_id)
    except UNREADABLE as error:
        raise NotBelieved from error


def shown(answer: str, challenge: str, host: Host, key: Passkey) -> VerifiedAuthentication:
    """Return what an answer proves of a key. Raises NotBelieved."""
    try:
        return verify_authentication_response(
            credential=parse_authentication_credential_json(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host.rp_id,
            expected_origin=host.origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
        )
    except UNREADABLE as error:
        raise NotBelieved from error


def _descriptors(keys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in keys]
