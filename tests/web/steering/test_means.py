"""What was handed over, by need and family; liaisons by antenne, for who keeps antennes."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from directory.domain.actors import Duty, Profile
from directory.domain.offices import Office, OfficeKind
from directory.domain.steering.counts import Counted, Metric
from directory.store.database import Database
from search.places.clock import local_day
from tests.accounts import Team
from tests.fiches import NOW
from tests.site import Site, make_site
from tests.web.accounts.test_pages import sign_in, text_of
from tests.web.steering.test_committee import REPORT, draw

ARLES, MARSEILLE = "epci:241300417", "epci:200054807"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    made = make_site(sqlite_database, tmp_path)
    made.app.config["WTF_CSRF_ENABLED"] = False
    day: date = local_day(NOW)
    with sqlite_database.write() as uow:
        uow.counts.add(
            {
                Counted(day, Metric.SEARCHES, "mobilite-transport", ARLES): 12,
                Counted(day, Metric.SHEETS, "mobilite-transport", ARLES): 6,
                Counted(day, Metric.SHEETS, "mobilite-transport", MARSEILLE): 2,
                Counted(day, Metric.LIAISONS, "mobilite-permis", MARSEILLE): 8,
                Counted(day, Metric.SEARCHES, "", ""): 9,
            }
        )
    return made


def rows(client: FlaskClient, sheet: str) -> list[tuple[object, ...]]:
    book = load_workbook(io.BytesIO(client.get("/pilotage.xlsx").get_data()))
    return list(book[sheet].iter_rows(min_row=2, values_only=True)) if sheet in book.sheetnames else []


def test_what_was_handed_over_is_told_by_need_and_in_the_report_by_family(site: Site) -> None:
    client = site.client
    sign_in(client, Team(site.database).person("lea", "pole-emploi"))
    assert rows(client, "Moyens par besoin") == [
        ("Se déplacer", "Trouver une solution de transport", 12, 6, 0, 0, 1),
        ("Se déplacer", "Passer son permis de conduire", 0, 0, 0, 8, None),
        ("Aucun besoin compris", "Aucun besoin compris", 9, 0, 0, 0, None),
    ]
    section = text_of(client.get("/pilotage")).partition('<section id="moyens"')[2].partition("</section>")[0]
    assert "Par besoin (3)" in section and "par antenne" not in section and rows(client, "Antennes") == []
    assert client.post(REPORT).status_code == 303 and draw(site) == 1
    pdf = PdfReader(io.BytesIO(client.get("/pilotage/rapport.pdf?periode=2026-T1").get_data()))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "Recherches et moyens, par famille de besoins" in text and "Se déplacer 12 6 0 8 1" in text


def test_liaisons_by_antenne_are_read_by_who_keeps_antennes(site: Site) -> None:
    team = Team(site.database)
    with site.database.write() as uow:
        near = uow.offices.add(Office(0, OfficeKind.INSERTION, "Pôle d’Arles", "cd13"))
        far = uow.offices.add(Office(0, OfficeKind.JOB_CENTRE, "Agence d’Aubagne", "pole-emploi"))
        uow.counts.add(
            {
                Counted(local_day(NOW), Metric.OFFICE_LIAISONS, office_id=near.id): 7,
                Counted(local_day(NOW), Metric.OFFICE_LIAISONS, office_id=far.id): 3,
                Counted(local_day(NOW), Metric.OFFICE_LIAISONS, office_id=999): 6,
            }
        )
    for office in (near, far):
        for rank in range(5):
            account = team.person(f"a{office.id}-{rank}", office.institution)
            with site.database.write() as uow:
                uow.accounts.save(replace(account, office_id=office.id))
    told = {}
    for name, duty in (("rgc", Duty.RGC), ("admin", Duty.ADMINISTRATOR)):
        client = site.client
        sign_in(client, team.person(name, "cd13", profile=Profile.UPDATE, duties=(duty,)))
        told[name] = rows(client, "Antennes")
        assert "Liaisons par antenne" in text_of(client.get("/pilotage"))
    assert told["rgc"] == [("Pôle d’Arles", 7)]
    assert told["admin"] == [
        ("Pôle d’Arles", 7), ("Antennes de moins de cinq comptes, ensemble", 6), ("Agence d’Aubagne", "<\u00a05"),
    ]  # fmt: skip
