"""Steering over HTTP: the same numbers on the page, behind its links and in the workbook."""

import html
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from directory.domain.institution import Institution
from directory.domain.steering.counts import Counted, Metric
from directory.domain.steering.periods import Quarter
from directory.http.request import SERVICES
from directory.services.steering.quarters import Quarters
from directory.store.database import Database
from search.places.clock import local_day
from search.places.gazetteer import default_gazetteer
from tests.accounts import Team
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import CONTENTS, CRECHE, PERMIT, PERMIT_FAR, Site, make_site
from tests.web.accounts.test_pages import sign_in, text_of

ARLES, MARSEILLE = "epci:241300417", "epci:200054807"
CELL = f"/pilotage/couverture?periode=2026-T1&besoin=famille-garde&territoire={MARSEILLE}"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    contents = (*CONTENTS, fiche("=1+1", institution="cd13", hours=""), fiche("En cours", status="brouillon"))
    made = make_site(sqlite_database, tmp_path, contents=contents)
    day = local_day(NOW)
    with sqlite_database.write() as uow:
        uow.counts.add(
            {
                Counted(day, Metric.SEARCHES, "mobilite-transport", ARLES): 12,
                Counted(day, Metric.SEARCHES, "mobilite-transport", MARSEILLE): 4,
                Counted(day, Metric.SEARCHES, "famille-garde", MARSEILLE): 7,
                Counted(day, Metric.UNANSWERED, "famille-garde", MARSEILLE): 3,
            }
        )
    return made


@pytest.fixture
def advisor(site: Site) -> FlaskClient:
    client = site.client
    sign_in(client, Team(site.database).person("lea", "pole-emploi"))
    return client


def links_of(page: str, label: str) -> list[str]:
    return [html.unescape(url) for url in re.findall(rf'href="([^"]*)">[^<]*<span class="hidden"> \({label}', page)]


def listed(client: FlaskClient, url: str) -> int:
    answer = client.get(url)
    assert answer.status_code == 200
    main = text_of(answer).partition("<main")[2].partition("</main>")[0]
    return main.count("<li>")


def test_a_need_without_an_answer_is_the_same_on_the_page_in_its_list_and_in_the_workbook(advisor: FlaskClient) -> None:
    page = text_of(advisor.get("/pilotage"))
    assert "Pilotage, 1er trimestre 2026" in page and "12" in page and "hors 1 case &lt; 5" in page
    assert "aucune fiche sur place" in page and "Trouver une solution de transport" in page
    cell = next(url for url in links_of(page, "Trouver une solution de transport") if "241300417" in url)
    told = text_of(advisor.get(cell))
    assert "aucune" in told and "12 recherches" in told and "0 fiche" in told
    book = load_workbook(BytesIO(advisor.get("/pilotage.xlsx").get_data()))
    rows = list(book["Couverture"].iter_rows(values_only=True))
    found = {(row[0], row[1]): row[2:6] for row in rows[1:]}
    assert ("aucune", 0, 0, 12) in found.values() and ("aucune", 0, 0, "<\u00a05") in found.values()
    figures = {row[1]: row[2:6] for row in book["Chiffres"].iter_rows(values_only=True)}
    assert figures["Recherches"] == (19, None, None, 1)
    assert figures["sans réponse"] == ("caché", 12, None, 2)


def test_each_number_leads_to_as_many_fiches(advisor: FlaskClient) -> None:
    page = text_of(advisor.get("/pilotage?territoire=epci:241300417"))
    urls = [html.unescape(url) for url in re.findall(r'href="(/pilotage/fiches[^"]*)"', page)]
    assert len(urls) >= 4
    book = load_workbook(BytesIO(advisor.get("/pilotage.xlsx?territoire=epci:241300417").get_data()))
    numbers = {row[1]: row[2] for row in book["Chiffres"].iter_rows(values_only=True)}
    published = next(url for url in urls if "publiees" in url)
    assert listed(advisor, published) == numbers["Fiches publiées"] > 0
    # Far from the line it is a part of, a figure is called by its whole name.
    late = "En retard de plus de 90\u00a0jours"
    assert late in numbers
    assert f"<h1>{late}, " in advisor.get("/pilotage/fiches?chiffre=retard-90").text.replace("&nbsp;", "\u00a0")


