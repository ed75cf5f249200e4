"""Who may write which fiche is decided where it is saved, for each person and each owner, on both databases."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from directory.domain.actors import Actor, ActorKind, Duty, Profile, Scope
from directory.domain.changes import Author
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.rights import Action
from directory.services.fiches.editing import InvalidResource, ResourceService, StaleVersion, UnknownResource
from directory.services.fiches.saving import Effect
from directory.services.fiches.writing import NotAllowed, Writer, Writing
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from fiche.content import Content
from fiche.parts import Structure
from tests.access.actors import ACTORS, OTHER, OWN, PARTNER, expected
from tests.access.table import BY_ACTION
from tests.accounts import Team
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche

EDITOR = Actor(ActorKind.ACCOUNT, 7, Profile.UPDATE, institution=OWN, partners=frozenset({PARTNER}))
RGC = replace(EDITOR, duties=frozenset({Duty.RGC}))
ADMINISTRATOR = replace(EDITOR, profile=Profile.CONSULTATION, duties=frozenset({Duty.ADMINISTRATOR}))
LATER = NOW + timedelta(days=1)


def by(actor: Actor) -> Writer:
    return Writer(actor, Author(actor.account, "Sam"), Origin(SaveOrigin.FORM))


@dataclass
class Desk:
    """The use cases over a base with four institutions."""

    resources: ResourceService
    writing: Writing

    def fiche(self, owner: str = OWN, **said: object) -> Resource:
        content = fiche(institution=owner, **said)
        return self.resources.create(content, author=LEA, origin=FORM, now=NOW).resource


@pytest.fixture
def desk(database: Database) -> Desk:
    seed(database, TAXONOMY)
    Team(database)
    resources = ResourceService(database, GAZETTEER)
    return Desk(resources, Writing(database, resources, now=lambda: LATER))


ACTS: dict[str, tuple[Action, Callable[[Writing, Writer, Resource], object]]] = {
    "modify": (Action.WRITE, lambda writing, who, it: writing.revise(who, it.id, it.content, expected_version=1)),
    "archive": (Action.WRITE, lambda writing, who, it: writing.archive(who, it.id, expected_version=1)),
    "publish": (Action.WRITE, lambda writing, who, it: writing.publish(who, it.id, expected_version=1)),
    "restore": (Action.WRITE, lambda writing, who, it: writing.restore(who, it.id, 1, expected_version=1)),
    "confirm": (Action.CONFIRM, lambda writing, who, it: writing.confirm(who, it.id, expected_version=1)),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_on_a_fiche_is_done_by_whom_the_table_lets_and_by_nobody_else(desk: Desk, act: str) -> None:
    action, do = ACTS[act]
    for name, actor in ACTORS.items():
        for owner in ("", OWN, PARTNER, OTHER):
            one = desk.fiche(owner)
            if expected(BY_ACTION[action], actor, owner=owner, person=None) and actor.kind is ActorKind.ACCOUNT:
                do(desk.writing, by(actor), one)
            elif not expected(BY_ACTION[action], actor, owner=owner, person=None):
                with pytest.raises(NotAllowed):
                    do(desk.writing, by(actor), one)
                assert desk.resources.get(one.id) == one, f"{name} on a fiche of {owner!r}"


def test_a_draft_out_of_reach_is_not_there(desk: Desk) -> None:
    draft = desk.fiche(OTHER, status="brouillon")
    with pytest.raises(UnknownResource):
        desk.writing.get(RGC, draft.id)
    assert desk.writing.get(ADMINISTRATOR, draft.id) == draft


def test_a_fiche_is_created_for_an_institution_of_reach_only(desk: Desk) -> None:
    assert [each.code for each in desk.writing.owners(EDITOR)] == [OWN]
    assert [each.code for each in desk.writing.owners(RGC)] == [PARTNER, OWN]
    assert len(desk.writing.owners(ADMINISTRATOR)) == 4
    assert desk.writing.create(by(EDITOR), fiche()).resource.content.institution == OWN
    assert desk.writing.create(by(RGC), fiche(institution=PARTNER)).resource.content.institution == PARTNER
    for actor, owner in ((EDITOR, PARTNER), (RGC, OTHER), (ACTORS["consultation and RGC"], OWN), (EDITOR, "nulle")):
        with pytest.raises(NotAllowed):
            desk.writing.create(by(actor), fiche(institution=owner))


def test_a_forged_owner_gives_a_fiche_to_nobody(desk: Desk) -> None:
    one = desk.fiche()
    with pytest.raises(NotAllowed):
        desk.writing.revise(by(RGC), one.id, replace(one.content, institution=PARTNER), expected_version=1)
    assert desk.resources.get(one.id) == one


def test_the_author_the_door_and_the_day_are_in_the_history(desk: Desk) -> None:
    one = desk.fiche()
    desk.writing.revise(by(EDITOR), one.id, replace(one.content, phone="115"), expected_version=1, confirmed=True)
    history = desk.resources.history(one.id)
    last = history.versions[-1]
    assert (last.number, last.author, last.origin.kind, last.at) == (2, Author(7, "Sam"), SaveOrigin.FORM, LATER)
    assert [each.at for each in history.verifications] == [LATER]


def test_a_machine_writes_for_its_institution_and_never_confirms(desk: Desk) -> None:
    token = Actor(ActorKind.TOKEN, institution=OWN, scopes=frozenset({Scope.WRITE}))
    machine = Writer(token, Author(None, "API, Département"), Origin(SaveOrigin.API))
    one = desk.writing.create(machine, fiche()).resource
    assert (one.origin.kind, one.verified_at) == (SaveOrigin.API, None)
    for confirms in (
        lambda: desk.writing.create(machine, fiche(), confirmed=True),
        lambda: desk.writing.revise(machine, one.id, one.content, expected_version=1, confirmed=True),
        lambda: desk.writing.confirm(machine, one.id, expected_version=1),
    ):
        with pytest.raises(NotAllowed):
            confirms()


def test_a_save_over_another_version_says_both_texts(desk: Desk) -> None:
    one = desk.fiche()
    desk.writing.revise(by(EDITOR), one.id, replace(one.content, phone="115"), expected_version=1)
    with pytest.raises(StaleVersion) as stale:
        desk.writing.revise(by(RGC), one.id, replace(one.content, email="a@exemple.fr"), expected_version=1)
    assert (stale.value.current.content.phone, stale.value.yours.email) == ("115", "a@exemple.fr")


def test_creating_asks_for_all_that_the_convention_requires_at_once(desk: Desk) -> None:
    with pytest.raises(InvalidResource) as invalid:
        desk.writing.create(by(EDITOR), Content("Titre", Structure("")))
    assert [(error.field, error.code) for error in invalid.value.errors] == [
        ("structure.name", "valeur-manquante"),
        *(
            (field, "valeur-manquante")
            for field in (
                "description", "needs", "audiences", "access_modes", "mobilisations", "places", "phone", "hours",
            )
        ),
    ]  # fmt: skip


OLD = fiche(phone="appelez le soir", hours="Lu-Ve 9h", needs=(), structure=Structure("S", "775680135"))


def test_an_old_value_bars_no_road(desk: Desk) -> None:
    """Rules came after the fiche did: only what a save changes is checked."""
    assert desk.writing.checked(OLD, replace(OLD, email="contact@exemple.fr")).email == "contact@exemple.fr"
    for wrong, field in (
        (replace(OLD, phone="le matin"), "phone"),
        (replace(OLD, hours="Lu-Sa 9h"), "hours"),
        (replace(OLD, structure=Structure("S", "775680136")), "structure.siret"),
        (replace(OLD, needs=("inconnu",)), "needs"),
    ):
        with pytest.raises(InvalidResource) as invalid:
            desk.writing.checked(OLD, wrong)
        assert [error.field for error in invalid.value.errors] == [field]


def test_a_fiche_that_nobody_owns_is_taken_over_for_one_s_own_institution(desk: Desk) -> None:
    free, owned = desk.fiche(""), desk.fiche(OTHER)
    with pytest.raises(NotAllowed):
        desk.writing.revise(by(EDITOR), free.id, free.content, expected_version=1)
    taken = desk.writing.take_over(by(EDITOR), free.id, expected_version=1)
    assert (taken.resource.content.institution, taken.effect) == (OWN, Effect.REVISED)
    for who, number in ((EDITOR, owned.id), (ACTORS["consultation"], desk.fiche("").id)):
        with pytest.raises(NotAllowed):
            desk.writing.take_over(by(who), number, expected_version=1)


def test_what_was_archived_comes_back_and_what_was_said_before_too(desk: Desk) -> None:
    one = desk.fiche()
    desk.writing.revise(by(EDITOR), one.id, replace(one.content, title="Autre"), expected_version=1)
    assert desk.writing.archive(by(EDITOR), one.id, expected_version=2).resource.content.is_archived
    assert desk.writing.publish(by(EDITOR), one.id, expected_version=3).resource.content.is_published
    back = desk.writing.restore(by(EDITOR), one.id, 1, expected_version=4).resource
    assert (back.version, back.content) == (5, one.content)
    assert len(desk.resources.history(one.id).versions) == 5
