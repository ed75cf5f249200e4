"""Every kind of document is valid PDF/UA-1, by veraPDF: one run of it for all of them."""

import os
from pathlib import Path

import pytest

from directory.domain.actors import Duty, Profile
from directory.store.database import Database
from tests.accounts import Team
from tests.site import CRECHE, PERMIT, make_site
from tests.web.accounts.test_pages import sign_in
from tests.web.steering.test_committee import draw
from tools.verapdf import NoVeraPdf, jars, refused

REPORT = "/pilotage/rapport"


@pytest.mark.verapdf
def test_the_sheet_the_fiche_de_liaison_and_the_report_are_valid(sqlite_database: Database, tmp_path: Path) -> None:
    try:
        folder = jars(fetch=os.environ.get("CI") == "true")
    except NoVeraPdf as why:
        pytest.skip(f"no veraPDF: {why}")
    site = make_site(sqlite_database, tmp_path)
    site.app.config["WTF_CSRF_ENABLED"] = False
    client = site.client
    sign_in(client, Team(site.database).person("ines", "cd13", profile=Profile.UPDATE, duties=(Duty.ADMINISTRATOR,)))
    typed = {"periode": "2026-T1", "sorties": "12", "sorties-source": "Tableau"}
    assert client.post("/pilotage/totaux", data=typed).status_code == 303
    assert client.post(REPORT).status_code == 303
    assert draw(site) == 1
    paths = []
    for rank, asked in enumerate(
        (f"/feuille.pdf?fiche={PERMIT}&fiche={CRECHE}", f"/liaison.pdf?fiche={PERMIT}", f"{REPORT}.pdf")
    ):
        answer = client.get(asked)
        assert answer.mimetype == "application/pdf", asked
        paths.append(tmp_path / f"{rank}.pdf")
        paths[-1].write_bytes(answer.get_data())
    assert refused(paths, folder) == []
