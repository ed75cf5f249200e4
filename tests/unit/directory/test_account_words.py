"""Nothing about accounts is left without its words: refusals, acts, states, profiles."""

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.audit import Act
from directory.domain.actors import Duty, Profile, Scope
from directory.services.accounts.refusals import Reason
from directory.web.accounts.words import ACTS, DUTIES, PROFILES, REFUSALS, SCOPES, STATES


def test_every_refusal_has_its_sentence() -> None:
    assert set(REFUSALS) == set(Reason)
    assert all(sentence.endswith((".", "fr")) for sentence in REFUSALS.values())


def test_every_act_state_profile_duty_and_scope_has_its_name() -> None:
    assert set(ACTS) == set(Act)
    assert set(STATES) == set(AccountState)
    assert set(PROFILES) == set(Profile)
    assert set(DUTIES) == set(Duty)
    assert set(SCOPES) == set(Scope)
