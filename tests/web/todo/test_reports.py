"""What people say of fiches in *À faire*, over HTTP: first in the list, answered in place, left for later, counted."""

import re

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import PUBLIC_VISITOR, Actor, ActorKind, Duty, Profile
from directory.domain.reports.report import ReportKind
from directory.domain.reports.suggestion import Suggestion
from directory.services.reports.reporting import Reporting, Told
from tests.accounts import Team
from tests.fiches import NOW
from tests.site import Site
from tests.web.todo.conftest import signed_in
from tests.web.todo.test_page import add, count, lines

EDITOR = Actor(ActorKind.ACCOUNT, 1, Profile.UPDATE, institution="cd13")
HOURS = Told(ReportKind.HOURS, "Fermé le lundi.", "du mardi au vendredi")


@pytest.fixture
def number(site: Site) -> int:
    """A report on a fiche of the département."""
    fiche = add(site, "Permis à un euro", days_ago=1)
    return Reporting(site.database, now=lambda: NOW).report(PUBLIC_VISITOR, fiche, HOURS).id


def suggest(site: Site, *told: str) -> int:
    with site.database.write() as uow:
        said = Suggestion("Garage La Bielle", "Répare.", "Arles", "", "", told, None, "", "", NOW)
        return uow.suggestions.add(said).id


def test_reports_come_first_and_lead_to_the_form_with_their_box(site: Site, number: int, editor: FlaskClient) -> None:
    add(site, "Due depuis longtemps")
    suggest(site, "cd13")
    suggest(site, "caf-13")
    assert lines(editor) == ["Permis à un euro", "Garage La Bielle", "Due depuis longtemps"]
    assert count(editor) == 3
    page = editor.get("/a-faire").text
    assert "horaires, aujourd’hui · ce serait\u00a0: du mardi au vendredi" in page
    (form,) = re.findall(rf'"(/ressources/\d+/modifier\?regle={number})"', page)
    assert 'href="/signalements"' in page and 'href="/mes-signalements"' in page
    assert f'name="regle" value="{number}" checked' in editor.get(form).text


def test_without_follow_up_is_said_in_place_with_its_reason(site: Site, number: int, editor: FlaskClient) -> None:
    assert count(editor) == 1
    there = f"/signalements/{number}/sans-suite"
    assert f'action="{there}"' in editor.get("/a-faire").text
    assert editor.post(there, data={"raison": "", "suite": "/a-faire"}).status_code == 422
    done = editor.post(there, data={"raison": "L’horaire est bon.", "suite": "/a-faire"})
    assert done.headers["Location"] == "/a-faire?fait=classe"
    assert "classé sans suite" in editor.get(done.headers["Location"]).text
    assert (lines(editor), count(editor)) == ([], 0)


def test_what_is_left_for_later_is_not_counted_and_comes_back(site: Site, number: int, editor: FlaskClient) -> None:
    keys = [f"signalement-{number}", f"suggestion-{suggest(site, 'cd13')}"]
    assert count(editor) == 2
    for rest, key in enumerate(keys[::-1]):
        assert editor.post(f"/a-faire/signalements/{key}/plus-tard").status_code == 303
        assert (len(lines(editor)), count(editor)) == (1 - rest, 1 - rest)
    # Answered meanwhile, it is not taken off the count of what waits.
    Reporting(site.database, now=lambda: NOW).dismiss(EDITOR, number, "Vérifié.")
    editor.post(f"/a-faire/signalements/{keys[1]}/revenir")
    assert (lines(editor), count(editor)) == (["Garage La Bielle"], 1)


def test_an_administrator_answers_here_for_theirs_and_for_nobody_s(site: Site, team: Team, number: int) -> None:
    reporting = Reporting(site.database, now=lambda: NOW)
    for title, owner in (("À personne", ""), ("De la CAF", "caf-13")):
        reporting.report(PUBLIC_VISITOR, add(site, title, owner, days_ago=1), HOURS)
    client = signed_in(site, team, "admin", "cd13", Profile.UPDATE, (Duty.ADMINISTRATOR,))
    assert lines(client) == ["Permis à un euro", "À personne"]
