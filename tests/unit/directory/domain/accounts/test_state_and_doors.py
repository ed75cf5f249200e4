"""What the state of an account lets in, door by door."""

from dataclasses import replace
from datetime import timedelta

import pytest

from directory.domain.accounts.account import Account, AccountState, Door, mail_key
from directory.domain.accounts.links import LinkKind
from directory.domain.actors import Profile
from tests.fiches import NOW

LEA = Account(
    7, "Léa Martin", "lea@cd13.exemple", "lea@cd13.exemple", "cd13", Profile.UPDATE, False, False,
    AccountState.ACTIVE, "", NOW,
)  # fmt: skip
INVITED = replace(LEA, state=AccountState.INVITED, invited_until=NOW + timedelta(days=7))
EXPIRED = replace(INVITED, invited_until=NOW)
ENTERS = {
    "active": (LEA, {door for door in Door if door is not Door.INVITATION}),
    "invited": (INVITED, {Door.INVITATION, Door.OIDC}),
    "invitation expired": (EXPIRED, set[Door]()),
    "invited at no date": (replace(INVITED, invited_until=None), set[Door]()),
    "suspended": (replace(LEA, state=AccountState.SUSPENDED), set[Door]()),
    "closed": (replace(LEA, state=AccountState.CLOSED, mail_key=None), set[Door]()),
    "institution closed": (replace(LEA, is_open=False), set[Door]()),
    "invited, institution closed": (replace(INVITED, is_open=False), set[Door]()),
}


@pytest.mark.parametrize("state", ENTERS)
@pytest.mark.parametrize("door", list(Door))
def test_a_state_opens_these_doors_and_no_other(state: str, door: Door) -> None:
    account, doors = ENTERS[state]
    assert account.may_enter(door, NOW) == (door in doors)


def test_every_kind_of_link_is_a_door() -> None:
    assert {kind.door for kind in LinkKind} == {Door.INVITATION, Door.RESET, Door.NEW_MAIL}


@pytest.mark.parametrize("state", ENTERS)
def test_a_subject_is_bound_only_where_oidc_may_enter(state: str) -> None:
    account, doors = ENTERS[state]
    opened = replace(account, bindable_until=NOW + timedelta(days=1))
    assert opened.may_bind(NOW) == (Door.OIDC in doors)


def test_an_account_that_lives_is_not_bound_unless_an_rgc_allows_it() -> None:
    assert not LEA.may_bind(NOW)
    assert INVITED.may_bind(NOW)
    assert not replace(LEA, bindable_until=NOW).may_bind(NOW)


def test_an_address_is_known_by_its_capitals_and_by_no_letter_that_looks_alike() -> None:
    assert mail_key(" Lea@CD13.exemple ") == "lea@cd13.exemple"
    for alike in ("le\u0430@cd13.exemple", "lea@\u212aaf.exemple", "ma\u017fson@cd13.exemple", "l\u0435a@cd13.exemple"):
        assert not mail_key(alike).isascii()
