"""*Proposer une modification*: a form for a fiche that others keep; they take of it what they want."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.domain.actors import Actor
from directory.domain.changes import applied, difference
from directory.domain.reports.proposal import NEVER_PROPOSED, Proposal, ProposalState
from directory.domain.reports.report import MOST_CHARS, MOST_REASON_CHARS
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.rights import Action, may
from directory.services.accounts.reach import institutions_in_reach
from directory.services.fiches.editing import Receipt, ResourceService, StaleVersion
from directory.services.fiches.writing import Writer, Writing
from directory.services.reports.answers import tell_proposer
from directory.services.reports.words import WordsRefused, checked_words
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content

DAY = timedelta(days=1)
MOST_A_DAY = 50
MOST_LISTED = 200


class NothingProposed(Exception):
    """The form says what the fiche says."""


class TooManyProposals(Exception):
    """Who proposes has sent as many as a day allows."""


class UnknownProposal(Exception):
    """There is no such proposal, or it is not for who asks to see it."""


class Answered(Exception):
    """Somebody answered the proposal already."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal with the fiche that it is about, as it is now. ``proposer``: their name, empty for a machine."""

    proposal: Proposal
    fiche: Resource
    proposer: str = ""

    @property
    def offered(self) -> Content:
        """The fiche with all that is proposed."""
        return applied(self.fiche.content, dict(self.proposal.changes))

    @property
    def moved(self) -> frozenset[str]:
        """Names of the fields that say something else than when the form was opened."""
        before = {name: [pair[1], pair[0]] for name, pair in self.proposal.changes.items()}
        now = difference(applied(self.fiche.content, before), self.fiche.content)
        return frozenset(now) & frozenset(before)


