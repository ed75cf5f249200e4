"""What came of sending people, in steering: the same on the page, in its cell, in the workbook and in the report."""

import html
import io
import re

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from directory.domain.outcomes import CHOICES
from tests.accounts import Team
from tests.site import CRECHE, PERMIT, PERMIT_SILENT, Site
from tests.web.accounts.test_pages import sign_in, text_of
from tests.web.steering.test_committee import REPORT, draw
from tests.web.steering.test_committee import site as site

ARLES = "epci:241300417"


@pytest.fixture
def advisor(site: Site) -> FlaskClient:
    given = {
        PERMIT: {"accueilli.1-2": 5, "sans-place": 2},
        PERMIT_SILENT: {"accueilli.inconnue": 1},
        CRECHE: {"injoignable": 9},
    }
    with site.database.write() as uow:
        for number, choices in given.items():
            for choice, times in choices.items():
                for _ in range(times):
                    uow.outcomes.add(number, "2026-02", CHOICES[choice])
        uow.outcomes.add(PERMIT, "2025-12", CHOICES["sans-place"])
    client = site.client
    sign_in(client, Team(site.database).person("lea", "pole-emploi"))
    return client


def rows(client: FlaskClient, sheet: str, query: str = "") -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(client.get(f"/pilotage.xlsx{query}").get_data()))
    return list(book[sheet].iter_rows(min_row=2, values_only=True))


def test_answers_are_told_from_five_of_two_fiches_and_are_the_same_everywhere(site: Site, advisor: FlaskClient) -> None:
    page = text_of(advisor.get("/pilotage"))
    section = page.partition('<section id="suites"')[2].partition("</section>")[0]
    for said in ("75 %", "6 sur 8", "25 %", "1 à 2 semaines", "hors 1 case cachée", "Passer son permis de conduire, "):
        assert said in section, said
    url = next(
        html.unescape(url) for url in re.findall(r'href="(/pilotage/fiches\?chiffre=suites[^"]*besoin[^"]*)"', section)
    )
    listed = text_of(advisor.get(url))
    main = listed.partition("<main")[2].partition("</main>")[0]
    assert "2 fiches" in main and "Permis à un euro" in main and "Bourse au permis" in main and " 6 fois" not in main
    assert main.count("<li>") == 2
    cell = text_of(advisor.get(f"/pilotage/couverture?besoin=mobilite-permis&territoire={ARLES}"))
    assert "Ce que cela a donné : 6 accueillis, 2 sans place" in cell
    hidden = advisor.get("/pilotage/couverture?besoin=famille-garde&territoire=epci:200054807")
    assert "trop peu de réponses" in text_of(hidden)
    told, veiled = sorted(rows(advisor, "Réponses"), key=lambda row: str(row[3]))
    assert told[3:] == (8, 6, 2, 0, 0, "1 à 2\u00a0semaines") and veiled[3:] == ("caché", *[None] * 5)
    figures = {row[1]: row[2:6] for row in rows(advisor, "Chiffres")}
    assert figures["Réponses des conseillers"] == (8, None, None, 1)
    assert figures["personnes accueillies"] == (6, 8, 0.75, 1)
    assert figures["attente constatée"][0] == "1 à 2\u00a0semaines"


def test_the_report_has_them_too(site: Site, advisor: FlaskClient) -> None:
    assert advisor.post(REPORT).status_code == 303 and draw(site) == 1
    pdf = PdfReader(io.BytesIO(advisor.get("/pilotage/rapport.pdf?periode=2026-T1").get_data()))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "Ce que cela a donné, par besoin et territoire" in text and "75 %" in text


def test_they_are_narrowed_to_a_need_and_a_territory_and_hidden_whole(advisor: FlaskClient) -> None:
    assert len(rows(advisor, "Réponses", f"?territoire={ARLES}&besoin=mobilite-permis")) == 1
    page = text_of(advisor.get("/pilotage?besoin=famille-garde"))
    section = page.partition('<section id="suites"')[2].partition("</section>")[0]
    assert "caché" in section and "9" not in re.sub(r"<[^>]*>", "", section)
    assert {row[1]: row[2] for row in rows(advisor, "Chiffres", "?institution=cd13")}["Réponses des conseillers"] == 8
