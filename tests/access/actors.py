"""Everybody who is tried against the table, and what the table gives each."""

from directory.domain.actors import PROBE, PUBLIC_VISITOR, VISITOR, Actor, ActorKind, Duty, Profile, Scope
from tests.access.table import Row

OWN, PARTNER, OTHER = "cd13", "caf-13", "pole-emploi"
"""An institution, one attached to it, and one that is neither."""
PERSON = 7


def person(profile: Profile, *duties: Duty) -> Actor:
    return Actor(ActorKind.ACCOUNT, PERSON, profile, frozenset(duties), institution=OWN, partners=frozenset({PARTNER}))


def machine(scope: Scope) -> Actor:
    return Actor(ActorKind.TOKEN, institution=OWN, partners=frozenset({PARTNER}), scopes=frozenset({scope}))


ACTORS: dict[str, Actor] = {
    "visitor": VISITOR,
    "visitor, public reading": PUBLIC_VISITOR,
    "consultation": person(Profile.CONSULTATION),
    "mise-a-jour": person(Profile.UPDATE),
    "consultation and RGC": person(Profile.CONSULTATION, Duty.RGC),
    "mise-a-jour and RGC": person(Profile.UPDATE, Duty.RGC),
    "administrateur": person(Profile.CONSULTATION, Duty.ADMINISTRATOR),
    "mise-a-jour and administrateur": person(Profile.UPDATE, Duty.ADMINISTRATOR),
    "mise-a-jour, RGC and administrateur": person(Profile.UPDATE, Duty.RGC, Duty.ADMINISTRATOR),
    "token lecture": machine(Scope.READ),
    "token ecriture": machine(Scope.WRITE),
    "token import": machine(Scope.IMPORT),
    "collector": PROBE,
}


def cells(row: Row, actor: Actor) -> set[str]:
    """Return the cells of a row that apply to an actor."""
    if actor.kind is ActorKind.VISITOR:
        return {"all" if row.visitor == "public" and actor.public_reading else row.visitor} - {"public"}
    if actor.kind is ActorKind.TOKEN:
        return {extent for scope, extent in row.tokens.items() if scope in {each.value for each in actor.scopes}}
    found = {row.update if actor.profile is Profile.UPDATE else row.consultation}
    if Duty.RGC in actor.duties:
        found.add(row.rgc)
    if Duty.ADMINISTRATOR in actor.duties:
        found.add(row.administrator)
    return found


def expected(row: Row, actor: Actor, *, owner: str, person: int | None) -> bool:
    """Return what the table says of an actor before an object of ``owner`` that belongs to ``person``."""
    given = cells(row, actor)
    reach = {actor.institution} | (actor.partners if Duty.RGC in actor.duties else set())
    return (
        "all" in given
        or ("reach" in given and owner in reach - {""})
        or ("own" in given and owner == actor.institution != "")
        or ("self" in given and person is not None and person == actor.account)
    )
