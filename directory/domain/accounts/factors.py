"""Second factors: codes of an application, recovery codes, passkeys."""

from dataclasses import dataclass
from datetime import datetime

RECOVERY_CODES = 10


@dataclass(frozen=True, slots=True)
class Totp:
    """An application of codes.

    sealed_secret  encrypted.
    confirmed_at   None until the person typed a first code.
    last_step      the period of the last code accepted: none is accepted twice.
    """

    account_id: int
    sealed_secret: str
    confirmed_at: datetime | None = None
    last_step: int = 0


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    account_id: int
    digest: str


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key held by a device.

    credential_id  and public_key: base64url.
    sign_count     as the device last told it; going back means a copy.
    verifies       whether the device checks its holder (PIN, finger): such a key signs in alone.
    """

    id: int
    account_id: int
    credential_id: str
    public_key: str
    sign_count: int
    verifies: bool
    name: str
    created_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors of one person."""

    totp: Totp | None
    passkeys: tuple[Passkey, ...]
    recovery_codes_left: int

    @property
    def has_totp(self) -> bool:
        return self.totp is not None and self.totp.confirmed_at is not None

    @property
    def is_enrolled(self) -> bool:
        return self.has_totp or bool(self.passkeys)
