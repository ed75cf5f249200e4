"""*Proposer une modification* over HTTP: the same form, what it changes shown to who keeps the fiche, taken in part."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Profile
from directory.services.hours.grid import Holidays
from directory.store.database import Database
from tests.accounts import Team
from tests.site import CONTENTS, PERMIT, Site, make_site
from tests.web.accounts.test_pages import text_of
from tests.web.reports.test_reporting import fiche_of, signed, typed

FORM, SHOWN = f"/ressources/{PERMIT}/proposer", "/propositions/1"
BETTER = "04 65 71 18 90"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    site = make_site(sqlite_database, tmp_path, contents=CONTENTS[:1])
    site.app.config["WTF_CSRF_ENABLED"] = False
    return site


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


@pytest.fixture
def proposer(site: Site, team: Team) -> FlaskClient:
    return signed(site, team, "lea", "pole-emploi", Profile.UPDATE)


@pytest.fixture
def keeper(site: Site, team: Team) -> FlaskClient:
    return signed(site, team, "sam", "cd13", Profile.UPDATE)


def test_a_proposal_is_taken_in_part_and_its_author_reads_so(proposer: FlaskClient, keeper: FlaskClient) -> None:
    assert FORM in fiche_of(proposer) and FORM not in fiche_of(keeper)
    form = text_of(proposer.get(FORM))
    assert "Envoyer la proposition" in form and "Je confirme" not in form
    preview = proposer.post(FORM, data=typed(telephone=BETTER, faire="apercu"))
    assert preview.status_code == 200 and f'action="{FORM}"' in preview.text
    sent = proposer.post(FORM, data=typed(telephone=BETTER, titre="Permis à deux euros", mot="Affiché sur leur porte."))
    assert sent.status_code == 303, sent.text
    assert "votre proposition est envoyée" in text_of(proposer.get(sent.headers["Location"]))
    assert SHOWN not in fiche_of(proposer)

    assert SHOWN in fiche_of(keeper) and SHOWN in text_of(keeper.get("/signalements"))
    asked = text_of(keeper.get(SHOWN))
    assert f"<ins>{BETTER}</ins>" in asked and "Affiché sur leur porte." in asked
    assert keeper.post(SHOWN, data={"version": "1"}).status_code == 422
    assert keeper.post(SHOWN, data={"version": "1", "faire": "laisser"}).status_code == 422
    taken = keeper.post(SHOWN, data={"version": "1", "champ": "phone", "raison": "Merci."})
    assert taken.status_code == 303, taken.text
    assert "enregistré" in text_of(keeper.get(taken.headers["Location"]))
    assert "sur proposition de lea (Pôle emploi)" in text_of(keeper.get(f"/ressources/{PERMIT}/historique"))
    mine = text_of(proposer.get("/mes-signalements"))
    assert "Prise en partie" in mine and "Merci." in mine
    assert "Prise en partie" in text_of(keeper.get(SHOWN))
    assert keeper.post(SHOWN, data={"version": "2", "champ": "phone"}).status_code == 409


def test_nothing_taken_says_why(proposer: FlaskClient, keeper: FlaskClient) -> None:
    proposer.post(FORM, data=typed(telephone=BETTER))
    left = keeper.post(SHOWN, data={"version": "1", "faire": "laisser", "raison": "Le numéro est bon."})
    assert left.status_code == 303
    assert "Le numéro est bon." in text_of(proposer.get("/mes-signalements"))


def test_who_keeps_the_fiche_is_led_to_its_form_and_who_only_reads_is_refused(
    site: Site, team: Team, keeper: FlaskClient, proposer: FlaskClient
) -> None:
    assert keeper.get(FORM).headers["Location"].endswith(f"/ressources/{PERMIT}/modifier")
    assert signed(site, team, "eva", "pole-emploi").get(FORM).status_code == 403
    assert proposer.get("/ressources/99/proposer").status_code == 404
    assert proposer.get(SHOWN).status_code == 404


def test_what_cannot_be_proposed_comes_back_as_typed(proposer: FlaskClient) -> None:
    wrong = proposer.post(FORM, data=typed(telephone="le soir"))
    assert wrong.status_code == 422 and "le soir" in wrong.text
    personal = proposer.post(FORM, data=typed(telephone=BETTER, mot="Pour Mme D., née le 3/5/1981"))
    assert personal.status_code == 422 and "date de naissance" in personal.text and BETTER in personal.text
    assert proposer.post(FORM, data=typed(version="7")).status_code == 400
    same = proposer.post(FORM, data=typed(telephone="04 90 00 00 00", **{"horaires.feries": Holidays.UNKNOWN.value}))
    assert same.status_code == 422 and "Rien ne change encore" in same.text
