"""A fiche that may be there already is told while one types, and asked before it is created; nothing typed is lost."""

import re

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from directory.domain.duplicates import PairState
from tests.site import CRECHE, PERMIT, Site
from tests.web.writing.test_form import NEW, created, form_of, sent

TYPED = "/ressources/ressemblantes"
SAME = {
    "structure__nom": "Auto-école solidaire",
    "titre": "Permis à un euro",
    "lieux__0__adresse": "3 place de la République",
    "besoins": "mobilite-permis",
}


def carried(page: str) -> "MultiDict[str, str]":
    """Return what the first form of the question holds."""
    form = page[page.index("<form") : page.index("</form>")]
    pairs = re.findall(r'name="([^"]*)" value="([^"]*)"', form)
    return MultiDict((name, value.replace("&#39;", "'")) for name, value in pairs if name != "csrf_token")


def test_what_is_typed_is_compared_with_what_is_there(site: Site, editor: FlaskClient) -> None:
    answer = editor.get(TYPED, query_string={"structure": "Halte garderie", "siret": "130 005 481 00010"})
    assert answer.status_code == 200
    (found,) = answer.get_json()["fiches"]
    assert (found["id"], found["structure"], found["sure"]) == (CRECHE, "Halte-garderie", "C’est probable")
    assert found["reasons"] == ["même SIRET et même besoin"]
    assert found["url"].startswith(f"/ressources/{CRECHE}-")
    assert editor.get(TYPED, query_string={"telephone": "0491000001", "autre_que": str(CRECHE)}).get_json() == {
        "fiches": []
    }
    by_place = {
        "structure": "Halte-garderie",
        "adresse": "1 La Canebière",
        "code_postal": "13001",
        "commune": "Marseille",
    }
    assert editor.get(TYPED, query_string=by_place).get_json()["fiches"][0]["id"] == CRECHE
    by_point = {"structure": "Halte-garderie", "lat": "43.2999", "lon": "5.3805", "commune": "Arles"}
    assert editor.get(TYPED, query_string=by_point).status_code == 200


def test_what_cannot_be_read_counts_for_nothing(editor: FlaskClient) -> None:
    odd = {"lat": "nord", "lon": "999", "autre_que": "moi", "besoin": "inconnu", "titre": "x" * 2000, "siret": "abc"}
    assert editor.get(TYPED, query_string=odd).get_json() == {"fiches": []}


def test_a_fiche_that_is_there_is_asked_about_and_nothing_is_written(site: Site, editor: FlaskClient) -> None:
    answer = editor.post(NEW, data=sent(**SAME, telephone="04 90 00 00 00"))
    assert answer.status_code == 409
    assert "Est-ce " in answer.text
    assert f"/ressources/{PERMIT}-permis-a-un-euro" in answer.text
    assert "nom presque identique, à moins de 150" in answer.text
    assert site.client.get("/ressources/10").status_code == 404
    # It was sent without a script: what was typed is kept all the same, for who opens one of those shown.
    assert "Vous aviez commencé" in editor.get(NEW).text


def test_it_is_not_the_same_is_remembered_and_creation_goes_on(site: Site, editor: FlaskClient) -> None:
    page = editor.post(NEW, data=sent(**SAME)).text
    form = carried(page)
    answer = editor.post(NEW, data=form)
    assert answer.status_code == 303, answer.text
    content = created(site, answer.headers["Location"])
    assert (content.title, content.hours, content.description) == (
        "Permis à un euro", "Mo-Tu 09:00-12:30; PH off", "Réparations courantes,\nprêt d’un véhicule."
    )  # fmt: skip
    with site.database.read() as uow:
        pairs = uow.duplicates.of(10)
    assert (pairs[0].other_id, pairs[0].state) == (PERMIT, PairState.APART)
    assert {each.state for each in pairs} == {PairState.APART}
    assert pairs[0].settled_by is not None
    assert "Vous aviez commencé" not in editor.get(NEW).text


def test_one_comes_back_to_the_form_as_it_was(editor: FlaskClient) -> None:
    form = carried(editor.post(NEW, data=sent(**SAME)).text)
    form.poplist("autre_que")
    form["faire"] = "revenir"
    answer = editor.post(NEW, data=form)
    assert answer.status_code == 200
    assert 'value="Permis à un euro"' in answer.text


def test_a_number_that_was_not_shown_answers_nothing(editor: FlaskClient) -> None:
    assert editor.post(NEW, data=sent(**SAME, autre_que=["999", "x", str(2**60)])).status_code == 409


def drafted(site: Site, editor: FlaskClient) -> int:
    """Keep a draft that looks like a fiche; nothing is asked of it."""
    answer = editor.post(NEW, data=sent(**SAME, faire="brouillon"))
    number = re.search(r"/ressources/(\d+)/modifier", answer.headers["Location"])
    assert number is not None
    return int(number[1])


def test_a_draft_is_asked_about_when_it_is_published_and_the_answer_is_remembered(
    site: Site, editor: FlaskClient
) -> None:
    number = drafted(site, editor)
    edit = f"/ressources/{number}/modifier"
    question = editor.post(edit, data=form_of(site, number, telephone="04 90 00 00 00"))
    assert question.status_code == 409
    assert "publier la fiche" in question.text
    assert site.resources.get(number).content.status == "brouillon"
    answer = editor.post(edit, data=carried(question.text))
    assert answer.status_code == 303, answer.text
    content = site.resources.get(number).content
    assert (content.status, content.phone) == ("publiee", "04 90 00 00 00")
    with site.database.read() as uow:
        known = uow.duplicates.get(PERMIT, number)
    assert known is not None
    assert known.state is PairState.APART
    # Shown already, it is saved as any other.
    assert editor.post(edit, data=form_of(site, number, telephone="04 90 00 00 01")).status_code == 303


def test_a_draft_published_in_one_gesture_is_asked_about_too(site: Site, editor: FlaskClient) -> None:
    number = drafted(site, editor)
    question = editor.post(f"/ressources/{number}/retablir", data={"version": "1"})
    assert question.status_code == 409
    assert site.resources.get(number).content.status == "brouillon"
    assert editor.post(f"/ressources/{number}/modifier", data=carried(question.text)).status_code == 303
    assert site.resources.get(number).content.status == "publiee"
