"""The form of a fiche: what is typed is kept, whole or faulty; what is saved is found at once."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from directory.domain.actors import Profile
from directory.domain.changes import Author
from directory.web.writing.sections import CARRIED, SECTIONS
from directory.web.writing.typed import typed_of
from fiche.content import FIELDS, Content
from fiche.parts import STRUCTURE_FIELDS
from tests.accounts import Team
from tests.site import ARCHIVED, CRECHE, DRAFT, PERMIT, PERMIT_FAR, Site
from tests.web.writing.conftest import signed_in

NEW = "/ressources/nouvelle"
WHOLE: Mapping[str, list[str]] = {
    "structure.nom": ["Garage solidaire La Bielle"],
    "titre": ["Réparer sa voiture à tarif solidaire"],
    "description": ["Réparations courantes,\r\nprêt d’un véhicule."],
    "besoins": ["mobilite-transport"],
    "tous": ["non"],
    "public": ["demandeurs-emploi"],
    "acces": ["sur-rendez-vous"],
    "accueil": ["sur-place"],
    "mobilisation": ["prescription-directe"],
    "lieux.0.adresse": ["8 rue des Chaudronniers"],
    "lieux.0.code_postal": ["13200"],
    "lieux.0.commune": ["Arles"],
    "horaires.0.de": ["9h"],
    "horaires.0.a": ["12h30"],
    "horaires.0.jour": ["lu", "ma"],
    "horaires.feries": ["ferme"],
    "telephone": ["0490112233"],
    "site": ["la-bielle.exemple.fr"],
    "confirme": ["oui"],
}


def sent(**said: str | list[str] | None) -> "MultiDict[str, str]":
    """Return the form filled whole, some answers changed; ``__`` in a name stands for a dot, None takes one away."""
    form = MultiDict(WHOLE)
    for name, value in said.items():
        form.poplist(name.replace("__", "."))
        for one in [value] if isinstance(value, str) else value or []:
            form.add(name.replace("__", "."), one)
    return form


def form_of(site: Site, resource_id: int, **said: str) -> "MultiDict[str, str]":
    """Return what a browser would send back of the form of a fiche, some answers changed."""
    fiche = site.resources.get(resource_id)
    form = typed_of(fiche.content)
    form["version"] = str(fiche.version)
    for name, value in said.items():
        form.setlist(name.replace("__", "."), [value])
    return form


def created(site: Site, answer_location: str) -> Content:
    number = re.search(r"/ressources/(\d+)-", answer_location)
    assert number is not None, answer_location
    return site.resources.get(int(number[1])).content


def test_every_field_of_a_fiche_stands_once_in_the_form() -> None:
    asked = [name for section in SECTIONS for name in (*section.first, *section.further)]
    fields = {*FIELDS, *(f"structure.{name}" for name in STRUCTURE_FIELDS)} - {"structure"}
    assert sorted([*asked, *CARRIED]) == sorted(fields)


def test_a_fiche_is_created_and_found_at_once(site: Site, editor: FlaskClient) -> None:
    answer = editor.post(NEW, data=sent())
    assert answer.status_code == 303
    content = created(site, answer.headers["Location"])
    assert content.hours == "Mo-Tu 09:00-12:30; PH off"
    assert (content.phone, content.website) == ("04 90 11 22 33", "https://la-bielle.exemple.fr")
    assert (content.institution, content.places[0].commune_code) == ("cd13", "13004")
    assert content.description == "Réparations courantes,\nprêt d’un véhicule."
    assert "La fiche est créée." in editor.get(answer.headers["Location"]).text
    assert "/ressources/10-reparer-sa-voiture" in editor.get("/recherche?q=voiture").text


def test_what_is_missing_is_told_at_once_with_links_and_all_that_was_typed_is_kept(editor: FlaskClient) -> None:
    answer = editor.post(NEW, data=sent(titre="", telephone="le soir", besoins=None, horaires__0__de="neuf"))
    assert answer.status_code == 422
    page = answer.text
    assert "4\u00a0réponses à revoir" in page.replace("&nbsp;", "\u00a0")
    assert page.count("«\u00a0neuf\u00a0» ne sont pas compris") == 2
    for target in ("titre", "telephone", "besoins", "horaires.0.de"):
        assert f'<a href="#{target}">' in page
        assert f'id="{target}"' in page
    for kept in (
        'value="le soir"',
        'value="neuf"',
        'value="Garage solidaire La Bielle"',
        'value="sur-rendez-vous" checked',
    ):
        assert kept in page


@pytest.mark.parametrize("path", [NEW, f"/ressources/{PERMIT}/modifier", f"/ressources/{PERMIT}/ensemble"])
def test_enter_saves_in_every_field(editor: FlaskClient, path: str) -> None:
    """Enter presses the first button of a form that submits it: none that does another thing stands before."""
    forms = [part for part in editor.get(path).text.split("<form")[1:] if "Enregistrer" in part]
    assert len(forms) == 1
    first = next(button for button in re.findall(r"<button[^>]*>", forms[0]) if 'type="button"' not in button)
    assert 'class="hidden"' in first
    assert "name=" not in first


def test_an_empty_form_asks_for_all_that_the_convention_requires(editor: FlaskClient) -> None:
    answer = editor.post(NEW, data={})
    assert answer.status_code == 422
    assert answer.text.count('class="error"') == 10
    page = editor.get(NEW).text
    assert "Il reste 10 réponses" in page


def test_a_form_sent_back_untouched_changes_nothing(site: Site, editor: FlaskClient) -> None:
    """Hours that no grid holds, points, line ends of a browser: all come back the same."""
    numbers = [PERMIT, CRECHE]
    odd = replace(
        site.resources.get(CRECHE).content,
        institution="cd13", hours="Mo[1] 09:00-12:00; Tu,PH 10:00-11:00", description="Une ligne\nune autre",
        service_areas=("dep:13",),
    )  # fmt: skip
    now = site.resources.get(CRECHE).modified_at
    site.resources.revise(
        CRECHE, odd, expected_version=1, author=Author(1, "x"), origin=site.resources.get(CRECHE).origin, now=now
    )
    for number in numbers:
        before = site.resources.get(number)
        form = form_of(site, number)
        form["description"] = form["description"].replace("\n", "\r\n")
        answer = editor.post(f"/ressources/{number}/modifier", data=form)
        assert answer.status_code == 303, answer.text
        assert "fait=inchangee" in answer.headers["Location"]
        assert site.resources.get(number) == before


def test_a_fiche_is_modified_by_whoever_may_and_keeps_who_did(site: Site, editor: FlaskClient) -> None:
    answer = editor.post(f"/ressources/{PERMIT}/modifier", data=form_of(site, PERMIT, telephone="04 90 99 99 99"))
    assert answer.status_code == 303
    assert site.resources.get(PERMIT).content.phone == "04 90 99 99 99"
    last = site.resources.history(PERMIT).versions[-1]
    assert (last.author.label, set(last.changes)) == ("camille", {"phone"})


def test_the_owner_is_not_changed_by_a_forged_field(site: Site, editor: FlaskClient) -> None:
    editor.post(f"/ressources/{PERMIT}/modifier", data=form_of(site, PERMIT, institution="caf-13", titre="Autre"))
    assert (site.resources.get(PERMIT).content.title, site.resources.get(PERMIT).content.institution) == (
        "Autre", "cd13",
    )  # fmt: skip
    answer = editor.post(NEW, data=sent(institution="caf-13"))
    assert answer.status_code == 403


def test_who_may_not_is_told_whose_it_is_and_what_it_takes(site: Site, team: Team, editor: FlaskClient) -> None:
    stranger = signed_in(site, team, "dominique", "caf-13", Profile.UPDATE)
    reader = signed_in(site, team, "alix", "cd13", Profile.CONSULTATION)
    assert stranger.get(f"/ressources/{PERMIT}/modifier").status_code == 403
    assert stranger.post(f"/ressources/{PERMIT}/archiver", data={"version": "1"}).status_code == 403
    assert reader.get(f"/ressources/{PERMIT}/modifier").status_code == 403
    for client, words in (
        (stranger, "compte «\u00a0mise à jour\u00a0» de Département"),
        (reader, "demandez le profil"),
    ):
        page = client.get(f"/ressources/{PERMIT}", follow_redirects=True).text
        assert words in page
        assert ">Modifier</a>" not in page
    assert ">Modifier</a>" in editor.get(f"/ressources/{PERMIT}", follow_redirects=True).text
    assert editor.get(f"/ressources/{DRAFT}/modifier").status_code == 404


def test_several_places_closures_areas_and_a_special_case_in_french(site: Site, editor: FlaskClient) -> None:
    answer = editor.post(
        NEW,
        data=sent(
            lieux__2__commune="Avignon", lieux__2__adresse="2 rue X", lieux__2__code_postal="84000",
            fermetures__0__du="2026-08-01", fermetures__0__au="2026-08-15", fermetures__0__message="congés",
            zones__ajout="Bouches-du-Rhône ; Vaucluse", horaires__1__de="14-16", horaires__1__jour=["ve"],
            horaires__1__rdv="oui", horaires__cas="Sa[1] 10:00-12:00",
        ),
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    content = created(site, answer.headers["Location"])
    assert [place.commune_code for place in content.places] == ["13004", "84007"]
    assert content.service_areas == ("dep:13", "dep:84")
    assert content.closures[0].message == "congés"
    assert content.hours == 'Mo-Tu 09:00-12:30; Fr 14:00-16:00 "sur rendez-vous", Sa[1] 10:00-12:00; PH off'


def test_hours_that_are_not_understood_go_to_the_precisions_and_it_is_said(site: Site, editor: FlaskClient) -> None:
    typed = sent(horaires__cas="quand la lune est pleine")
    typed["faire"] = "plage"
    page = editor.post(NEW, data=typed).text
    assert "n’a pas été compris comme des horaires" in page
    assert "Quand la lune est pleine" in page


def test_a_town_that_is_not_known_is_told_with_those_that_look_like_it(editor: FlaskClient) -> None:
    answer = editor.post(NEW, data=sent(lieux__0__commune="Marsaille", lieux__0__code_postal=""))
    assert answer.status_code == 422
    assert '<a href="#lieux.0.commune">' in answer.text
    assert "Marseille" in answer.text


def test_lines_are_added_and_taken_away_without_a_script(editor: FlaskClient) -> None:
    more = sent(faire="lieu")
    page = editor.post(NEW, data=more).text
    assert 'id="lieux.1.adresse"' in page
    less = sent(lieux__1__adresse="2 rue X", faire="retirer-lieux.0")
    page = editor.post(NEW, data=less).text
    assert 'value="2 rue X"' in page
    assert "Chaudronniers" not in page


def test_a_preview_saves_nothing_and_leads_on_or_back(site: Site, editor: FlaskClient) -> None:
    page = editor.post(NEW, data=sent(faire="apercu"))
    assert page.status_code == 200
    assert "Rien n’est encore enregistré" in page.text
    # Nothing is handed over of a fiche that is not there.
    assert "Remettre à la personne" not in page.text and "/feuille" not in page.text
    carried = MultiDict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    assert site.resources.by_ids([10]) == []
    back = editor.post(NEW, data=carried | {"faire": "revenir"}).text
    assert 'value="Garage solidaire La Bielle"' in back
    assert editor.post(NEW, data=carried).status_code == 303


def test_a_fiche_is_duplicated_without_its_named_contact(editor: FlaskClient) -> None:
    page = editor.get(f"{NEW}?modele={PERMIT}").text
    assert 'value="Permis à un euro"' in page
    assert "Madame Personne" not in page
    for nothing in (str(DRAFT), "x", "9" * 30):
        assert editor.get(f"{NEW}?modele={nothing}").status_code == 200


def test_a_fiche_is_archived_and_put_back(site: Site, editor: FlaskClient) -> None:
    assert editor.get(f"/ressources/{PERMIT}/archiver").status_code == 200
    answer = editor.post(f"/ressources/{PERMIT}/archiver", data={"version": "1"})
    assert "La fiche est archivée" in editor.get(answer.headers["Location"]).text
    assert f"/ressources/{PERMIT}-" not in editor.get("/recherche?q=permis").text
    assert editor.post(f"/ressources/{PERMIT}/retablir", data={"version": "1"}).status_code == 409
    editor.post(f"/ressources/{PERMIT}/retablir", data={"version": "2"})
    assert f"/ressources/{PERMIT}-" in editor.get("/recherche?q=permis").text


def test_a_fiche_without_owner_is_taken_over(site: Site, editor: FlaskClient) -> None:
    assert "Reprendre cette fiche" in editor.get(f"/ressources/{PERMIT_FAR}", follow_redirects=True).text
    editor.post(f"/ressources/{PERMIT_FAR}/reprendre", data={"version": "1"})
    assert site.resources.get(PERMIT_FAR).content.institution == "cd13"
    assert editor.post(f"/ressources/{ARCHIVED}/reprendre", data={"version": "7"}).status_code == 409


@pytest.mark.parametrize("version", ["", "99", "x", "9" * 40])
def test_a_forged_version_saves_nothing(site: Site, editor: FlaskClient, version: str) -> None:
    form = form_of(site, PERMIT, titre="Autre", version=version)
    assert editor.post(f"/ressources/{PERMIT}/modifier", data=form).status_code == 400
    assert site.resources.get(PERMIT).version == 1


def test_a_fiche_is_confirmed_in_one_click_as_it_was_shown(site: Site, team: Team, editor: FlaskClient) -> None:
    stranger = signed_in(site, team, "dominique", "caf-13", Profile.UPDATE)
    path = f"/ressources/{PERMIT}/confirmer"
    assert "C’est toujours exact" in editor.get(f"/ressources/{PERMIT}", follow_redirects=True).text
    assert "C’est toujours exact" not in stranger.get(f"/ressources/{PERMIT}", follow_redirects=True).text
    assert stranger.post(path, data={"version": "1"}).status_code == 403
    assert editor.post(path, data={"version": "2"}).status_code == 409
    answer = editor.post(path, data={"version": "1"})
    assert "La fiche est confirmée à jour." in editor.get(answer.headers["Location"]).text
    last = list(site.resources.history(PERMIT).verifications)[-1]
    assert (last.author.label, site.resources.get(PERMIT).version) == ("camille", 1)


def test_a_fiche_says_how_often_it_is_to_be_confirmed_and_an_unknown_period_is_refused(
    site: Site, editor: FlaskClient
) -> None:
    answer = editor.post(f"/ressources/{PERMIT}/modifier", data=form_of(site, PERMIT, a_confirmer="3"))
    assert answer.status_code == 303 and site.resources.get(PERMIT).content.confirmed_every == "3"
    page = editor.get(f"/ressources/{PERMIT}/modifier").text
    assert '<option value="3" selected>Tous les 3\u00a0mois</option>' in page
    assert editor.get(f"/api/v1/ressources/{PERMIT}").get_json()["a_confirmer"] == "3"
    refused = editor.post(f"/ressources/{PERMIT}/modifier", data=form_of(site, PERMIT, a_confirmer="13"))
    assert refused.status_code == 422 and site.resources.get(PERMIT).content.confirmed_every == "3"
