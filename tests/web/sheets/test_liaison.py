"""*Fiche de liaison* over HTTP: filled from the fiche and the account; nothing about the person comes in."""

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from directory.store.database import Database
from tests.accounts import Team
from tests.site import ARCHIVED, DRAFT, PERMIT, Site, make_site, settings_for
from tests.web.accounts.test_pages import sign_in, text_of

PAGE, PDF = f"/liaison?fiche={PERMIT}", f"/liaison.pdf?fiche={PERMIT}"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="on"))


@pytest.fixture
def advisor(site: Site) -> FlaskClient:
    client = site.client
    sign_in(client, Team(site.database).person("lea", "pole-emploi"))
    return client


def test_it_is_filled_and_the_person_is_left_blank(advisor: FlaskClient) -> None:
    answer = advisor.get(PAGE)
    page = text_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Pôle emploi" in page and "Auto-école solidaire" in page and "Passer son permis de conduire" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"<(input|textarea|select|form)\b", main)
    assert "Fiche de liaison" in text_of(advisor.get(f"/ressources/{PERMIT}", follow_redirects=True))


def test_the_pdf_has_fields_to_fill_on_ones_own_machine(advisor: FlaskClient) -> None:
    answer = advisor.get(PDF)
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    pdf = PdfReader(io.BytesIO(answer.get_data()))
    assert len(pdf.pages) == 1 and len(pdf.get_fields() or {}) == 18
    assert "Madame Personne" not in pdf.pages[0].extract_text()


@pytest.mark.parametrize("query", ["", "fiche=", "fiche=x", f"fiche={'9' * 30}", f"fiche={DRAFT}"])
def test_what_is_no_fiche_that_is_offered_is_not_found(advisor: FlaskClient, query: str) -> None:
    assert advisor.get(f"/liaison?{query}").status_code == advisor.get(f"/liaison.pdf?{query}").status_code == 404


def test_a_fiche_that_is_archived_leads_to_its_page_which_offers_others(advisor: FlaskClient) -> None:
    for path in (f"/liaison?fiche={ARCHIVED}", f"/liaison.pdf?fiche={ARCHIVED}"):
        answer = advisor.get(path)
        assert answer.status_code == 302
        page = text_of(advisor.get(answer.headers["Location"]))
        assert "Permis d’autrefois" in page and "rchivée" in page and "Permis à un euro" in page


def test_a_visitor_is_asked_to_sign_in(site: Site) -> None:
    assert site.client.get(PAGE).status_code == site.client.get(PDF).status_code == 401
    assert "/liaison" not in text_of(site.client.get(f"/ressources/{PERMIT}", follow_redirects=True))
