"""Errors told and answered: by whom the table lets, once, counted, on both databases."""

from dataclasses import dataclass, replace

import pytest

from directory.domain.accounts.account import Account
from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.actors import PUBLIC_VISITOR, Actor, ActorKind, Duty, Profile, Scope
from directory.domain.reports.report import Report, ReportKind, ReportState, Rung
from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.services.fiches.editing import ResourceService, UnknownResource
from directory.services.reports.answers import MOST_MAILS_A_DAY
from directory.services.reports.digests import ReportDigests
from directory.services.reports.ladder import ReportLadder
from directory.services.reports.reporting import (
    MOST_A_DAY,
    MOST_BY_NETWORK,
    Reporting,
    Told,
    TooMany,
    UnknownReport,
)
from directory.services.reports.words import WordsRefused
from directory.services.taxonomy.editing import seed
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from tests.access.actors import ACTORS, OTHER, OWN, PARTNER, expected
from tests.access.table import BY_ACTION
from tests.accounts import Team
from tests.fiches import FORM, GAZETTEER, LEA, TAXONOMY, fiche

PHONE = Told(ReportKind.PHONE, "Sonne dans le vide.", "04 65 71 18 90")
MACHINE = Actor(ActorKind.TOKEN, institution=OTHER, scopes=frozenset({Scope.WRITE}))


@dataclass
class Desk:
    """The use cases over a base with people of four institutions."""

    team: Team
    resources: ResourceService
    reporting: Reporting

    def fiche(self, owner: str = OWN, **said: object) -> int:
        content = fiche(institution=owner, **said)
        return self.resources.create(content, author=LEA, origin=FORM, now=self.team.clock()).resource.id

    def told(self, number: int) -> Report:
        found = self.reporting.get(number)
        assert found is not None
        return found

    def mails(self, kind: MessageKind) -> list[Message]:
        with self.team.database.read() as uow:
            return [each for each in uow.messages.latest(limit=100) if each.kind is kind]

    def settle(self, who: Actor, resource_id: int, numbers: set[int]) -> None:
        """Save a fiche, with one word more, in a form that names some reports."""
        found = self.resources.get(resource_id)
        self.resources.revise(
            resource_id, replace(found.content, description=f"{found.content.description} Relu."),
            expected_version=found.version, author=LEA, origin=FORM, now=self.team.clock(),
            then=self.reporting.settling(who, numbers),
        )  # fmt: skip

    def said_in(self, mail: Message) -> object:
        """Return how many reports a mail tells of, should it leave now. Raises NothingToSay."""
        return ReportDigests(self.team.database, now=self.team.clock).composers()[mail.kind](mail)["count"]

    def ladder(self, *, sends: bool = True) -> ReportLadder:
        return ReportLadder(self.team.database, JobService(self.team.database), sends=sends, now=self.team.clock)

    def night(self, *, sends: bool = True) -> None:
        """Do what the worker does each day."""
        ladder, jobs = self.ladder(sends=sends), JobService(self.team.database)
        ladder.ask_daily()
        job = jobs.claim([ReportLadder.kind], owner="w", lease_s=60, now=self.team.clock())
        assert job is not None
        ladder.handlers()[ReportLadder.kind](job, lambda: None)
        jobs.finish(job.id, owner="w", now=self.team.clock())


@pytest.fixture
def desk(database: Database) -> Desk:
    seed(database, TAXONOMY)
    team = Team(database)
    return Desk(team, ResourceService(database, GAZETTEER), Reporting(database, now=team.clock))


def actor(account: Account) -> Actor:
    return account.acts_as(frozenset())


def test_reports_are_answered_by_whom_the_table_lets_and_by_nobody_else(desk: Desk) -> None:
    for name, who in ACTORS.items():
        for owner in ("", OWN, PARTNER, OTHER):
            number = desk.fiche(owner)
            settled = desk.reporting.report(PUBLIC_VISITOR, number, Told(ReportKind.CLOSED), network=f"{name}{owner}")
            closed = desk.reporting.report(PUBLIC_VISITOR, number, PHONE, network=f"{name}{owner}")
            may = expected(BY_ACTION[Action.ANSWER], who, owner=owner, person=None)
            desk.settle(who, number, {settled.id})
            if may:
                desk.reporting.dismiss(who, closed.id, "Le numéro répond.")
            else:
                with pytest.raises(UnknownReport):
                    desk.reporting.dismiss(who, closed.id, "Le numéro répond.")
            states = {desk.told(each.id).state for each in (settled, closed)}
            answered = {ReportState.SETTLED, ReportState.DISMISSED}
            assert states == (answered if may else {ReportState.OPEN}), (name, owner)


def test_a_draft_out_of_sight_is_reported_by_nobody(desk: Desk) -> None:
    draft = desk.fiche(OTHER, status="brouillon")
    for who in (PUBLIC_VISITOR, ACTORS["consultation"], ACTORS["mise-a-jour"]):
        with pytest.raises(UnknownResource):
            desk.reporting.report(who, draft, PHONE)


