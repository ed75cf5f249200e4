"""A form open since the morning: the session is over, the token too old or the right gone; what was typed stays."""

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from directory.domain.actors import Profile
from directory.services.accounts.callers import COMMAND
from tests.accounts import Team
from tests.site import PERMIT, Site
from tests.web.writing.conftest import signed_in
from tests.web.writing.test_form import NEW, sent

EDIT = f"/ressources/{PERMIT}/modifier"


def held(page: str) -> "MultiDict[str, str]":
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return MultiDict([(name, html.unescape(value)) for name, value in pairs])


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_session_that_ends_while_one_types_loses_nothing(site: Site, team: Team) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    editor = signed_in(site, team, "camille", "cd13", Profile.UPDATE)
    form = sent() | {"csrf_token": token_of(editor.get(NEW).text)}
    cookie = editor.get_cookie("compte")
    assert cookie is not None
    editor.delete_cookie("compte")
    answer = editor.post(NEW, data=form)
    assert answer.status_code == 401
    assert "Votre session est finie" in answer.text
    again = held(answer.text)
    assert again.getlist("horaires.0.jour") == ["lu", "ma"]
    # Signed in again, in another tab.
    editor.set_cookie("compte", cookie.value)
    back = editor.post(NEW, data=again | {"faire": "revenir"})
    assert back.status_code == 200
    assert 'value="Garage solidaire La Bielle"' in back.text
    # And the form that was left open in the first tab is saved as it is.
    assert editor.post(NEW, data=form).status_code == 303


def test_a_token_too_old_brings_the_form_back_and_saves_nothing(site: Site, team: Team) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    editor = signed_in(site, team, "camille", "cd13", Profile.UPDATE)
    answer = editor.post(NEW, data=sent(csrf_token="vieux"))
    assert answer.status_code == 400
    assert held(answer.text)["structure.nom"] == "Garage solidaire La Bielle"
    assert site.resources.by_ids([10]) == []
    forged = editor.post(NEW, data=sent(csrf_token="vieux"), headers={"Origin": "https://ailleurs.exemple"})
    assert forged.status_code == 400
    assert "La Bielle" not in forged.text


def test_a_right_withdrawn_while_one_types_leaves_the_text_to_copy(site: Site, team: Team, editor: FlaskClient) -> None:
    with site.database.read() as uow:
        account = uow.accounts.by_mail("camille@cd13.exemple")
    assert account is not None
    team.accounts.people.change_profile(COMMAND, account.id, Profile.CONSULTATION)
    answer = editor.post(EDIT, data=sent(version="1"))
    assert answer.status_code == 403
    assert "Réparations courantes" in answer.text
    assert site.resources.get(PERMIT).version == 1


@pytest.mark.parametrize(
    "path, said",
    [
        (f"/ressources/{PERMIT}/signaler", {"nature": "autre", "texte": "Le garage a déménagé."}),
        ("/ressources/suggerer", {"structure": "Relais du Quai", "service": "Prêt de vélos", "lieu": "Arles"}),
    ],
)
def test_what_is_told_of_a_fiche_comes_back_too(site: Site, team: Team, path: str, said: dict[str, str]) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    editor = signed_in(site, team, "camille", "cd13", Profile.UPDATE)
    answer = editor.post(path, data=said | {"csrf_token": "vieux"})
    assert answer.status_code == 400
    again = dict(held(answer.text)) | {"faire": "revenir"}
    assert said.items() <= again.items()
    back = editor.post(path, data=again)
    assert back.status_code == 200
    assert all(text in html.unescape(back.text) for text in said.values())
    with site.database.read() as uow:
        assert uow.suggestions.open() == [] and uow.reports.count_waiting(frozenset({"cd13"})) == 0


def test_a_reason_that_could_not_be_taken_is_shown_to_be_copied(site: Site, team: Team) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    editor = signed_in(site, team, "camille", "cd13", Profile.UPDATE)
    for path in ("/signalements/1/sans-suite", "/propositions/1", "/suggestions/1"):
        editor.delete_cookie("compte")
        answer = editor.post(path, data={"raison": "Le numéro est exact, vérifié ce matin."})
        assert answer.status_code in (400, 401)
        assert "vérifié ce matin" in answer.text and "Reprendre la saisie" not in answer.text
