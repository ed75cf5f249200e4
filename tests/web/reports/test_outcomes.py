"""*Ce que cela a donné*: answered with an account, counted by month, of nobody and by nobody."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Date, DateTime

from directory.domain.actors import Profile
from directory.domain.freshness import Due
from directory.domain.outcomes import Answer, Outcome, Wait, tally_of
from directory.services.bundle import Services
from directory.services.freshness.tasks import to_confirm
from directory.services.steering.keeping import CountKeeping
from directory.services.todo.asker import Asker
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.tables import outcome, outcome_given
from tests.accounts import Clock, Team
from tests.site import ARCHIVED, CRECHE, PERMIT, Site, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of

PAGE = f"/ressources/{PERMIT}/suite"
FICHE = f"/ressources/{PERMIT}-permis-a-un-euro"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, clock: Clock) -> Site:
    return make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="on"), clock=clock)


def advisor(site: Site, clock: Clock, name: str) -> FlaskClient:
    client = site.client
    sign_in(client, Team(site.database, clock).person(name, "pole-emploi"))
    return client


def test_from_three_answers_who_is_signed_in_reads_them_and_a_sign_of_life(site: Site, clock: Clock) -> None:
    lea, remi, ada = (advisor(site, clock, name) for name in ("lea", "remi", "ada"))
    assert send(lea, PAGE, suite="accueilli.3-4").headers["Location"] == f"{FICHE}?fait=suite"
    assert "votre réponse est comptée" in text_of(lea.get(f"{FICHE}?fait=suite"))
    send(remi, PAGE, suite="sans-place")
    page = text_of(lea.get(FICHE))
    assert "selon les conseillers" not in page and "accueil constaté en mars" in page
    send(ada, PAGE, suite="accueilli.inconnue")
    page = text_of(lea.get(FICHE))
    assert "2 accueillis, 1 sans place · attente constatée : 3 à 4 semaines, selon" in page
    assert "selon les conseillers" not in text_of(site.client.get(FICHE))
    assert "accueil constaté" not in text_of(site.client.get(FICHE))
    clock.at += timedelta(days=70)
    page = text_of(advisor(site, clock, "zoe").get(FICHE))
    assert "accueil constaté" not in page and "selon les conseillers" in page
    clock.at += timedelta(days=120)
    assert "selon les conseillers" not in text_of(advisor(site, clock, "yann").get(FICHE))


def test_a_second_answer_in_the_week_is_refused_and_counts_once(site: Site, clock: Clock) -> None:
    lea, account = site.client, Team(site.database, clock).person("lea", "pole-emploi")
    sign_in(lea, account)
    send(lea, PAGE, suite="sans-place")
    again = send(lea, PAGE, suite="accueilli.1-2")
    assert again.status_code == 409 and "déjà répondu pour cette fiche cette semaine" in text_of(again)
    clock.at += timedelta(days=7)
    sign_in(lea, account)
    assert send(lea, PAGE, suite="accueilli.1-2").status_code == 303


@pytest.mark.parametrize("suite, kind", [("autres-conditions", "conditions"), ("injoignable", "ferme")])
def test_what_tells_of_an_error_offers_to_report_it(site: Site, clock: Clock, suite: str, kind: str) -> None:
    lea = advisor(site, clock, "lea")
    thanks = text_of(lea.get(send(lea, PAGE, suite=suite).headers["Location"]))
    report = f"/ressources/{PERMIT}/signaler?nature={kind}"
    assert f'href="{report}"' in thanks
    assert f'value="{kind}" checked' in text_of(lea.get(report))


def test_bad_answers_and_those_without_an_account_are_refused(site: Site, clock: Clock) -> None:
    lea = advisor(site, clock, "lea")
    for bad in ("", "accueilli", "x" * 5000):
        answer = send(lea, PAGE, suite=bad)
        assert answer.status_code == 422 and "Choisissez une réponse" in text_of(answer)
    assert lea.post(PAGE, data={"suite": "sans-place"}).status_code == 400
    assert send(lea, f"/ressources/{ARCHIVED}/suite", PAGE, suite="sans-place").status_code == 404
    assert lea.get(f"{PAGE}?fait=x").status_code == 200
    assert site.client.get(PAGE).status_code == 401


def test_nothing_typed_no_person_and_no_day_is_kept_with_an_answer(site: Site, clock: Clock) -> None:
    assert {each.name for each in outcome.c} == {"resource_id", "month", "answer", "wait", "value"}
    assert not [each for each in outcome.c if isinstance(each.type, Date | DateTime)]
    assert {each.name for each in outcome_given.c} == {"account_id", "resource_id", "week"}
    send(advisor(site, clock, "lea"), PAGE, suite="accueilli.plus")
    services = site.app.extensions["directory"]
    assert isinstance(services, Services)
    keeping = CountKeeping(site.database, JobService(site.database), now=clock)
    clock.at += timedelta(days=8)
    keeping.run(None, lambda: None)  # type: ignore[arg-type]
    with site.database.read() as uow:
        assert uow.connection.execute(outcome_given.select()).all() == []
        assert len(uow.connection.execute(outcome.select()).all()) == 1
    clock.at += timedelta(days=37 * 31)
    keeping.run(None, lambda: None)  # type: ignore[arg-type]
    with site.database.read() as uow:
        assert uow.connection.execute(outcome.select()).all() == []


def test_the_wait_is_the_median_of_those_said() -> None:
    def received(wait: Wait, count: int) -> tuple[Outcome, int]:
        return Outcome(Answer.RECEIVED, wait), count

    assert tally_of([]).wait is Wait.UNSAID
    assert tally_of([received(Wait.UNSAID, 5), (Outcome(Answer.FULL), 2)]).wait is Wait.UNSAID
    said = tally_of([received(Wait.UNDER_A_WEEK, 2), received(Wait.LONGER, 3), received(Wait.UNSAID, 9)])
    assert said.wait is Wait.LONGER and said.total == 14
    assert tally_of([received(Wait.ONE_OR_TWO, 1), received(Wait.LONGER, 1)]).wait is Wait.ONE_OR_TWO


@pytest.mark.parametrize("way", ["sheet", "liaison"])
def test_a_selection_asks_a_week_after_what_was_handed_over(site: Site, clock: Clock, way: str) -> None:
    lea, account = site.client, Team(site.database, clock).person("lea", "pole-emploi")
    sign_in(lea, account)
    send(lea, "/selection/fiches", "/recherche?q=permis", ajouter=str(PERMIT))
    with site.database.read() as uow:
        number = uow.selections.of(account.id, limit=1)[0].id
    if way == "sheet":
        send(lea, f"/selections/{number}/remise", "/selection")
    else:
        assert lea.get(f"/liaison.pdf?fiche={PERMIT}").status_code == 200
    assert PAGE not in text_of(lea.get(f"/selections/{number}"))
    clock.at += timedelta(days=7)
    sign_in(lea, account)
    assert f'<a href="{PAGE}">Dire ce que cela a donné' in text_of(lea.get(f"/selections/{number}"))


def test_of_the_fiches_due_those_without_a_sign_of_life_come_first(site: Site, clock: Clock) -> None:
    services = site.app.extensions["directory"]
    assert isinstance(services, Services)
    team = Team(site.database, clock)
    malik = team.signed(team.person("malik", "pole-emploi", Profile.UPDATE))
    asker = Asker(
        malik.account.id, malik.actor, "pole-emploi", frozenset({"pole-emploi"}), clock().date(), clock(),
        services.words.current(), limit=50,
    )  # fmt: skip
    with site.database.write() as uow:
        uow.dues.put_many([Due(number, "pole-emploi", date(2026, 1, number)) for number in (PERMIT, CRECHE)])
        found = to_confirm(uow, asker)
        assert [each.key for each in found.tasks] == [str(PERMIT), str(CRECHE)]
        uow.outcomes.add(PERMIT, "2026-02", Outcome(Answer.RECEIVED))
        found = to_confirm(uow, asker)
        assert [each.key for each in found.tasks] == [str(CRECHE), str(PERMIT)]