@pytest.mark.parametrize(
    "told, code",
    [
        (Told(ReportKind.PHONE, "x" * 501), "trop-long"),
        (Told(ReportKind.PHONE, "", "x" * 201), "trop-long"),
        (Told(ReportKind.PHONE, "a\x00b"), "caractere-interdit"),
        (Told(ReportKind.PHONE, "Pour Mme D., née le 3/5/1980"), "donnee-personnelle"),
        (Told(ReportKind.PHONE, "", "1 85 05 78 006 084 36"), "donnee-personnelle"),
        (Told(ReportKind.OTHER), "valeur-manquante"),
    ],
)
def test_words_that_cannot_be_kept_are_refused_and_nothing_is_written(desk: Desk, told: Told, code: str) -> None:
    number = desk.fiche()
    with pytest.raises(WordsRefused) as refused:
        desk.reporting.report(PUBLIC_VISITOR, number, told)
    assert refused.value.code == code
    assert desk.reporting.open_on(number) == []


def test_the_same_thing_sent_twice_is_one_report(desk: Desk) -> None:
    number, lea = desk.fiche(), actor(desk.team.person("lea"))
    for who, network in ((lea, ""), (MACHINE, ""), (PUBLIC_VISITOR, "192.0.2.0/24")):
        once = desk.reporting.report(who, number, PHONE, network=network)
        assert desk.reporting.report(who, number, PHONE, network=network) == once
    other = desk.reporting.report(PUBLIC_VISITOR, number, replace(PHONE, text="Répond mal."), network="192.0.2.0/24")
    assert len(desk.reporting.open_on(number)) == 4
    assert (other.network, desk.reporting.open_on(number)[0].network) == ("192.0.2.0/24", "")


@pytest.mark.parametrize(
    "who, most", [(ACTORS["consultation"], MOST_A_DAY), (MACHINE, MOST_A_DAY), (PUBLIC_VISITOR, MOST_BY_NETWORK)]
)
def test_so_many_a_day(desk: Desk, who: Actor, most: int) -> None:
    number = desk.fiche()
    for rank in range(most):
        desk.reporting.report(who, desk.fiche() if who.is_account else number, replace(PHONE, text=f"Essai {rank}."))
    with pytest.raises(TooMany):
        desk.reporting.report(who, desk.fiche(), PHONE)
    desk.reporting.report(replace(ACTORS["consultation"], account=99), number, PHONE)
    desk.team.clock.forward(days=1, minutes=1)
    desk.reporting.report(who, desk.fiche(), PHONE)


def test_a_save_that_names_a_report_settles_it_and_its_reporter_is_told_once(desk: Desk) -> None:
    number, lea, sam = desk.fiche(), desk.team.person("lea", OTHER), desk.team.person("sam", profile=Profile.UPDATE)
    first = desk.reporting.report(actor(lea), number, PHONE)
    second = desk.reporting.report(actor(lea), number, Told(ReportKind.HOURS))
    elsewhere = desk.reporting.report(actor(lea), desk.fiche(), PHONE)
    for named in ({first.id, second.id, elsewhere.id, 9_999}, {first.id}):
        desk.settle(actor(sam), number, named)
    settled = desk.told(first.id)
    assert (settled.state, settled.settled_in, settled.answered_by) == (ReportState.SETTLED, 2, sam.id)
    assert desk.told(elsewhere.id).is_open
    (mail,) = desk.mails(MessageKind.REPORT_ANSWERED)
    assert (mail.account_id, mail.facts["about"]) == (lea.id, "téléphone, horaires")
    assert [each.report.state for each in desk.reporting.mine(lea.id)] == [
        ReportState.OPEN, ReportState.SETTLED, ReportState.SETTLED,
    ]  # fmt: skip


def test_a_reporter_gets_few_mails_a_day_however_many_answers(desk: Desk) -> None:
    lea, sam = desk.team.person("lea", OTHER), desk.team.person("sam", profile=Profile.UPDATE)
    for _ in range(MOST_MAILS_A_DAY + 3):
        told = desk.reporting.report(actor(lea), desk.fiche(), PHONE)
        desk.reporting.dismiss(actor(sam), told.id, "Voir www.gagner.exemple")
    assert len(desk.mails(MessageKind.REPORT_ANSWERED)) == MOST_MAILS_A_DAY
    assert not any(each.report.is_open for each in desk.reporting.mine(lea.id))


