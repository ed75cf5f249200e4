"""What who reads a fiche may do to it, and what it would take where they may not."""

from dataclasses import dataclass

from directory.domain.actors import Actor, Profile
from directory.domain.resource import Resource
from directory.domain.rights import Action, may, may_somewhere

DONE = {
    "creee": "La fiche est créée.",
    "modifiee": "La fiche est enregistrée.",
    "inchangee": "Rien n’avait changé\u00a0: la fiche est restée telle quelle.",
    "confirmee": "La fiche est confirmée à jour.",
    "archivee": "La fiche est archivée\u00a0: les recherches ne la montrent plus.",
    "retablie": "La fiche est remise en ligne.",
    "jointe": "La fiche est enregistrée avec ce que quelqu’un d’autre y a changé entre-temps\u00a0: rien n’est perdu.",
    "reprise": "Votre institution tient maintenant cette fiche.",
    "contact-efface": "Le contact est effacé, de l’historique aussi.",
    "fusionnee": "Les deux fiches n’en font plus qu’une. L’historique permet de revenir en arrière.",
    "deja-fusionnee": "La fiche que vous cherchiez a été réunie à celle-ci.",
    "separee": "La fusion est annulée\u00a0: il y a de nouveau deux fiches.",
    "archivage-prevu": "C’est noté\u00a0: la fiche sera archivée au jour dit.",
    "archivage-annule": "La fiche reste dans les recherches\u00a0: rien n’est plus prévu.",
    "restauree": "La version choisie est rétablie.",
    "proposee": "Merci\u00a0: votre proposition est envoyée à ceux qui tiennent la fiche.",
    "proposition-prise": "Ce que vous avez choisi de la proposition est enregistré.",
    "proposition-classee": "La proposition est classée sans suite.",
    "suite": "Merci\u00a0: votre réponse est comptée.",
    "signalee": "Merci\u00a0: votre signalement est envoyé.",
}
"""What is said once something was done, by the code that the address carries."""
ON_ITS_WAY = "Les recherches suivront dans un instant."


@dataclass(frozen=True, slots=True)
class ActsView:
    """``why``: in a sentence, what it would take to modify the fiche; empty for visitors and for who may."""

    may_write: bool = False
    may_confirm: bool = False
    may_take_over: bool = False
    may_copy: bool = False
    may_see_history: bool = False
    may_merge: bool = False
    is_planned: bool = False
    may_transfer: bool = False
    may_propose: bool = False
    why: str = ""


def acts_view(fiche: Resource, actor: Actor, owner_name: str) -> ActsView:
    owner = fiche.content.institution
    if not actor.is_account:
        return ActsView()
    may_write = may(actor, Action.WRITE, owner=owner)
    takes = not owner and bool(actor.institution) and may(actor, Action.TAKE_OVER, owner=actor.institution)
    return ActsView(
        may_write,
        fiche.content.is_published and may(actor, Action.CONFIRM, owner=owner),
        takes,
        may_somewhere(actor, Action.WRITE),
        may_somewhere(actor, Action.READ_PEOPLE),
        fiche.content.is_published and may(actor, Action.MERGE, owner=owner),
        fiche.content.is_published and fiche.content.archive_on is not None and may_write,
        bool(owner) and may(actor, Action.TRANSFER, owner=owner),
        not may_write and not takes and may(actor, Action.PROPOSE, owner=owner),
        "" if may_write or takes else _why(actor, owner, owner_name),
    )


def _why(actor: Actor, owner: str, owner_name: str) -> str:
    if not owner:
        return "Personne ne tient cette fiche\u00a0: un compte «\u00a0mise à jour\u00a0» peut la reprendre."
    if owner not in actor.reach:
        return f"Pour la modifier, il faut un compte «\u00a0mise à jour\u00a0» de {owner_name}."
    if actor.profile is Profile.CONSULTATION:
        return "Pour la modifier, demandez le profil «\u00a0mise à jour\u00a0» au RGC de votre institution."
    return ""


def said_of(done: str, *, is_waiting: bool) -> str:
    """Return what to say once something was done, empty when nothing was."""
    text = DONE.get(done, "")
    return f"{text} {ON_ITS_WAY}" if text and is_waiting else text