def test_what_is_being_written_is_nobodys_to_read(advisor: FlaskClient) -> None:
    page = text_of(advisor.get("/pilotage/fiches?chiffre=creees&periode=2026-T1"))
    assert "en cours d’écriture" in page and "En cours" not in page and "Permis en préparation" not in page


@pytest.mark.parametrize(
    "query",
    ["periode=2020-T1", "periode=x", "territoire=epci:0", "institution=x", "carte=x", "besoin=x", "q=1", "famille=x"],
)
def test_what_is_not_known_is_not_found(advisor: FlaskClient, query: str) -> None:
    for path in ("/pilotage", "/pilotage.xlsx"):
        assert advisor.get(f"{path}?{query}").status_code == 404
    for path in (
        f"/pilotage/fiches?{query}",
        "/pilotage/fiches?chiffre=recherches",
        "/pilotage/fiches?chiffre=jamais&page=9",
    ):
        assert advisor.get(path).status_code == 404


def test_filters_are_kept_from_one_page_to_the_next(advisor: FlaskClient) -> None:
    page = text_of(advisor.get("/pilotage?institution=cd13&periode=2026"))
    assert "Pilotage, année 2026" in page and "1 trimestre connu" in page
    assert "institution=cd13" in page and 'value="cd13" selected' in page
    assert advisor.get("/pilotage?institution=aucune").status_code == 200
    assert advisor.get(CELL).status_code == 200 and advisor.get(CELL.replace("famille-garde", "x")).status_code == 404


def test_an_institution_without_a_fiche_in_a_period_counts_nothing_and_is_no_dead_end(
    site: Site, advisor: FlaskClient
) -> None:
    with site.database.write() as uow:
        uow.institutions.save(Institution("ville-arles", "Ville d’Arles", "autre"))
    book = load_workbook(BytesIO(advisor.get("/pilotage.xlsx?institution=ville-arles").get_data()))
    figures = {row[1]: row[2] for row in book["Chiffres"].iter_rows(values_only=True)}
    assert figures["Fiches publiées"] == 0 and figures["Recherches"] == 19


def test_the_workbook_names_what_it_tells_by_code(sqlite_database: Database, tmp_path: Path) -> None:
    both = CONTENTS[CRECHE - 1]
    client = make_site(sqlite_database, tmp_path, contents=(both,), gazetteer=default_gazetteer()).client
    sign_in(client, Team(sqlite_database).person("lea", "pole-emploi"))
    book = load_workbook(BytesIO(client.get(f"/pilotage.xlsx?territoire={ARLES}").get_data()))
    territories = [row[1] for row in book["Répartition"].iter_rows(values_only=True) if row[0] == "Territoire"]
    assert sorted(map(str, territories)) == ["Arles-Crau-Camargue-Montagnette", "Métropole d’Aix-Marseille-Provence"]
    said = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}
    assert not [cell for cell in said if str(cell).startswith(("epci:", "secteur:"))] and "13" not in said
    departments = [row[1] for row in book["Répartition"].iter_rows(values_only=True) if row[0] == "Département"]
    assert departments == ["Bouches-du-Rhône"]


def test_use_is_narrowed_to_a_need_as_it_is_to_a_territory(advisor: FlaskClient) -> None:
    book = load_workbook(BytesIO(advisor.get("/pilotage.xlsx?besoin=famille-garde").get_data()))
    figures = {row[1]: row[2:6] for row in book["Chiffres"].iter_rows(values_only=True)}
    assert figures["Recherches"] == (7, None, None, None)
    needs = {row[2] for row in book["Usage"].iter_rows(min_row=2, values_only=True)}
    assert len(needs) == 1


def test_the_workbook_tells_the_whole_departement_the_tension_and_each_institution(
    site: Site, advisor: FlaskClient
) -> None:
    with site.database.write() as uow:
        uow.counts.add({Counted(local_day(NOW), Metric.SEARCHES, "mobilite-permis", ARLES): 9})
    for rank in range(4):
        Team(site.database).person(f"agent-{rank}", "pole-emploi")
    book = load_workbook(BytesIO(advisor.get("/pilotage.xlsx").get_data()))
    rows = [row for row in book["Couverture"].iter_rows(values_only=True) if row[0] == "Passer son permis de conduire"]
    (whole,) = (row for row in rows if str(row[1]).endswith("tout le département"))
    assert whole[:2] == ("Passer son permis de conduire", "Bouches-du-Rhône, tout le département")
    near = next(row for row in rows if row[5] == 9)
    assert near[6] == round(9 / int(str(near[3])), 1) and int(str(whole[3])) >= int(str(near[3])) > 1
    told = {row[0]: row[1:] for row in book["Institutions"].iter_rows(min_row=2, values_only=True)}
    assert told["Pôle emploi"][3:] == ("non", 1, 5), "one came, of five"
    assert all(row[4:] == (None, None) for name, row in told.items() if name != "Pôle emploi")
    assert advisor.get(f"/pilotage.xlsx?territoire={ARLES}").status_code == 200


