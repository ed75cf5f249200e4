"""The first visit of who may write: three steps, each gone once done, read from what the person did."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

from flask.testing import FlaskClient

from directory.domain.actors import Profile
from directory.store.database import Database
from tests.accounts import Team
from tests.site import NOW, PERMIT, Site, make_site
from tests.web.writing.conftest import signed_in
from tests.web.writing.test_form import NEW, form_of, sent


def steps(client: FlaskClient) -> list[tuple[str, bool]]:
    """Return the steps shown on the entrance, and whether each is told to be done."""
    answer = client.get("/")
    assert answer.status_code == 200
    section = re.search(r'<section class="first".*?</section>', answer.get_data(as_text=True), re.DOTALL)
    lines = re.findall(r"<li( class=\"is-done\")?><p><a href=\"[^\"]+\">([^<]+)<", section[0]) if section else []
    return [(label, bool(is_done)) for is_done, label in lines]


LABELS = ["Confirmer une fiche", "Corriger une fiche", "Créer une fiche"]


def test_three_steps_go_one_by_one(site: Site, editor: FlaskClient) -> None:
    assert steps(editor) == [(label, False) for label in LABELS]
    editor.post(f"/ressources/{PERMIT}/confirmer", data={"version": "1"})
    assert steps(editor) == list(zip(LABELS, [True, False, False], strict=True))
    editor.post(f"/ressources/{PERMIT}/modifier", data=form_of(site, PERMIT, telephone="04 90 99 99 99"))
    assert steps(editor) == list(zip(LABELS, [True, True, False], strict=True))
    assert editor.post(NEW, data=sent()).status_code == 303
    assert steps(editor) == []


def test_each_step_leads_to_where_it_is_taken(editor: FlaskClient) -> None:
    section = re.search(r'<section class="first".*?</section>', editor.get("/").get_data(as_text=True), re.DOTALL)
    assert section is not None
    found = re.findall(r'<li><p><a href="([^"]+)"', section[0])
    assert len(found) == len(LABELS)
    assert {path: editor.get(urljoin("/", path)).status_code for path in found} == dict.fromkeys(found, 200)


def test_a_visitor_and_a_reader_have_no_such_way(site: Site, team: Team) -> None:
    assert steps(site.client) == []
    assert steps(signed_in(site, team, "lea", "cd13", Profile.CONSULTATION)) == []


def test_who_has_had_an_account_for_long_knows_the_way(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, now=NOW + timedelta(days=61))
    assert steps(signed_in(site, Team(site.database), "camille", "cd13", Profile.UPDATE)) == []
