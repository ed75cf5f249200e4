"""What an import may not write: the changes of fiches out of reach are offered to those who keep them."""

from collections.abc import Iterable, Mapping, Sequence

from directory.domain.actors import Actor
from directory.domain.changes import Json, difference
from directory.domain.imports import Batch
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


class Offers:
    """What one batch proposes to those who keep fiches out of its reach; what they refused is not proposed again."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[int, list[Proposal]] = {}

    def load(self, uow: UnitOfWork, ids: Sequence[int]) -> None:
        """Read what the institution of the batch proposed already for the fiches of a slice."""
        known = uow.proposals.of_fiches(ids)
        mine = self._batch.institution
        self._known = {number: [each for each in found if each.institution == mine] for number, found in known.items()}

    def of(self, before: Resource | None, content: Content) -> Proposal | None:
        """Return what a row says otherwise than a fiche, as far as it may be proposed."""
        if before is None:
            return None
        refused = _refused(self._known.get(before.id, ()))
        changes = {
            name: pair
            for name, pair in difference(before.content, content).items()
            if name not in NEVER_PROPOSED and pair[1] not in refused.get(name, ())
        }
        author = self._batch.author.account
        made = Proposal(
            before.id, before.version, changes, NOTE, author, self._batch.institution, self._batch.created_at
        )
        return made if changes else None

    def keep(self, uow: UnitOfWork, made: Sequence[Proposal]) -> None:
        """Keep proposals, but those that already wait for an answer."""
        for each in made:
            known = self._known.setdefault(each.resource_id, [])
            if not any(one.is_open and one.changes == each.changes for one in known):
                known.append(uow.proposals.add(each))


def _refused(known: Iterable[Proposal]) -> dict[str, list[Json]]:
    """Return the values, by field, of which those who keep a fiche wanted nothing."""
    refused: dict[str, list[Json]] = {}
    for each in known:
        for name, pair in each.changes.items():
            if not each.is_open and name not in each.taken:
                refused.setdefault(name, []).append(pair[1])
    return refused
