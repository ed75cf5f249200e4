"""Links sent by mail: signed, single use, short-lived; and steps of a sign-in under way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from directory.domain.accounts.account import Door


class LinkKind(StrEnum):
    INVITATION = "invitation"
    RESET = "reinitialisation"
    NEW_MAIL = "changement-de-courriel"

    @property
    def door(self) -> Door:
        """The way in that such a link is."""
        return Door(self.value)

    @property
    def life(self) -> timedelta:
        return timedelta(days=7) if self is LinkKind.INVITATION else timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class MailedLink:
    """What is kept of a link: never the link itself.

    mail        the address that a change of mail is about; empty for the others.
    created_by  who caused it; None for the person or the product.
    """

    digest: str
    kind: LinkKind
    account_id: int
    mail: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    created_by: int | None = None

    def is_good(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


class StepKind(StrEnum):
    """What a browser is in the middle of."""

    FACTOR = "second-facteur"
    OIDC = "oidc"
    PASSKEY_SIGN_IN = "cle-connexion"
    PASSKEY_CREATION = "cle-creation"
    PASSKEY_PROOF = "cle-preuve"


STEP_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Step:
    """A sign-in half done, or a key being made: used once.

    payload   what the second half needs, as JSON text.
    """

    digest: str
    kind: StepKind
    account_id: int | None
    payload: str
    expires_at: datetime