class Proposing:
    """The rights on each fiche are asked here, whatever page or program asks."""

    def __init__(
        self, database: Database, resources: ResourceService, writing: Writing, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._resources = resources
        self._writing = writing
        self._now = now

    def base(self, actor: Actor, resource_id: int) -> Resource:
        """Return a fiche to which an actor may propose a change. Raises UnknownResource, NotAllowed, MergedAway."""
        return self._writing.get(actor, resource_id, Action.PROPOSE)

    def propose(self, actor: Actor, base: Resource, content: Content, *, note: str = "") -> Proposal:
        """Keep what a form says otherwise than the fiche that it began from.

        Raises InvalidResource, NothingProposed, TooManyProposals, WordsRefused.
        """
        now = self._now()
        kept = {name: getattr(base.content, name) for name in NEVER_PROPOSED}
        wanted = self._resources.checked_over(base.content, replace(content, **kept), asks_required=False)
        changes = difference(base.content, wanted)
        if not changes:
            raise NothingProposed
        said = checked_words("texte", note, most=MOST_CHARS, now=now)
        made = Proposal(base.id, base.version, changes, said, actor.account, actor.institution, now)
        with self._database.write() as uow:
            for known in uow.proposals.of(base.id):
                if known.is_open and _is_same(known, made):
                    return known
            count = uow.proposals.count_since(now - DAY, account_id=actor.account, institution=actor.institution)
            if count >= MOST_A_DAY:
                raise TooManyProposals
            return uow.proposals.add(made)

    def get(self, actor: Actor, number: int) -> Proposed:
        """Return a proposal for who may answer it. Raises UnknownProposal."""
        with self._database.read() as uow:
            return _answerable(uow, actor, number)

    def of(self, resource_id: int) -> list[Proposed]:
        """Return the proposals for a fiche, the oldest first."""
        with self._database.read() as uow:
            return _with_fiches(uow, uow.proposals.of(resource_id))

    def mine(self, account_id: int) -> list[Proposed]:
        with self._database.read() as uow:
            return _with_fiches(uow, uow.proposals.by(account_id, limit=MOST_LISTED))

    def waiting(self, actor: Actor, *, limit: int = MOST_LISTED) -> list[Proposed]:
        """Return the proposals that wait for an answer of this actor, the oldest first."""
        with self._database.read() as uow:
            reach = institutions_in_reach(actor, Action.ANSWER)
            return _with_fiches(uow, uow.proposals.waiting(reach, limit=limit))

    def count_waiting(self, actor: Actor) -> int:
        with self._database.read() as uow:
            return uow.proposals.count_waiting(institutions_in_reach(actor, Action.ANSWER))

    def take(
        self, writer: Writer, number: int, names: Collection[str], *, expected_version: int, answer: str = ""
    ) -> Receipt:
        """Save some of the fields proposed, and close the proposal; the version says on whose proposal.

        Raises UnknownProposal, Answered, NothingProposed, WordsRefused, and what ``Writing.revise`` does.
        """
        found = self.get(writer.actor, number)
        proposal, current = found.proposal, found.fiche
        said = self._said(answer)
        chosen = {name: list(pair) for name, pair in proposal.changes.items() if name in names}
        if not proposal.is_open:
            raise Answered
        if not chosen:
            raise NothingProposed
        content = applied(current.content, chosen)
        if current.version != expected_version:
            raise StaleVersion(current, content)
        by_proposal = replace(writer, origin=Origin(SaveOrigin.PROPOSAL, "proposition", str(number)))
        is_whole = len(chosen) == len(proposal.changes)
        state = ProposalState.TAKEN if is_whole else ProposalState.PARTLY_TAKEN

        def close(uow: UnitOfWork, fiche: Resource) -> None:
            self._close(uow, writer.actor, proposal, state, said, taken=tuple(chosen), version=fiche.version)

        return self._writing.revise(by_proposal, current.id, content, expected_version=expected_version, then=close)

    def dismiss(self, actor: Actor, number: int, answer: str) -> Proposed:
        """Close a proposal of which nothing is taken, with why. Raises UnknownProposal, Answered, WordsRefused."""
        found = self.get(actor, number)
        said = self._said(answer)
        if not said:
            raise WordsRefused("raison", "valeur-manquante")
        with self._database.write() as uow:
            self._close(uow, actor, found.proposal, ProposalState.DISMISSED, said)
        return found

    def _said(self, answer: str) -> str:
        return checked_words("raison", answer, most=MOST_REASON_CHARS, now=self._now())

    def _close(
        self,
        uow: UnitOfWork,
        actor: Actor,
        proposal: Proposal,
        state: ProposalState,
        answer: str,
        *,
        taken: tuple[str, ...] = (),
        version: int = 0,
    ) -> None:
        now = self._now()
        current = _answerable(uow, actor, proposal.id)
        if not current.proposal.is_open:
            raise Answered
        closed = replace(
            current.proposal, state=state, taken=taken, settled_in=version, answer=answer,
            answered_by=actor.account, answered_at=now,
        )  # fmt: skip
        uow.proposals.save(closed)
        tell_proposer(uow, current.fiche, closed, now)


def _is_same(known: Proposal, made: Proposal) -> bool:
    who = (known.account_id, known.institution) == (made.account_id, made.institution)
    return who and (known.changes, known.note) == (made.changes, made.note)


def _answerable(uow: UnitOfWork, actor: Actor, number: int) -> Proposed:
    found = uow.proposals.get(number)
    fiche = None if found is None else uow.resources.get(found.resource_id)
    if found is None or fiche is None or not may(actor, Action.ANSWER, owner=fiche.content.institution):
        raise UnknownProposal
    return _with_fiches(uow, [found])[0]


def _with_fiches(uow: UnitOfWork, proposals: Sequence[Proposal]) -> list[Proposed]:
    fiches = {each.id: each for each in uow.resources.by_ids([each.resource_id for each in proposals])}
    people = uow.accounts.by_ids({each.account_id for each in proposals if each.account_id is not None})
    names = {number: account.name for number, account in people.items()}
    return [
        Proposed(each, fiches[each.resource_id], names.get(each.account_id, "") if each.account_id else "")
        for each in proposals
    ]
