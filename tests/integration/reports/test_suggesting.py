"""Resources suggested: told to the institutions of their territory, answered by them, on both databases."""

from dataclasses import dataclass

import pytest

from directory.domain.accounts.messages import MessageKind
from directory.domain.actors import PUBLIC_VISITOR, Actor
from directory.domain.reports.suggestion import Suggestion, SuggestionState
from directory.domain.rights import Action
from directory.services.fiches.editing import ResourceService
from directory.services.reports.reporting import TooMany
from directory.services.reports.suggesting import MOST_BY_NETWORK, Missing, Suggesting, UnknownSuggestion
from directory.services.reports.words import WordsRefused
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from fiche.parts import Place
from tests.access.actors import ACTORS, OTHER, OWN, PARTNER, expected
from tests.access.table import BY_ACTION
from tests.accounts import Team
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche

GARAGE = Missing("Garage La Bielle", "Répare à petit prix.", "Arles", "Une affiche.")
AVIGNON = Place(address="2 rue de la République", postcode="84000", commune_name="Avignon")


@dataclass
class Desk:
    team: Team
    suggesting: Suggesting

    def take(self, who: Actor, number: int, resource_id: int = 1) -> None:
        with self.team.database.write() as uow:
            self.suggesting.taking(who, number)(uow, uow.resources.by_ids([resource_id])[0])

    def made(self, number: int) -> Suggestion:
        with self.team.database.read() as uow:
            found = uow.suggestions.get(number)
        assert found is not None
        return found


@pytest.fixture
def desk(database: Database) -> Desk:
    seed(database, TAXONOMY)
    team = Team(database)
    resources = ResourceService(database, GAZETTEER)
    for owner, places in ((OWN, ()), (PARTNER, (AVIGNON,)), ("ccas-arles", None)):
        said = {} if places is None else {"places": places}
        resources.create(fiche(institution=owner, **said), author=LEA, origin=FORM, now=NOW)
    return Desk(team, Suggesting(database, GAZETTEER, now=team.clock))


def test_a_resource_is_told_to_who_has_fiches_there_else_to_the_signatories(desk: Desk) -> None:
    for commune, told in (
        ("13055", {"ccas-arles"}), ("84007", {PARTNER}), ("", {OWN, OTHER}), ("99999", {OWN, OTHER}),
    ):  # fmt: skip
        made = desk.suggesting.suggest(PUBLIC_VISITOR, GARAGE, commune_code=commune, network=commune)
        assert set(made.told) == told, commune


def test_a_suggestion_is_answered_by_whom_the_table_lets_and_by_nobody_else(desk: Desk) -> None:
    for name, who in ACTORS.items():
        for owner in (OWN, PARTNER, OTHER):
            with desk.team.database.write() as uow:
                number, other = (
                    uow.suggestions.add(Suggestion(name, "s", "p", "", each, (owner,), None, "", "", NOW)).id
                    for each in ("a", "b")
                )
            may = expected(BY_ACTION[Action.ANSWER], who, owner=owner, person=None)
            assert (number in [each.id for each in desk.suggesting.waiting(who)]) is may
            desk.take(who, other)
            assert (desk.made(other).resource_id == 1) is may
            if may:
                desk.suggesting.dismiss(who, number, "Fermé depuis un an.")
            else:
                with pytest.raises(UnknownSuggestion):
                    desk.suggesting.dismiss(who, number, "Non.")
            assert desk.made(number).is_open is not may


def test_who_suggested_is_told_once_what_became_of_it(desk: Desk) -> None:
    lea, admin = desk.team.person("lea").acts_as(frozenset()), ACTORS["administrateur"]
    made = desk.suggesting.suggest(lea, GARAGE, commune_code="13004")
    assert desk.suggesting.suggest(lea, GARAGE, commune_code="13004") == made
    desk.take(admin, made.id)
    desk.take(admin, made.id, 2)
    (mine,) = desk.suggesting.mine(lea.account or 0)
    assert (mine.state, mine.resource_id) == (SuggestionState.TAKEN, 1)
    with desk.team.database.read() as uow:
        (mail,) = uow.messages.latest(limit=9)
    assert (mail.kind, mail.account_id, mail.facts["structure"]) == (
        MessageKind.SUGGESTION_ANSWERED, lea.account, "Garage La Bielle",
    )  # fmt: skip


def test_what_cannot_be_kept_is_refused_and_so_many_a_day(desk: Desk) -> None:
    for said, code in (
        (Missing("", "s", "p"), "valeur-manquante"),
        (Missing("a", "s", " "), "valeur-manquante"),
        (Missing("a", "Pour M. D., né en 1962", "p"), "donnee-personnelle"),
        (Missing("a" * 201, "s", "p"), "trop-long"),
    ):
        with pytest.raises(WordsRefused) as refused:
            desk.suggesting.suggest(PUBLIC_VISITOR, said)
        assert refused.value.code == code
    for rank in range(MOST_BY_NETWORK):
        desk.suggesting.suggest(PUBLIC_VISITOR, Missing(f"Garage {rank}", "s", "p"), network="192.0.2.0/24")
    with pytest.raises(TooMany):
        desk.suggesting.suggest(PUBLIC_VISITOR, GARAGE, network="192.0.2.0/24")
    desk.suggesting.suggest(PUBLIC_VISITOR, GARAGE, network="198.51.100.0/24")
