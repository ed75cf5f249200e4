"""Changes proposed to fiches out of reach: by whom the table lets, taken in whole or in part, on both databases."""

from dataclasses import dataclass, replace

import pytest

from directory.domain.accounts.messages import MessageKind
from directory.domain.actors import Actor, ActorKind, Profile, Scope
from directory.domain.changes import Author
from directory.domain.reports.proposal import ProposalState
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.rights import Action
from directory.services.accounts.callers import COMMAND
from directory.services.fiches.editing import InvalidResource, ResourceService, StaleVersion, UnknownResource
from directory.services.fiches.forgetting import ContactForgetting
from directory.services.fiches.writing import NotAllowed, Writer, Writing
from directory.services.reports.proposing import (
    MOST_A_DAY,
    Answered,
    NothingProposed,
    Proposing,
    TooManyProposals,
    UnknownProposal,
)
from directory.services.reports.words import WordsRefused
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from tests.access.actors import ACTORS, OTHER, OWN, PARTNER, expected
from tests.access.table import BY_ACTION
from tests.accounts import Team
from tests.fiches import FORM, GAZETTEER, LEA, TAXONOMY, fiche

MACHINE = Actor(ActorKind.TOKEN, institution=OTHER, scopes=frozenset({Scope.IMPORT}))


@dataclass
class Desk:
    team: Team
    resources: ResourceService
    writing: Writing
    proposing: Proposing

    def fiche(self, owner: str = OWN, **said: object) -> Resource:
        content = fiche(institution=owner, **said)
        return self.resources.create(content, author=LEA, origin=FORM, now=self.team.clock()).resource

    def person(self, name: str, institution: str) -> Actor:
        return self.team.person(name, institution, Profile.UPDATE).acts_as(frozenset())

    def propose(self, who: Actor, one: Resource, note: str = "", **said: object) -> int:
        base = self.proposing.base(who, one.id)
        return self.proposing.propose(who, base, replace(one.content, **said), note=note).id  # type: ignore[arg-type]

    def mails(self) -> list[str]:
        with self.team.database.read() as uow:
            return [
                each.facts["how"]
                for each in uow.messages.latest(limit=100)
                if each.kind is MessageKind.PROPOSAL_ANSWERED
            ]


@pytest.fixture
def desk(database: Database) -> Desk:
    seed(database, TAXONOMY)
    team = Team(database)
    resources = ResourceService(database, GAZETTEER)
    writing = Writing(database, resources, now=team.clock)
    return Desk(team, resources, writing, Proposing(database, resources, writing, now=team.clock))


def by(actor: Actor) -> Writer:
    return Writer(actor, Author(actor.account, "Sam"), Origin(SaveOrigin.FORM))


def test_a_change_is_proposed_and_answered_by_whom_the_table_lets_and_by_nobody_else(desk: Desk) -> None:
    for name, who in ACTORS.items():
        for owner in ("", OWN, PARTNER, OTHER):
            one = desk.fiche(owner)
            if expected(BY_ACTION[Action.PROPOSE], who, owner=owner, person=None):
                desk.propose(who, one, phone=f"01 02 03 04 {len(name):02d}")
            else:
                with pytest.raises(NotAllowed):
                    desk.proposing.base(who, one.id)
            number = desk.propose(replace(MACHINE, institution=name), one, phone="115")
            if expected(BY_ACTION[Action.ANSWER], who, owner=owner, person=None):
                desk.proposing.take(by(who), number, {"phone"}, expected_version=1)
                assert desk.resources.get(one.id).content.phone == "115"
            else:
                with pytest.raises(UnknownProposal):
                    desk.proposing.take(by(who), number, {"phone"}, expected_version=1)
                with pytest.raises(UnknownProposal):
                    desk.proposing.dismiss(who, number, "Non.")
                assert desk.resources.get(one.id) == one, (name, owner)


