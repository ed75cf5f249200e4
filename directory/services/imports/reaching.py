"""What an import may not write: the changes of fiches out of reach are offered to those who keep them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from directory.domain.actors import Actor
from directory.domain.changes import Json, difference
from directory.domain.reports.proposal import NEVER_PROPOSED, Proposal
from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.services.accounts.reach import institutions_in_reach
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from importers.base import RefusedRow, RowMessage
from importers.kept import Kept, KeptRow

REACH = "reach"
"""Option of a batch: codes of the institutions whose fiches it may write; absent where it may write them all."""
NOTE = "Proposé par un import de fichier."


def reach_option(actor: Actor) -> dict[str, Json]:
    """Return what the options of a batch say of who imports."""
    codes = institutions_in_reach(actor, Action.IMPORT)
    if codes is None:
        return {}
    named: list[Json] = [*sorted(codes)]
    return {REACH: named}


def reach_of(options: Mapping[str, Json]) -> frozenset[str] | None:
    """Return the institutions that a batch may write for; None for all."""
    said = options.get(REACH)
    return frozenset(map(str, said)) if isinstance(said, list | tuple) else None


def refused_owner(item: Kept, content: Content) -> RefusedRow:
    """Return a row that would create a fiche for an institution that who imports does not answer for."""
    line = item.lines[0] if isinstance(item, KeptRow) and item.lines else 0
    message = RowMessage(
        line,
        "institution-hors-de-portee",
        "La fiche serait à une institution pour laquelle vous n’importez pas.",
        value=content.institution,
        advice="Laissez la cellule vide\u00a0: la fiche sera à l’institution de l’import.",
    )
    return RefusedRow(line, item.cells if isinstance(item, KeptRow) else {}, (message,))


def proposed_changes(before: Resource | None, content: Content) -> dict[str, list[Json]]:
    """Return what a row says otherwise than the fiche, as far as it may be proposed."""
    changes = difference(before.content, content) if before is not None else {}
    return {name: pair for name, pair in changes.items() if name not in NEVER_PROPOSED}


def proposals_of(
    before: Resource | None, changes: Mapping[str, list[Json]], account: int | None, institution: str, at: datetime
) -> list[Proposal]:
    """Return the proposal of one row, or none."""
    if before is None or not changes:
        return []
    return [Proposal(before.id, before.version, changes, NOTE, account, institution, at)]


def offer(uow: UnitOfWork, proposals: Sequence[Proposal], now: datetime) -> None:
    """Keep proposals, but those that already wait for an answer."""
    for each in proposals:
        known = [
            one for one in uow.proposals.of(each.resource_id) if one.is_open and one.institution == each.institution
        ]
        if not any(one.changes == each.changes for one in known):
            uow.proposals.add(each)
