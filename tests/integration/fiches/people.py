"""Who acts on fiches at random, what they type, and what the table of rights gives them."""

from dataclasses import replace
from datetime import date

from directory.domain.actors import Actor, ActorKind, Profile
from directory.domain.changes import Author
from directory.domain.resource import Origin, SaveOrigin
from directory.domain.rights import Action
from directory.services.fiches.writing import Writer
from fiche.codes import MERGED
from fiche.content import Content
from fiche.parts import Closure, Place
from tests.access.actors import ACTORS, OTHER, OWN, PARTNER, expected
from tests.access.table import BY_ACTION
from tests.fiches import ARLES

STRANGER = Actor(ActorKind.ACCOUNT, 9, Profile.UPDATE, institution=OTHER)
EVERYBODY = {
    name: actor
    for name, actor in {**ACTORS, "stranger": STRANGER, "partner": replace(STRANGER, institution=PARTNER)}.items()
    if actor.kind in (ActorKind.ACCOUNT, ActorKind.TOKEN)
}
EDITORS = ("mise-a-jour", "mise-a-jour and RGC", "token ecriture")
"""Those who write most; the first owns the first fiche."""
OWNERS = (OWN, PARTNER, OTHER)
MARSEILLE = Place(address="2 quai du Port", postcode="13002", commune_name="Marseille")

SAID: dict[str, tuple[object, ...]] = {
    "title": ("Permis à un euro", "Garage solidaire", "Bus à la demande"),
    "description": ("Cours de conduite et de code.", "Réparer à petit prix.\nSur rendez-vous.", "Un bus, un appel."),
    "phone": ("04 90 00 00 00", "115", ""),
    "hours": ("Mo-Fr 09:00-12:00", "Sa 10:00-12:00"),
    "needs": (("mobilite-permis",), ("mobilite-transport", "mobilite-permis"), ("famille-garde",)),
    "named_contact": ("Madame Personne", "Monsieur Autre", ""),
    "closures": ((), (Closure(date(2027, 8, 1), date(2027, 8, 15), "Congés"),)),
    "places": ((ARLES,), (ARLES, MARSEILLE)),
    "status": ("publiee", "publiee", "brouillon"),
}
"""What people write in a field, from which each draws."""


def writer(actor: Actor) -> Writer:
    is_person = actor.kind is ActorKind.ACCOUNT
    author = Author(actor.account if is_person else None, f"{actor.institution}, {actor.profile}")
    return Writer(actor, author, Origin(SaveOrigin.FORM if is_person else SaveOrigin.API))


def living(content: Content) -> Content:
    """Return what a fiche says once it is saved again: it is no longer one for which another stands."""
    return replace(content, archive_reason="") if content.archive_reason == MERGED else content


def is_too_bare(before: Content, after: Content) -> bool:
    """Say whether a save would give a page to a draft that lacks what every new fiche says: files may leave it out."""
    asked = (after.phone, after.audiences, after.access_modes, after.mobilisations)
    return after.has_page and not before.has_page and not all(asked)


def has_right(actor: Actor, action: Action, content: Content) -> bool:
    """Say what the table gives an actor on a fiche; one out of their sight gives nothing."""
    owner = content.institution
    is_seen = content.has_page or expected(BY_ACTION[Action.READ_DRAFTS], actor, owner=owner, person=None)
    return is_seen and expected(BY_ACTION[action], actor, owner=owner, person=None)


def may_own(actor: Actor, owner: str) -> bool:
    """Say whether an actor may create a fiche of an institution."""
    return expected(BY_ACTION[Action.WRITE], actor, owner=owner, person=None)