def test_what_is_taken_is_saved_and_the_version_says_on_whose_proposal(desk: Desk) -> None:
    one, lea, sam = desk.fiche(), desk.person("lea", OTHER), desk.person("sam", OWN)
    number = desk.propose(lea, one, "Vu sur leur porte.", phone="115", hours="Mo 08:00-10:00")
    (waiting,) = desk.proposing.waiting(sam)
    assert (waiting.proposal.id, waiting.proposer, set(waiting.proposal.changes)) == (number, "lea", {"phone", "hours"})
    assert desk.proposing.count_waiting(sam) == 1
    receipt = desk.proposing.take(by(sam), number, {"phone", "title"}, expected_version=1, answer="Merci.")
    assert (receipt.resource.content.phone, receipt.resource.content.hours) == ("115", one.content.hours)
    version = desk.resources.history(one.id).versions[-1]
    assert (version.author.label, version.origin.kind, version.origin.source_id) == (
        "Sam", SaveOrigin.PROPOSAL, str(number),
    )  # fmt: skip
    (mine,) = desk.proposing.mine(lea.account or 0)
    told = mine.proposal
    assert (told.state, told.taken, told.settled_in, told.answer) == (
        ProposalState.PARTLY_TAKEN, ("phone",), 2, "Merci.",
    )  # fmt: skip
    assert desk.mails() == ["une partie a été prise"]
    with pytest.raises(Answered):
        desk.proposing.take(by(sam), number, {"hours"}, expected_version=2)
    with pytest.raises(Answered):
        desk.proposing.dismiss(sam, number, "Non.")
    assert desk.proposing.count_waiting(sam) == 0


def test_a_proposal_begun_before_another_save_changes_only_what_is_taken(desk: Desk) -> None:
    one, lea, sam = desk.fiche(), desk.person("lea", OTHER), desk.person("sam", OWN)
    number = desk.propose(lea, one, phone="115", title="Permis à deux euros")
    now = desk.writing.revise(by(sam), one.id, replace(one.content, phone="119", email="a@b.fr"), expected_version=1)
    assert desk.proposing.get(sam, number).moved == {"phone"}
    with pytest.raises(StaleVersion):
        desk.proposing.take(by(sam), number, {"title"}, expected_version=1)
    after = desk.proposing.take(by(sam), number, {"title"}, expected_version=2).resource.content
    assert after == replace(now.resource.content, title="Permis à deux euros")


def test_what_cannot_be_proposed_is_told(desk: Desk) -> None:
    one, lea, sam = desk.fiche(), desk.person("lea", OTHER), desk.person("sam", OWN)
    for said in ({}, {"institution": OTHER, "status": "archivee"}):
        with pytest.raises(NothingProposed):
            desk.propose(lea, one, **said)
    with pytest.raises(InvalidResource):
        desk.propose(lea, one, phone="le soir")
    with pytest.raises(WordsRefused):
        desk.propose(lea, one, "Pour M. D., né en 1962", phone="115")
    number = desk.propose(lea, one, phone="115")
    assert desk.propose(lea, one, phone="115") == number
    with pytest.raises(NothingProposed):
        desk.proposing.take(by(sam), number, {"hours"}, expected_version=1)
    with pytest.raises(WordsRefused):
        desk.proposing.dismiss(sam, number, " ")
    desk.proposing.dismiss(sam, number, "Le numéro est bon.")
    assert desk.mails() == ["rien n’a été changé"]
    with pytest.raises(UnknownResource):
        desk.proposing.base(lea, desk.fiche(OWN, status="brouillon").id)


def test_so_many_proposals_a_day(desk: Desk) -> None:
    one = desk.fiche()
    for rank in range(MOST_A_DAY):
        desk.propose(MACHINE, one, title=f"Essai {rank}")
    with pytest.raises(TooManyProposals):
        desk.propose(MACHINE, one, title="Encore")
    desk.propose(desk.person("lea", OTHER), one, title="Encore")


def test_a_contact_who_asks_leaves_the_proposals_too(desk: Desk) -> None:
    one, lea, sam = desk.fiche(), desk.person("lea", OTHER), desk.person("sam", OWN)
    number = desk.propose(lea, one, named_contact="Madame Personne", phone="115")
    ContactForgetting(desk.team.database, desk.writing, now=desk.team.clock).forget(
        by(sam), one.id, COMMAND, expected_version=1
    )
    assert set(desk.proposing.get(sam, number).proposal.changes) == {"phone"}
