"""The report of the committee, asked for, drawn, given; and totals that an administrator types."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from directory.domain.actors import Duty, Profile
from directory.domain.steering.committee import NAMES
from directory.http.request import SERVICES
from directory.services.bundle import OPERATIONS
from directory.services.steering.committee import KIND
from directory.services.steering.territories import Sector, Territories
from directory.services.work.jobs import MOST_ATTEMPTS
from directory.store.database import Database
from search.places.gazetteer import default_gazetteer
from tests.accounts import Team
from tests.fiches import NOW
from tests.site import Site, make_site
from tests.web.accounts.test_pages import sign_in, text_of

REPORT, TOTALS = "/pilotage/rapport?periode=2026-T1", "/pilotage/totaux"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    made = make_site(sqlite_database, tmp_path)
    made.app.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def administrator(site: Site) -> FlaskClient:
    client = site.client
    person = Team(site.database).person(
        "ines", "cd13", profile=Profile.UPDATE, duties=(Duty.ADMINISTRATOR,)
    )  # fmt: skip
    sign_in(client, person)
    return client


def draw(site: Site) -> int:
    """Do what the worker does with the reports that wait; return how many it drew."""
    operations, drawn = site.app.extensions[OPERATIONS], 0
    while (job := operations.jobs.claim([KIND], owner="test", lease_s=60, now=NOW)) is not None:
        operations.report_drawing.handlers()[KIND](job, lambda: None)
        operations.jobs.finish(job.id, owner="test", now=NOW)
        drawn += 1
    return drawn


def test_a_report_is_asked_for_drawn_and_given_with_what_somebody_typed(site: Site, administrator: FlaskClient) -> None:
    assert "Préparer le rapport" in text_of(administrator.get(REPORT))
    assert administrator.get("/pilotage/rapport.pdf?periode=2026-T1").status_code == 404
    typed = {"periode": "2026-T1", "orientations": "1 234", "orientations-source": "Extraction du 2 avril"}
    assert administrator.post(TOTALS, data=typed).status_code == 303
    assert administrator.post(REPORT).status_code == 303
    assert "puis il se dessine" in text_of(administrator.get(REPORT))
    assert draw(site) == 1
    assert "Le rapport est prêt" in text_of(administrator.get(REPORT))
    answer = administrator.get("/pilotage/rapport.pdf?periode=2026-T1")
    assert answer.mimetype == "application/pdf" and answer.headers["Cache-Control"] == "no-store"
    pdf = PdfReader(io.BytesIO(answer.get_data()))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for said in (
        "Trois points à décider",
        "Décision",
        "Couverture",
        "Fiches publiées",
        "ne tient pas",
        "Extraction du 2 avril",
    ):
        assert said in text, said
    assert "1 234" in text and "1er trimestre 2026" in text


def test_a_report_that_could_not_be_drawn_is_told_and_may_be_asked_again(
    site: Site, administrator: FlaskClient
) -> None:
    jobs, now = site.app.extensions[OPERATIONS].jobs, NOW
    administrator.post(REPORT)
    for attempt in range(MOST_ATTEMPTS):
        assert "puis il se dessine" in text_of(administrator.get(REPORT)), attempt
        now += timedelta(days=1)
        job = jobs.claim([KIND], owner="test", lease_s=60, now=now)
        jobs.fail(job.id, owner="test", error="MemoryError", now=now)
    page = text_of(administrator.get(REPORT))
    assert "n’a pas pu être dessiné" in page and "Le demander de nouveau" in page and "puis il se dessine" not in page
    assert administrator.post(REPORT).status_code == 303
    assert "puis il se dessine" in text_of(administrator.get(REPORT))
    assert draw(site) == 1
    assert "Le rapport est prêt" in text_of(administrator.get(REPORT))


def test_totals_that_cannot_be_used_are_told_and_nothing_typed_is_lost(administrator: FlaskClient) -> None:
    for value, source, why in (
        ("beaucoup", "Extraction", "Un nombre entier"), ("-1", "Extraction", "Un nombre entier"),
        ("9" * 20, "Extraction", "Un nombre entier"), ("12", "", "d’où vient"), ("", "Extraction", "manque le nombre"),
        ("12", "x" * 201, "tient en"), ("12", "née le 3 mars 1980", "rien d’une personne"),
    ):  # fmt: skip
        answer = administrator.post(TOTALS, data={"periode": "2026-T1", "sorties": value, "sorties-source": source})
        assert answer.status_code == 422 and why in text_of(answer)
        assert f'value="{value}"' in text_of(answer)
    assert administrator.post(TOTALS, data={"periode": "2026-S1"}).status_code == 404
    kept = {"periode": "2026-T1", **dict.fromkeys(NAMES, "5"), **{f"{name}-source": "Tableau" for name in NAMES}}
    assert administrator.post(TOTALS, data=kept).status_code == 303
    page = text_of(administrator.get(f"{TOTALS}?periode=2026-T1&fait=oui"))
    assert page.count('value="5"') == len(NAMES) and "sont enregistrés" in page
    assert administrator.post(TOTALS, data={"periode": "2026-T1"}).status_code == 303
    assert 'value="5"' not in text_of(administrator.get(f"{TOTALS}?periode=2026-T1"))


def test_the_map_is_drawn_where_outlines_are_known(site: Site, administrator: FlaskClient) -> None:
    steering = site.app.extensions[SERVICES].steering
    square = [(5.0, 43.0), (5.0, 44.0), (6.0, 44.0), (6.0, 43.0), (5.0, 43.0)]
    outlines = {"epci:241300417": [square], "epci:200054807": [[(x + 1, y) for x, y in square]]}
    object.__setattr__(steering, "outlines", outlines)
    page = text_of(administrator.get("/pilotage?carte=mobilite-permis"))
    assert page.count('class="zone ') == 2 and "Un besoin" in page
    assert administrator.post(REPORT).status_code == 303 and draw(site) == 1
    assert administrator.get("/pilotage/rapport.pdf?periode=2026-T1").status_code == 200


def test_the_territories_of_the_demonstration() -> None:
    gazetteer = default_gazetteer()
    territories = Territories(gazetteer)
    whole = territories.shown(["13"])
    codes = ["epci:241300417", "epci:200054807", "epci:200035087", "epci:241300375"]
    assert [each.code for each in whole] == codes and territories.shown(("13",)) is whole
    divided = Territories(gazetteer, [Sector("secteur:x", "X", "X", frozenset({"13056"}))])
    assert divided.of_commune("13056") == "secteur:x" and divided.of_commune("13055") == "epci:200054807"
    assert divided.of_area("dep:13") == "" and divided.of_area("") == "" and divided.of_area("epci:1") == "epci:1"
