"""Who asks: a visitor, an account, an institution's token, or the product itself."""

from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """Profils d'habilitation of the convention."""

    CONSULTATION = "consultation"
    UPDATE = "mise-a-jour"


class Duty(StrEnum):
    """What an account may hold on top of its profile."""

    RGC = "rgc"
    ADMINISTRATOR = "administrateur"


class Scope(StrEnum):
    """What a token opens. ``METRICS`` belongs to METRICS_TOKEN alone, never to an institution's token."""

    READ = "lecture"
    WRITE = "ecriture"
    IMPORT = "import"
    METRICS = "mesures"


class ActorKind(StrEnum):
    VISITOR = "visiteur"
    ACCOUNT = "compte"
    TOKEN = "jeton"
    SYSTEM = "systeme"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, with all that rights are decided on.

    kind            which column of the matrix applies.
    account         number of the person's account; of none but an account.
    profile         of an account.
    duties          of an account, on top of its profile.
    institution     code of the institution of an account or a token.
    partners        codes of the institutions attached to it, which an RGC also answers for.
    scopes          of a token.
    public_reading  whether visitors may read here (setting PUBLIC_READING).
    token           number of the token, to count what it asks.
    """

    kind: ActorKind = ActorKind.VISITOR
    account: int | None = None
    profile: Profile = Profile.CONSULTATION
    duties: frozenset[Duty] = frozenset()
    institution: str = ""
    partners: frozenset[str] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    public_reading: bool = False
    token: int | None = None

    @property
    def reach(self) -> frozenset[str]:
        """Codes of the institutions this actor answers for: its own and, for an RGC, its partners."""
        if not self.institution:
            return frozenset()
        return frozenset({self.institution}) | (self.partners if self.is_rgc else frozenset())

    @property
    def is_visitor(self) -> bool:
        return self.kind is ActorKind.VISITOR

    @property
    def is_account(self) -> bool:
        return self.kind is ActorKind.ACCOUNT

    @property
    def is_rgc(self) -> bool:
        return Duty.RGC in self.duties

    @property
    def is_administrator(self) -> bool:
        return Duty.ADMINISTRATOR in self.duties


VISITOR = Actor()
"""Nobody known, where nothing is public."""
PUBLIC_VISITOR = Actor(public_reading=True)
"""Nobody known, where whoever comes may read."""
SYSTEM = Actor(ActorKind.SYSTEM)
"""The worker and the commands."""
PROBE = Actor(ActorKind.TOKEN, scopes=frozenset({Scope.METRICS}))
"""Whoever holds METRICS_TOKEN."""
