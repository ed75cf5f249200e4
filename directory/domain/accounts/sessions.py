"""A session: a browser in which a person is signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.domain.accounts.account import Door

IDLE = timedelta(hours=12)
LIFE = timedelta(days=7)
SUDO = timedelta(minutes=10)
NOTE_EVERY = timedelta(minutes=5)
"""A session that was seen more recently is not written again."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is kept of a sign-in.

    digest         of the token that the browser holds.
    until          the end, whatever happens.
    sudo_until     until then the person has just proven again who they are.
    has_factor     whether a second factor, or a key that verifies its holder, was shown.
    network        where from, its last part removed.
    browser        such as "Firefox, Windows".
    is_to_renew    its token must change at the next request, since the rights of the person did.
    id_token       what the identity provider gave, to sign out there too.
    """

    digest: str
    account_id: int
    door: Door
    created_at: datetime
    seen_at: datetime
    until: datetime
    sudo_until: datetime | None = None
    has_factor: bool = False
    network: str = ""
    browser: str = ""
    is_to_renew: bool = False
    id_token: str = ""

    def is_alive(self, now: datetime) -> bool:
        return now < self.until and now < self.seen_at + IDLE

    def has_sudo(self, now: datetime) -> bool:
        return self.sudo_until is not None and now < self.sudo_until

    def is_worth_noting(self, now: datetime) -> bool:
        """Say whether it was last seen long enough ago to be written again."""
        return now >= self.seen_at + NOTE_EVERY
