"""Who may do what: the one place where a right is decided.

``MATRIX`` holds the table of rights, one row for each action. It is asked in two steps: ``may_somewhere`` before a
route runs, ``may`` once the object is loaded. What the table does not allow is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

from directory.domain.actors import Actor, ActorKind, Duty, Profile, Scope


class Action(StrEnum):
    """What can be done, one for each row of the table; every route declares one."""

    OPEN = "ouvrir"
    READ = "lire"
    READ_PEOPLE = "lire-personnes"
    READ_DRAFTS = "lire-brouillons"
    WRITE = "ecrire"
    CONFIRM = "confirmer"
    TAKE_OVER = "reprendre"
    PROPOSE = "proposer"
    REPORT = "signaler"
    ANSWER = "repondre"
    MERGE = "fusionner"
    TRANSFER = "transferer"
    IMPORT = "importer"
    EXPORT = "exporter"
    EXPORT_PEOPLE = "exporter-personnes"
    MANAGE_ACCOUNTS = "gerer-comptes"
    MANAGE_PARTNERS = "gerer-partenaires"
    MANAGE_TOKENS = "gerer-jetons"
    MANAGE_REFERENCE = "gerer-referentiel"
    READ_AUDIT = "lire-journal"
    READ_STEERING = "lire-pilotage"
    MAKE_SHEET = "faire-feuille"
    LIAISE = "faire-liaison"
    KEEP = "garder"
    FOLLOW = "suivre"
    MANAGE_OFFICES = "gerer-antennes"
    OPERATE = "exploiter"
    RECORD_OUTCOME = "noter-suite"
    WRITE_TEAM_NOTE = "noter-equipe"
    READ_OFFICES = "lire-interlocuteurs"
    OWN_ACCOUNT = "mon-compte"
    READ_METRICS = "lire-mesures"


class Extent(IntEnum):
    """How far a right goes, from nowhere to everywhere."""

    NOWHERE = 0
    SELF = 1
    """What belongs to the person who asks."""
    OWN = 2
    """What belongs to the institution of the one who asks."""
    REACH = 3
    """What belongs to an institution in reach: its own and, for an RGC, its partners."""
    ANYWHERE = 4


class Public(IntEnum):
    """What visitors may do."""

    NEVER = 0
    WHEN_SET = 1
    """Where PUBLIC_READING is on."""
    ALWAYS = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. What is not said is refused."""

    visitor: Public = Public.NEVER
    consultation: Extent = Extent.NOWHERE
    update: Extent = Extent.NOWHERE
    rgc: Extent = Extent.NOWHERE
    administrator: Extent = Extent.NOWHERE
    scopes: Mapping[Scope, Extent] = field(default_factory=lambda: MappingProxyType({}))


_NOWHERE, _SELF, _OWN, _REACH, _ANYWHERE = Extent
_READER = {Scope.READ: _ANYWHERE}
_WRITER = {Scope.WRITE: _OWN}


def _everyone(extent: Extent, *, visitor: Public = Public.NEVER, scopes: Mapping[Scope, Extent] | None = None) -> Rule:
    """Return the rule of what every account may do."""
    return Rule(visitor, extent, extent, extent, extent, scopes or {})


_READING = _everyone(_ANYWHERE, visitor=Public.WHEN_SET, scopes=_READER)
_FICHES = Rule(update=_REACH, administrator=_ANYWHERE, scopes=_WRITER)
_RGC = Rule(rgc=_REACH, administrator=_ANYWHERE)

