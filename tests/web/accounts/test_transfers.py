"""Fiches handed over on the pages: some, all, or because their institution closes."""

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Duty, Profile
from tests.accounts import Team
from tests.site import CRECHE, PERMIT, Site
from tests.web.duplicates.test_merging import text_of
from tests.web.writing.conftest import signed_in, site, team
from tests.web.writing.test_form import form_of

__all__ = ["site", "team"]

PLACE = "/comptes/partenaires/cd13/fiches"


@pytest.fixture
def rgc(site: Site, team: Team) -> FlaskClient:
    return signed_in(site, team, "dominique", "cd13", Profile.UPDATE, (Duty.RGC,))


def owner(site: Site, number: int) -> str:
    return site.resources.get(number).content.institution


def test_a_fiche_is_transferred_from_its_page(site: Site, rgc: FlaskClient) -> None:
    page = rgc.get(f"/ressources/{PERMIT}-permis-a-un-euro").text
    assert f"{PLACE}?fiche={PERMIT}" in page
    page = rgc.get(f"{PLACE}?fiche={PERMIT}").text
    assert f'value="{PERMIT}" checked' in page
    assert "CCAS d’Arles" in page
    assert "Pôle emploi" not in page
    answer = rgc.post(PLACE, data={"fiche": PERMIT, "vers": "ccas-arles", "faire": "choisies"})
    assert answer.status_code == 303
    assert "1 fiche transférée à CCAS d’Arles" in text_of(rgc.get(answer.headers["Location"]).text)
    assert owner(site, PERMIT) == "ccas-arles"
    assert "transfert" in rgc.get(f"/ressources/{PERMIT}/historique").text


def test_what_is_missing_is_told_and_what_is_out_of_reach_refused(site: Site, rgc: FlaskClient) -> None:
    assert rgc.post(PLACE, data={"vers": "ccas-arles"}).status_code == 422
    assert rgc.post(PLACE, data={"fiche": PERMIT}).status_code == 422
    assert rgc.post(PLACE, data={"fiche": PERMIT, "vers": "cd13"}).status_code == 422
    assert rgc.post(PLACE, data={"fiche": PERMIT, "vers": "pole-emploi"}).status_code == 422
    assert rgc.get("/comptes/partenaires/pole-emploi/fiches").status_code == 404
    assert rgc.post(PLACE, data={"fiche": CRECHE, "vers": "ccas-arles"}).status_code == 303
    assert (owner(site, PERMIT), owner(site, CRECHE)) == ("cd13", "")


def test_a_form_begun_before_the_transfer_is_saved_by_who_may_still(site: Site, rgc: FlaskClient) -> None:
    """What is typed meanwhile joins: whose the fiche is, is no answer of the form."""
    form = form_of(site, PERMIT, telephone="04 90 00 00 77")
    rgc.post(PLACE, data={"vers": "ccas-arles", "faire": "toutes"})
    answer = rgc.post(f"/ressources/{PERMIT}/modifier", data=form)
    assert answer.status_code == 303, text_of(answer.text)
    assert (owner(site, PERMIT), site.resources.get(PERMIT).content.phone) == ("ccas-arles", "04 90 00 00 77")


def test_closing_a_partner_asks_where_its_fiches_go(site: Site, rgc: FlaskClient) -> None:
    rgc.post(PLACE, data={"vers": "ccas-arles", "faire": "toutes"})
    page = rgc.get("/comptes/partenaires").text
    assert "/comptes/partenaires/ccas-arles/fiches" in page
    answer = rgc.post("/comptes/partenaires/ccas-arles/fermer")
    assert answer.status_code == 422
    assert "tient 1 fiche" in text_of(answer.text)
    assert rgc.post("/comptes/partenaires/ccas-arles/fermer", data={"vers": "pole-emploi"}).status_code == 422
    answer = rgc.post("/comptes/partenaires/ccas-arles/fermer", data={"vers": "caf-13"})
    assert answer.status_code == 303
    assert owner(site, PERMIT) == "caf-13"
    assert "CCAS d’Arles" not in rgc.get("/comptes/partenaires").text