def test_no_cell_of_the_workbook_runs(site: Site, advisor: FlaskClient) -> None:
    with site.database.write() as uow:
        uow.institutions.save(Institution("cd13", "=1+1", "signataire"))
    book = load_workbook(BytesIO(advisor.get("/pilotage.xlsx").get_data()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).endswith("=1+1") for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_kept_quarters_are_shown_beside_and_one_without_figures_is_said(site: Site, advisor: FlaskClient) -> None:
    quarters = site.app.extensions[SERVICES].steering.quarters
    assert "pas connu" in text_of(advisor.get("/pilotage"))
    quarters.keep(Quarter(2025, 4))
    page = text_of(advisor.get("/pilotage"))
    assert "pas connu" not in page and "Recherches par trimestre" in page
    assert advisor.get("/pilotage?periode=2025-T4").status_code == 200


def test_a_closed_quarter_counted_again_says_so(site: Site, advisor: FlaskClient) -> None:
    quarters = site.app.extensions[SERVICES].steering.quarters
    before = Quarters(site.database, quarters.territories, now=lambda: NOW - timedelta(days=9))
    for kept in (Quarter(2025, 4), Quarter(2026, 1)):
        before.keep(kept)
    for code, said in (("2026-T1", "refait chaque nuit"), ("2025-T2", "rien n’en est gardé"), ("2026-S1", "2026-T3")):
        refused = site.app.test_cli_runner().invoke(args=["steering", "again", code])
        assert refused.exit_code == 1 and said in refused.output
    assert "recalculé" not in text_of(advisor.get("/pilotage?periode=2025-T4"))
    done = site.app.test_cli_runner().invoke(args=["steering", "again", "2025-T4"])
    assert (done.exit_code, done.output) == (0, "2025-T4 est recalculé.\n")
    assert "arrêté le 21 février 2026, recalculé le 2 mars 2026" in text_of(advisor.get("/pilotage?periode=2025-T4"))


def test_a_visitor_is_asked_to_sign_in(site: Site) -> None:
    assert site.client.get("/pilotage").status_code == 401


def test_what_was_archived_or_merged_stands_behind_its_numbers_too(site: Site, advisor: FlaskClient) -> None:
    """Story 30: a figure and its list are the same fiches, whatever became of them since."""
    found = site.resources.get(CRECHE)
    site.resources.revise(
        CRECHE, replace(found.content, status="archivee"), expected_version=found.version, author=LEA, origin=FORM,
        now=NOW,
    )  # fmt: skip
    with site.database.write() as uow:
        uow.resources.mark_merged(PERMIT_FAR, PERMIT)
    book = load_workbook(BytesIO(advisor.get("/pilotage.xlsx?periode=2026-T1").get_data()))
    numbers = {row[1]: row[2] for row in book["Chiffres"].iter_rows(values_only=True)}
    page = text_of(advisor.get("/pilotage?periode=2026-T1"))
    for key, label in {"creees": "Créées", "archivees": "Archivées", "publiees": "Fiches publiées"}.items():
        url = next(each for each in re.findall(r'href="(/pilotage/fiches[^"]*)"', page) if f"={key}" in each)
        assert listed(advisor, html.unescape(url)) == numbers[label] > 0, key


def test_a_base_without_a_fiche_has_its_figures(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, contents=())
    client = site.client
    sign_in(client, Team(site.database).person("lea", "pole-emploi"))
    site.app.extensions[SERVICES].steering.quarters.keep(Quarter(2026, 1))
    for path in ("/pilotage", "/pilotage.xlsx", "/pilotage/fiches?chiffre=publiees&periode=2026-T1"):
        assert client.get(path).status_code == 200, path