MATRIX: Mapping[Action, Rule] = MappingProxyType(
    {
        Action.OPEN: _everyone(_ANYWHERE, visitor=Public.ALWAYS, scopes=dict.fromkeys(Scope, _ANYWHERE)),
        Action.READ: _READING,
        Action.READ_PEOPLE: _everyone(_ANYWHERE, scopes=_READER),
        Action.READ_DRAFTS: _FICHES,
        Action.WRITE: _FICHES,
        Action.CONFIRM: Rule(update=_REACH, administrator=_ANYWHERE),
        Action.TAKE_OVER: Rule(update=_OWN, administrator=_ANYWHERE),
        Action.PROPOSE: Rule(update=_ANYWHERE, scopes=dict.fromkeys((Scope.WRITE, Scope.IMPORT), _ANYWHERE)),
        Action.REPORT: _everyone(_ANYWHERE, visitor=Public.WHEN_SET, scopes={Scope.WRITE: _ANYWHERE}),
        Action.ANSWER: Rule(update=_REACH, administrator=_ANYWHERE),
        Action.MERGE: Rule(update=_REACH, administrator=_ANYWHERE),
        Action.TRANSFER: _RGC,
        Action.IMPORT: Rule(update=_REACH, administrator=_ANYWHERE, scopes={Scope.IMPORT: _OWN}),
        Action.EXPORT: _everyone(_ANYWHERE, scopes=_READER),
        Action.EXPORT_PEOPLE: _everyone(_REACH),
        Action.MANAGE_ACCOUNTS: _RGC,
        Action.MANAGE_PARTNERS: Rule(rgc=_OWN, administrator=_ANYWHERE),
        Action.MANAGE_TOKENS: _RGC,
        Action.MANAGE_REFERENCE: Rule(administrator=_ANYWHERE),
        Action.READ_AUDIT: Rule(consultation=_SELF, update=_SELF, rgc=_REACH, administrator=_ANYWHERE),
        Action.READ_STEERING: _everyone(_ANYWHERE),
        Action.MAKE_SHEET: _everyone(_ANYWHERE, visitor=Public.WHEN_SET),
        Action.LIAISE: _everyone(_ANYWHERE),
        Action.KEEP: _everyone(_SELF),
        Action.FOLLOW: _everyone(_SELF),
        Action.MANAGE_OFFICES: _RGC,
        Action.OPERATE: Rule(administrator=_ANYWHERE),
        Action.RECORD_OUTCOME: _everyone(_ANYWHERE),
        Action.WRITE_TEAM_NOTE: _everyone(_OWN),
        Action.READ_OFFICES: _READING,
        Action.OWN_ACCOUNT: _everyone(_SELF),
        Action.READ_METRICS: Rule(administrator=_ANYWHERE, scopes={Scope.METRICS: _ANYWHERE}),
    }
)
"""``MANAGE_PARTNERS`` asks for the owner the signatory that a partner is attached to."""

NEVER_BY_SYSTEM = frozenset({Action.CONFIRM})
"""A fiche is confirmed by a person."""


def may_somewhere(actor: Actor, action: Action) -> bool:
    """Say whether there can be an object on which ``actor`` may do ``action``: what a route asks before it runs."""
    return extent_of(actor, action) is not Extent.NOWHERE


def may(actor: Actor, action: Action, *, owner: str = "", person: int | None = None) -> bool:
    """Say whether ``actor`` may do ``action`` on one object: what a service asks once it has loaded it.

    owner    code of the institution that owns the object; empty when nobody does.
    person   number of the account that the object belongs to, where it belongs to a person.
    """
    extents = frozenset(_extents(actor, action))
    return (
        Extent.ANYWHERE in extents
        or (Extent.REACH in extents and owner in actor.reach)
        or (Extent.OWN in extents and bool(owner) and owner == actor.institution)
        or (Extent.SELF in extents and person is not None and person == actor.account)
    )


def extent_of(actor: Actor, action: Action) -> Extent:
    """Return the farthest that ``actor`` may go with ``action``: lists are filtered by it."""
    return max(_extents(actor, action), default=Extent.NOWHERE)


def _extents(actor: Actor, action: Action) -> Iterator[Extent]:
    """Give what each of the actor's titles grants for an action."""
    rule = MATRIX[action]
    if rule.visitor is Public.ALWAYS:
        yield Extent.ANYWHERE
    if actor.kind is ActorKind.VISITOR and rule.visitor is Public.WHEN_SET and actor.public_reading:
        yield Extent.ANYWHERE
    if actor.kind is ActorKind.SYSTEM and action not in NEVER_BY_SYSTEM:
        yield Extent.ANYWHERE
    if actor.kind is ActorKind.TOKEN:
        yield from (extent for scope, extent in rule.scopes.items() if scope in actor.scopes)
    if actor.kind is ActorKind.ACCOUNT:
        yield rule.update if actor.profile is Profile.UPDATE else rule.consultation
        if Duty.RGC in actor.duties:
            yield rule.rgc
        if Duty.ADMINISTRATOR in actor.duties:
            yield rule.administrator