def test_editors_are_told_after_a_week_their_rgc_after_three_each_once(desk: Desk) -> None:
    team, number = desk.team, desk.fiche()
    editor = team.person("sam", profile=Profile.UPDATE)
    rgc = team.person("rgc", duties=(Duty.RGC,))
    for kind in (ReportKind.PHONE, ReportKind.HOURS):
        desk.reporting.report(PUBLIC_VISITOR, number, Told(kind))
    settled = desk.reporting.report(PUBLIC_VISITOR, number, Told(ReportKind.CLOSED))
    team.clock.forward(days=6)
    desk.night()
    assert desk.mails(MessageKind.REPORTS_WAITING) == []
    desk.settle(actor(editor), number, {settled.id})
    for _ in range(3):
        team.clock.forward(days=1)
        desk.night()
    (mail,) = desk.mails(MessageKind.REPORTS_WAITING)
    assert (mail.account_id, desk.said_in(mail)) == (editor.id, "2 signalements attendent")
    team.clock.forward(days=12)
    for _ in range(2):
        desk.night()
        team.clock.forward(days=1)
    (late,) = desk.mails(MessageKind.REPORTS_LATE)
    assert late.account_id == rgc.id
    assert {each.rung for each in desk.reporting.open_on(number)} == {Rung.RGC}


def test_a_worker_away_for_a_month_tells_one_rung_a_day(desk: Desk) -> None:
    desk.team.person("sam", profile=Profile.UPDATE)
    desk.team.person("rgc", duties=(Duty.RGC,))
    desk.reporting.report(PUBLIC_VISITOR, desk.fiche(), PHONE)
    desk.team.clock.forward(days=40)
    desk.night()
    assert (len(desk.mails(MessageKind.REPORTS_WAITING)), len(desk.mails(MessageKind.REPORTS_LATE))) == (1, 0)
    desk.team.clock.forward(days=1)
    desk.night()
    assert (len(desk.mails(MessageKind.REPORTS_WAITING)), len(desk.mails(MessageKind.REPORTS_LATE))) == (1, 1)


def test_without_a_mail_server_nobody_counts_as_told(desk: Desk) -> None:
    desk.team.person("sam", profile=Profile.UPDATE)
    number = desk.fiche()
    desk.reporting.report(PUBLIC_VISITOR, number, PHONE)
    desk.team.clock.forward(days=8)
    desk.night(sends=False)
    assert {each.rung for each in desk.reporting.open_on(number)} == {Rung.NOBODY}
    desk.team.clock.forward(days=1)
    desk.night()
    assert len(desk.mails(MessageKind.REPORTS_WAITING)) == 1


def test_where_nobody_edits_the_next_in_line_is_told(desk: Desk) -> None:
    team = desk.team
    signatory = team.person("rgc", duties=(Duty.RGC,))
    administrator = team.person("admin", OTHER, duties=(Duty.ADMINISTRATOR,))
    desk.reporting.report(PUBLIC_VISITOR, desk.fiche(PARTNER), PHONE)
    desk.reporting.report(PUBLIC_VISITOR, desk.fiche(""), PHONE)
    team.clock.forward(days=7)
    desk.night()
    told = {mail.account_id: desk.said_in(mail) for mail in desk.mails(MessageKind.REPORTS_WAITING)}
    assert told == dict.fromkeys((signatory.id, administrator.id), "Un signalement attend")


def test_where_a_visitor_came_from_is_not_kept(desk: Desk) -> None:
    told = desk.reporting.report(PUBLIC_VISITOR, desk.fiche(), PHONE, network="192.0.2.0/24")
    desk.team.clock.forward(days=3)
    desk.night()
    assert desk.told(told.id).network == ""


def test_a_list_holds_the_fiches_of_reach_alone(desk: Desk) -> None:
    ours = desk.reporting.report(PUBLIC_VISITOR, desk.fiche(OWN), PHONE)
    partner = desk.reporting.report(PUBLIC_VISITOR, desk.fiche(PARTNER), PHONE, network="a")
    other = desk.reporting.report(PUBLIC_VISITOR, desk.fiche(OTHER), PHONE, network="b")

    def seen(name: str) -> list[int]:
        return [each.report.id for each in desk.reporting.waiting(ACTORS[name])]

    assert seen("mise-a-jour") == [ours.id]
    assert seen("mise-a-jour and RGC") == [ours.id, partner.id]
    assert seen("administrateur") == [ours.id, partner.id, other.id]
    assert seen("consultation") == []
    assert desk.reporting.count_waiting(ACTORS["mise-a-jour and RGC"]) == 2


def test_a_report_is_settled_with_the_save_or_neither_is(desk: Desk) -> None:
    number, lea = desk.fiche(), desk.team.person("lea", OTHER)
    sam = actor(desk.team.person("sam", profile=Profile.UPDATE))
    told = desk.reporting.report(actor(lea), number, PHONE)
    settle = desk.reporting.settling(sam, {told.id})
    found = desk.resources.get(number)

    def cut(uow: UnitOfWork, fiche: Resource) -> None:
        settle(uow, fiche)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        desk.resources.revise(
            number, replace(found.content, title="Autre titre"), expected_version=found.version, author=LEA,
            origin=FORM, now=desk.team.clock(), then=cut,
        )  # fmt: skip
    assert desk.resources.get(number) == found
    assert desk.told(told.id).is_open and desk.mails(MessageKind.REPORT_ANSWERED) == []
