"""Nothing about accounts is left without its words: refusals, acts, states, profiles."""

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.audit import Act
from directory.domain.accounts.messages import MessageKind, MessageState
from directory.domain.actors import Duty, Profile, Scope
from directory.domain.jobs import JobState
from directory.services.accounts.refusals import Reason
from directory.web.accounts.words import ACTS, DUTIES, PROFILES, REFUSALS, SCOPES, STATES
from directory.web.admin.words import JOB_STATES, MAIL_STATES, MAILS


def test_every_refusal_has_its_sentence() -> None:
    assert set(REFUSALS) == set(Reason)
    assert all(sentence.endswith((".", "fr")) for sentence in REFUSALS.values())


def test_every_act_state_profile_duty_and_scope_has_its_name() -> None:
    assert set(ACTS) == set(Act)
    assert set(STATES) == set(AccountState)
    assert set(PROFILES) == set(Profile)
    assert set(DUTIES) == set(Duty)
    assert set(SCOPES) == set(Scope)


def test_every_mail_and_job_has_its_name() -> None:
    assert set(MAILS) == set(MessageKind)
    assert set(MAIL_STATES) == set(MessageState)
    assert set(JOB_STATES) == set(JobState)
