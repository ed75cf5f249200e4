"""Pairs listed, compared, settled; the address of a fiche that was merged leads to the one that stands for it."""

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Profile
from directory.domain.offices import Office, OfficeKind
from directory.domain.outcomes import Answer, Outcome
from directory.http.request import SERVICES
from directory.services.bundle import OPERATIONS
from tests.accounts import Team
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import PERMIT, Site
from tests.web.accounts.test_pages import send, sign_in
from tests.web.writing.conftest import signed_in

TWIN = 10


@pytest.fixture
def twin(site: Site) -> int:
    """A fiche like the first one, of the same institution, found by the worker."""
    content = fiche("Permis à un euros", institution="cd13", email="permis@exemple.fr", phone="04 90 00 00 99")
    number = site.resources.create(content, author=LEA, origin=FORM, now=NOW).resource.id
    assert number == TWIN
    work(site)
    return number


def work(site: Site) -> None:
    for errand in site.app.extensions[OPERATIONS].errands:
        while errand():
            pass


def text_of(page: str) -> str:
    """Return the words of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


def choices(page: str, **said: str) -> dict[str, str]:
    """Return what the form of a comparison sends untouched, some choices changed."""
    form = page[page.index('<form class="unite"') :]
    form = form[: form.index("</form>")]
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    hidden |= dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]*)" checked', form))
    return hidden | {name.replace("__", "."): value for name, value in said.items()}


def merged(editor: FlaskClient, **said: str) -> str:
    page = editor.get("/doublons/comparer", query_string={"une": PERMIT, "autre": TWIN})
    answer = editor.post("/doublons/fusionner", data=choices(page.text, **said))
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["Location"])


def test_the_queue_says_why_and_remembers(site: Site, editor: FlaskClient, twin: int) -> None:
    page = text_of(editor.get("/doublons").text)
    assert "1 paire" in page, page
    assert "C’est probable : nom presque identique" in page
    assert "Aucune paire" in editor.get("/doublons?fiche=9").text
    answer = editor.post("/doublons/distinctes", data={"une": PERMIT, "autre": TWIN})
    assert answer.status_code == 303
    page = editor.get(answer.headers["Location"]).text
    assert "ne vous seront plus montrées" in page
    assert "Aucune paire à trancher" in page


def test_a_pair_waits_in_what_is_to_do(site: Site, editor: FlaskClient, twin: int) -> None:
    page = editor.get("/a-faire").text
    assert "Doublons à trancher" in page
    assert f"/doublons/comparer?une={TWIN}&amp;autre={PERMIT}" in page
    assert editor.post(f"/a-faire/doublons/{TWIN}-{PERMIT}/plus-tard").status_code == 303
    assert f"/doublons/comparer?une={TWIN}&amp;autre={PERMIT}" not in editor.get("/a-faire").text
    assert editor.post(f"/a-faire/doublons/{TWIN}-{PERMIT}/revenir").status_code == 303
    data = {"une": TWIN, "autre": PERMIT, "suite": "/a-faire"}
    assert editor.post("/doublons/distinctes", data=data).headers["Location"].startswith("/a-faire?")
    assert "Doublons à trancher" not in editor.get("/a-faire").text


def test_two_fiches_are_merged_and_two_again(site: Site, editor: FlaskClient, twin: int) -> None:
    page = editor.get("/doublons/comparer", query_string={"une": f"http://x.fr/ressources/{TWIN}-permis", "autre": "1"})
    # The one that somebody verified is proposed to stay; a blank is filled by what the other says, if it is left so.
    assert f'name="reste" value="{PERMIT}" checked' in page.text
    assert f'name="choix.courriel" value="{TWIN}" checked' in page.text
    location = merged(editor, choix__telephone=str(TWIN), choix__courriel=str(PERMIT))
    assert location.startswith(f"/ressources/{PERMIT}-")
    assert "n’en font plus qu’une" in editor.get(location).text
    said = site.resources.get(PERMIT).content
    assert (said.phone, said.email) == ("04 90 00 00 99", "")

    answer = editor.get(f"/ressources/{TWIN}-permis-a-un-euros")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/ressources/{PERMIT}-permis-a-un-euro")
    assert "no-cache" in answer.headers["Cache-Control"]
    asked = editor.get(f"/api/v1/ressources/{TWIN}").get_json()
    assert (asked["statut"], asked["motif_d_archivage"], asked["remplacee_par"]) == ("archivee", "fusionnee", PERMIT)
    moved = {each["id"]: each for each in editor.get("/api/v1/mouvements").get_json()["ressources"]}
    assert (moved[TWIN]["mouvement"], moved[TWIN]["remplacee_par"]) == ("fusionnee", PERMIT)
    assert editor.get(f"/ressources/{TWIN}/modifier").headers["Location"].endswith("fait=deja-fusionnee")
    assert editor.post(f"/ressources/{TWIN}/retablir", data={"version": "2"}).status_code == 303

    history = editor.get(f"/ressources/{PERMIT}/historique").text
    assert "a été réunie à cette fiche" in text_of(history)
    assert "réunie à" in editor.get(f"/ressources/{TWIN}/historique").text
    assert "/fusions/1" in history
    page = editor.get("/fusions/1").text
    assert "Annuler la fusion" in page
    answer = editor.post("/fusions/1", data={"version": site.resources.get(PERMIT).version})
    assert "La fusion est annulée" in editor.get(answer.headers["Location"]).text
    assert editor.get(f"/ressources/{TWIN}-permis-a-un-euros").status_code == 200
    assert site.resources.get(PERMIT).content.phone == "04 90 00 00 00"
    assert editor.get("/fusions/1").status_code == 404
    assert "puis séparée" in editor.get(f"/ressources/{PERMIT}/historique").text


def test_what_advisors_answered_of_both_is_told_of_the_one_that_stays_until_they_are_two(
    site: Site, team: Team, editor: FlaskClient, twin: int
) -> None:
    outcomes = site.app.extensions[SERVICES].reports.outcomes
    for name, number in (("ada", PERMIT), ("ida", twin), ("zoe", twin)):
        outcomes.give(team.person(name), number, Outcome(Answer.RECEIVED))
    assert outcomes.said_of(PERMIT).tally is None
    merged(editor)
    said = outcomes.said_of(PERMIT)
    assert said.tally is not None and said.tally.counts[Answer.RECEIVED] == 3 and said.received
    editor.post("/fusions/1", data={"version": site.resources.get(PERMIT).version})
    assert outcomes.said_of(PERMIT).tally is None


def test_the_note_of_an_antenne_follows_to_the_one_that_stays_and_in_selections(
    site: Site, team: Team, editor: FlaskClient, twin: int
) -> None:
    notes, lea = site.app.extensions[SERVICES].handing.offices.notes, team.person("lea", "pole-emploi")
    with site.database.write() as uow:
        arles, istres = (
            uow.offices.add(Office(0, OfficeKind.JOB_CENTRE, name, "pole-emploi")).id for name in ("Arles", "Istres")
        )
    lea, ida = (replace(each, office_id=office) for each, office in ((lea, arles), (team.person("ida"), istres)))
    for each in (lea, ida):
        team.save(each)
        notes.write(each, twin, "Groupe complet.")
    notes.write(ida, PERMIT, "Rappeler le matin.")
    client = site.client
    sign_in(client, lea)
    send(client, "/selection/fiches", "/recherche?q=permis", ajouter=str(twin))
    merged(editor)
    assert [notes.of(each, (PERMIT,))[PERMIT].text for each in (lea, ida)] == ["Groupe complet.", "Rappeler le matin."]
    assert "Groupe complet." in client.get("/selection").text


def test_an_address_leads_through_several_merges(site: Site, editor: FlaskClient, twin: int) -> None:
    merged(editor, reste=str(TWIN))
    content = replace(site.resources.get(TWIN).content, title="Permis à un euro encore")
    third = site.resources.create(content, author=LEA, origin=FORM, now=NOW).resource.id
    page = editor.get("/doublons/comparer", query_string={"une": TWIN, "autre": third}).text
    editor.post("/doublons/fusionner", data=choices(page, reste=str(third)))
    assert editor.get(f"/ressources/{PERMIT}").headers["Location"].startswith(f"/ressources/{third}-")
    site.index()
    found = editor.get("/recherche?q=permis").text
    assert f"/ressources/{third}-" in found
    assert f"/ressources/{PERMIT}-" not in found


def test_what_was_not_chosen_is_asked_again(site: Site, editor: FlaskClient, twin: int) -> None:
    page = editor.get("/doublons/comparer", query_string={"une": PERMIT, "autre": TWIN}).text
    form = choices(page)
    del form["choix.telephone"]
    answer = editor.post("/doublons/fusionner", data=form)
    assert answer.status_code == 422
    assert "Il reste à choisir : Téléphone." in text_of(answer.text)
    assert site.resources.get(TWIN).merged_into is None
    stale = editor.post("/doublons/fusionner", data=choices(page, **{f"version.{TWIN}": "0"}))
    assert stale.status_code == 409
    assert editor.post("/doublons/fusionner", data=choices(page, reste="7")).status_code == 400


def test_two_fiches_that_are_not_to_compare_are_told(site: Site, editor: FlaskClient) -> None:
    for typed, status in (("1", 422), ("999", 404), ("rien", 404), ("2", 403)):
        answer = editor.get("/doublons/comparer", query_string={"une": PERMIT, "autre": typed})
        assert answer.status_code == status, typed
    assert editor.post("/doublons/distinctes", data={"une": "1", "autre": "1"}).status_code == 404
    assert editor.post("/doublons/distinctes", data={"une": "1", "autre": "2"}).status_code == 403


def test_a_merge_is_taken_back_by_those_who_keep_both(site: Site, team: Team, editor: FlaskClient, twin: int) -> None:
    merged(editor)
    other = signed_in(site, team, "dominique", "pole-emploi", Profile.UPDATE)
    assert other.get("/fusions/1").status_code == 403
    assert other.post("/fusions/1", data={"version": "2"}).status_code == 403
    assert editor.post("/fusions/1", data={"version": "1"}).status_code == 409
    assert editor.get("/fusions/9").status_code == 404
