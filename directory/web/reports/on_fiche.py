"""What the page of a fiche, and its history, say of what was reported and proposed, to who is signed in."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from directory.domain.actors import Actor
from directory.domain.resource import Resource
from directory.domain.rights import Action, may, may_somewhere
from directory.http.request import current_services
from directory.services.reports.proposing import Proposed
from directory.web.reports.words import said_briefly, told_ago


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Something that waits for an answer. ``link``: the words that lead to ``url``."""

    text: str
    url: str
    link: str


def waiting_on(fiche: Resource, actor: Actor) -> tuple[WaitingView, ...]:
    return tuple(_waiting_on(fiche, actor))


def _waiting_on(fiche: Resource, actor: Actor) -> Iterator[WaitingView]:
    if not may_somewhere(actor, Action.READ_PEOPLE):
        return
    services = current_services()
    now, answers = services.now(), may(actor, Action.ANSWER, owner=fiche.content.institution)
    found = services.reports.reporting.open_on(fiche.id)
    if found:
        url = url_for("answering.of_fiche", resource_id=fiche.id)
        yield WaitingView(said_briefly(found, now), url, "Répondre" if answers else "Détail")
    if answers:
        for each in services.reports.proposing.of(fiche.id):
            if each.proposal.is_open:
                text = f"Modification proposée {told_ago(each.proposal.at, now)} par {said_of(each)}."
                yield WaitingView(text, url_for("proposing.show", number=each.proposal.id), "Voir la proposition")


def said_of(proposed: Proposed) -> str:
    """Return who proposes: a person and their institution, or the institution of a machine."""
    institution = current_services().words.current().label("institution", proposed.proposal.institution)
    return f"{proposed.proposer} ({institution})" if proposed.proposer else institution


def said_of_proposers(resource_id: int) -> dict[str, str]:
    """Return, for each proposal to a fiche, on whose proposal a version was saved."""
    found = current_services().reports.proposing.of(resource_id)
    return {str(each.proposal.id): f"sur proposition de {said_of(each)}" for each in found}
