"""Who may do what: the one place where a right is decided."""

from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """Profils d'habilitation."""

    CONSULTATION = "consultation"
    UPDATE = "mise-a-jour"


class Action(StrEnum):
    """What an endpoint needs; every route declares one."""

    READ = "lire"
    READ_NAMED_CONTACT = "lire-contact-nomme"
    WRITE = "ecrire"
    OPERATE = "exploiter"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. A visitor has no account; duties (RGC, administrateur) come on top of a profile."""

    account: int | None = None
    profile: Profile = Profile.CONSULTATION
    institution: str = ""
    is_administrator: bool = False


VISITOR = Actor()


def may(actor: Actor, action: Action, *, owner: str = "") -> bool:
    """Decide whether ``actor`` may do ``action``, on a fiche owned by institution ``owner`` where one is meant."""
    if action in (Action.READ, Action.OPERATE):
        return True
    if actor.account is None:
        return False
    if action is Action.READ_NAMED_CONTACT:
        return True
    if actor.is_administrator:
        return True
    return actor.profile is Profile.UPDATE and bool(owner) and owner == actor.institution
