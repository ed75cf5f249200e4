"""Who acts on accounts, and from where."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.sessions import Session
from directory.domain.actors import SYSTEM, Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a sign-in comes from.

    network         the address, its last part removed.
    browser         such as "Firefox, Windows".
    browser_secret  what this browser keeps to be known again; empty when it keeps nothing.
    """

    network: str = ""
    browser: str = ""
    browser_secret: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """What a passkey is tied to: the name of the host, and the origin that pages come from."""

    rp_id: str
    origin: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts: an actor, through a door, in a session when it is a person."""

    actor: Actor
    door: str
    network: str = ""
    session: Session | None = None

    def has_sudo(self, now: datetime) -> bool:
        """Say whether who this is was proven within ten minutes. Whoever runs commands holds the machine."""
        if self.actor.kind is ActorKind.SYSTEM:
            return True
        return self.session is not None and self.session.has_sudo(now)


COMMAND = Caller(SYSTEM, Door.COMMAND.value)
"""Whoever runs the product, from a command."""
WORKER = Caller(SYSTEM, "travail de nuit")
"""The product itself, at the hours of its worker."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A person signed in.

    actor        with the duties that count now: one that asks for a second factor does not until it is shown.
    new_secret   what the browser must hold from now on, when its token changes; empty otherwise.
    """

    account: Account
    session: Session
    actor: Actor
    new_secret: str = ""

    @property
    def caller(self) -> Caller:
        return Caller(self.actor, self.session.door.value, self.session.network, self.session)

    @property
    def lacks_factor(self) -> bool:
        """Say whether duties are held back until a second factor is added or shown."""
        return self.actor.duties != self.account.duties


def network_of(address: str) -> str:
    """Return the network of an address, /24 or /48: all that is ever kept of it; empty for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))
