"""An account: one person, one institution, one profile; and what its state allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from string import ascii_lowercase, ascii_uppercase
from types import MappingProxyType

from directory.domain.actors import Actor, ActorKind, Duty, Profile


class AccountState(StrEnum):
    INVITED = "invite"
    ACTIVE = "actif"
    SUSPENDED = "suspendu"
    CLOSED = "ferme"


class Door(StrEnum):
    """Every way in; each asks ``Account.may_enter``."""

    INVITATION = "invitation"
    PASSWORD = "mot-de-passe"
    PASSKEY = "cle-d-acces"
    OIDC = "oidc"
    RESET = "reinitialisation"
    NEW_MAIL = "changement-de-courriel"
    SESSION = "session"
    COMMAND = "commande"


DOORS_OF_STATE: Mapping[AccountState, frozenset[Door]] = MappingProxyType(
    {
        AccountState.INVITED: frozenset({Door.INVITATION, Door.OIDC}),
        AccountState.ACTIVE: frozenset(Door) - {Door.INVITATION},
        AccountState.SUSPENDED: frozenset(),
        AccountState.CLOSED: frozenset(),
    }
)


_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


def mail_key(mail: str) -> str:
    """Return the form under which two writings of one address are the same.

    Letters of ASCII alone lose their capitals: to Unicode, "ſ" and the sign of kelvins are an "s" and a "k", and
    whoever holds "maſſon@…" is not Masson.
    """
    return mail.strip().translate(_SMALL)


@dataclass(frozen=True, slots=True)
class Account:
    """One person's access.

    mail_key        the address as it is looked up; None once closed, so that a successor may have it.
    invited_until   the invitation is good until then.
    bindable_until  until then a first sign-in by OIDC may be bound to this account.
    last_seen       the day, no more.
    charter_at      when the person accepted the charter of use.
    reviewed_at     when an RGC last said that the person still needs it.
    office_id       the antenne that the person works in; None while nobody said.
    is_open         whether its institution still is.
    """

    id: int
    name: str
    mail: str
    mail_key: str | None
    institution: str
    profile: Profile
    is_rgc: bool
    is_administrator: bool
    state: AccountState
    password_hash: str
    created_at: datetime
    invited_until: datetime | None = None
    bindable_until: datetime | None = None
    last_seen: date | None = None
    charter_at: datetime | None = None
    reviewed_at: datetime | None = None
    is_demonstration: bool = False
    office_id: int | None = None
    is_open: bool = True

    @property
    def duties(self) -> frozenset[Duty]:
        held = {Duty.RGC: self.is_rgc, Duty.ADMINISTRATOR: self.is_administrator}
        return frozenset(duty for duty, is_held in held.items() if is_held)

    @property
    def is_active(self) -> bool:
        return self.state is AccountState.ACTIVE

    def may_enter(self, door: Door, now: datetime) -> bool:
        """Say whether the state of this account opens a door: the one function that every door asks."""
        if not self.is_open or door not in DOORS_OF_STATE[self.state]:
            return False
        return self.state is not AccountState.INVITED or self.has_invitation(now)

    def has_invitation(self, now: datetime) -> bool:
        return self.state is AccountState.INVITED and self.invited_until is not None and now < self.invited_until

    def may_bind(self, now: datetime) -> bool:
        """Say whether a subject unknown so far may be bound: once invited, or when an RGC has just allowed it."""
        allowed = self.bindable_until is not None and now < self.bindable_until
        return self.may_enter(Door.OIDC, now) and (allowed or self.has_invitation(now))

    def acts_as(self, partners: frozenset[str]) -> Actor:
        """Return this person as rights see them. ``partners``: the institutions attached to theirs."""
        return Actor(ActorKind.ACCOUNT, self.id, self.profile, self.duties, self.institution, partners)


@dataclass(frozen=True, slots=True)
class Identity:
    """A subject of an identity provider, bound to one account."""

    issuer: str
    subject: str
    account_id: int
    mail: str
    bound_at: datetime
