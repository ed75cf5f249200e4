"""What a worker does of accounts each night, by a clock of its own, on both databases."""

from datetime import timedelta

import pytest

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AuditFilter
from directory.domain.accounts.messages import MessageKind
from directory.domain.actors import Duty
from directory.domain.changes import Author
from directory.domain.resource import Origin, SaveOrigin
from directory.services.accounts.callers import COMMAND
from directory.services.accounts.keeping import Keeping
from directory.services.fiches.editing import ResourceService
from directory.services.taxonomy.editing import seed
from directory.services.work.jobs import JobService
from tests.accounts import Team
from tests.fiches import GAZETTEER, TAXONOMY, fiche


@pytest.fixture
def keeping(team: Team) -> Keeping:
    return Keeping(team.database, JobService(team.database), now=team.clock)


def night(keeping: Keeping) -> None:
    """Do the work of a night through the queue, as a worker does."""
    team_jobs, now = keeping._jobs, keeping._now
    assert keeping.ask_daily() == 1 and keeping.ask_daily() == 0
    job = team_jobs.claim([Keeping.kind], owner="essai", lease_s=60, now=now())
    assert job is not None
    keeping.handlers()[Keeping.kind](job, lambda: None)
    team_jobs.finish(job.id, owner="essai", now=now())


def mails(team: Team, account: Account, kind: MessageKind) -> int:
    with team.database.read() as uow:
        return sum(each.account_id == account.id and each.kind is kind for each in uow.messages.latest(limit=100))


def acts(team: Team, act: Act) -> int:
    with team.database.read() as uow:
        return len(uow.audit.matching(AuditFilter(act=act), limit=100))


def state(team: Team, account: Account) -> AccountState:
    return team.get(account).state


def test_an_account_unused_for_a_year_is_told_a_month_before_then_suspended(team: Team, keeping: Keeping) -> None:
    lea, sam, never = team.person("Lea"), team.person("Sam"), team.person("Nora")
    secret = team.session(lea)
    team.session(sam)
    team.clock.forward(days=334)
    night(keeping)
    assert mails(team, lea, MessageKind.UNUSED) == 0
    team.clock.forward(days=1, minutes=1)
    night(keeping)
    assert [mails(team, each, MessageKind.UNUSED) for each in (lea, sam, never)] == [1, 1, 1]
    team.session(sam)
    team.clock.forward(days=29)
    night(keeping)
    assert mails(team, lea, MessageKind.UNUSED) == 1 and state(team, lea) is AccountState.ACTIVE
    team.clock.forward(days=1)
    night(keeping)
    found = [state(team, each) for each in (lea, sam, never)]
    assert found == [AccountState.SUSPENDED, AccountState.ACTIVE, AccountState.SUSPENDED]
    assert not team.has_session(secret)


def test_a_worker_away_for_long_tells_first_and_suspends_a_month_later(team: Team, keeping: Keeping) -> None:
    lea = team.person("Lea")
    team.session(lea)
    team.clock.forward(days=700)
    night(keeping)
    assert (mails(team, lea, MessageKind.UNUSED), state(team, lea)) == (1, AccountState.ACTIVE)
    team.clock.forward(days=30)
    night(keeping)
    assert state(team, lea) is AccountState.SUSPENDED


def test_an_account_opened_again_has_a_year_before_it(team: Team, keeping: Keeping) -> None:
    lea = team.person("Lea")
    team.clock.forward(days=340)
    night(keeping)
    team.clock.forward(days=40)
    night(keeping)
    team.accounts.people.resume(COMMAND, lea.id)
    team.clock.forward(days=31)
    night(keeping)
    assert (mails(team, lea, MessageKind.UNUSED), state(team, lea)) == (1, AccountState.ACTIVE)


def test_the_last_administrator_is_never_suspended_by_the_worker(team: Team, keeping: Keeping) -> None:
    ada = team.person("Ada", duties=(Duty.ADMINISTRATOR,))
    for days in (340, 40, 40):
        team.clock.forward(days=days)
        night(keeping)
    assert state(team, ada) is AccountState.ACTIVE


def test_a_closed_account_loses_its_name_after_a_year_and_keeps_its_acts(team: Team, keeping: Keeping) -> None:
    lea = team.person("Lea")
    seed(team.database, TAXONOMY)
    origin, fiches = Origin(SaveOrigin.FORM), ResourceService(team.database, GAZETTEER)
    for author in (Author(lea.id, "Lea"), Author(None, "système")):
        fiches.create(fiche(author.label), author=author, origin=origin, now=team.clock())
    team.accounts.people.close(COMMAND, lea.id)
    team.clock.forward(days=364)
    night(keeping)
    assert team.get(lea).name == "Lea"
    team.clock.forward(days=2)
    night(keeping)
    kept = team.get(lea)
    assert (kept.name, kept.mail) == ("Compte fermé, Département des Bouches-du-Rhône", "")
    with team.database.read() as uow:
        labels = [each.author.label for number in (1, 2) for each in uow.versions.of(number)]
    assert labels == [kept.name, "système"]
    assert keeping.forget_closed() == 0


def test_the_trail_is_kept_a_year(team: Team, keeping: Keeping) -> None:
    team.session(team.person("Lea"))
    team.clock.forward(days=364)
    night(keeping)
    assert acts(team, Act.SIGNED_IN) == 1
    team.clock.forward(days=2)
    night(keeping)
    assert acts(team, Act.SIGNED_IN) == 0


def test_a_review_is_asked_once_a_year_of_the_rgcs_or_of_those_of_the_signatory(team: Team, keeping: Keeping) -> None:
    rita, lea = team.person("Rita", duties=(Duty.RGC,)), team.person("Lea")
    partner = team.person("Paul", institution="caf-13")
    team.clock.forward(days=366)
    for each in (rita, lea, partner):
        team.session(each)
    night(keeping)
    assert mails(team, rita, MessageKind.REVIEW) == 2
    team.clock.forward(days=100)
    night(keeping)
    assert mails(team, rita, MessageKind.REVIEW) == 2
    signed = team.signed(rita)
    team.accounts.people.review(signed.caller, lea.id)
    team.clock.forward(days=1)
    team.clock.at += timedelta(days=265)
    for each in (rita, lea, partner):
        team.session(each)
    night(keeping)
    assert mails(team, rita, MessageKind.REVIEW) == 4
