"""Rights are those of the table that was agreed, for everybody and every kind of object."""

import pytest

from directory.domain.actors import SYSTEM, VISITOR, Actor, ActorKind, Duty, Profile, Scope
from directory.domain.rights import Action, may, may_somewhere
from tests.access.actors import ACTORS, OTHER, OWN, PARTNER, PERSON, cells, expected
from tests.access.table import BY_ACTION, rows


def test_the_table_has_one_row_for_each_action() -> None:
    assert [row.action for row in rows()] == list(Action)


@pytest.mark.parametrize("actor", ACTORS.values(), ids=ACTORS)
def test_an_actor_may_somewhere_what_the_table_gives(actor: Actor) -> None:
    for row in rows():
        assert may_somewhere(actor, row.action) == bool(cells(row, actor) - {"."}), row.action


@pytest.mark.parametrize("actor", ACTORS.values(), ids=ACTORS)
@pytest.mark.parametrize("owner", ["", OWN, PARTNER, OTHER])
@pytest.mark.parametrize("person", [None, PERSON, PERSON + 1])
def test_an_actor_may_on_an_object_what_the_table_gives(actor: Actor, owner: str, person: int | None) -> None:
    for row in rows():
        said = may(actor, row.action, owner=owner, person=person)
        assert said == expected(row, actor, owner=owner, person=person), row.action


def test_the_route_guard_lets_in_whoever_may_write_somewhere() -> None:
    editor = ACTORS["mise-a-jour"]
    assert may_somewhere(editor, Action.WRITE)
    assert may(editor, Action.WRITE, owner=OWN)
    assert not may(editor, Action.WRITE, owner=PARTNER)
    assert not may(editor, Action.WRITE)


def test_only_an_rgc_answers_for_partners() -> None:
    assert ACTORS["mise-a-jour"].reach == {OWN}
    assert ACTORS["mise-a-jour and RGC"].reach == {OWN, PARTNER}


def test_a_person_without_institution_reaches_nothing_that_nobody_owns() -> None:
    lost = Actor(ActorKind.ACCOUNT, 1, Profile.UPDATE, frozenset({Duty.RGC}))
    assert not any(may(lost, action, owner="") for action in (Action.WRITE, Action.TAKE_OVER, Action.MANAGE_ACCOUNTS))


def test_the_product_itself_never_confirms() -> None:
    assert [action for action in Action if not may(SYSTEM, action)] == [Action.CONFIRM]


def test_duties_and_scopes_of_another_kind_of_actor_count_for_nothing() -> None:
    forged = Actor(duties=frozenset(Duty), scopes=frozenset(Scope), institution=OWN, profile=Profile.UPDATE)
    for action in Action:
        assert may_somewhere(forged, action) == may_somewhere(VISITOR, action)
    token = Actor(ActorKind.TOKEN, institution=OWN, duties=frozenset(Duty), profile=Profile.UPDATE)
    assert [action for action in Action if may_somewhere(token, action)] == [Action.OPEN]


def test_no_token_ever_has_a_duty_s_right() -> None:
    for action in Action:
        if BY_ACTION[action].rgc == "reach" and BY_ACTION[action].consultation == ".":
            assert not BY_ACTION[action].tokens
