"""A token: an institution's key for machines."""

from dataclasses import dataclass
from datetime import datetime

from directory.domain.actors import Actor, ActorKind, Scope


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a key: never the key itself.

    prefix    its first characters, by which people recognise it.
    is_open   whether its institution still is.
    """

    id: int
    institution: str
    name: str
    prefix: str
    digest: str
    scopes: frozenset[Scope]
    created_by: int | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    is_open: bool = True

    def may_enter(self, now: datetime) -> bool:
        return self.is_open and self.revoked_at is None and now < self.expires_at

    def acts(self) -> Actor:
        return Actor(ActorKind.TOKEN, institution=self.institution, scopes=self.scopes, token=self.id)
