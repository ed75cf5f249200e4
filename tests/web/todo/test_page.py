"""À faire over HTTP: what waits, confirmed line by line, left for later, taken back."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Duty, Profile
from directory.domain.resource import Origin, SaveOrigin
from directory.services.fiches.editing import ResourceService
from directory.services.freshness.dates import due_of
from directory.store.database import Database
from fiche.parts import Place
from tests.accounts import Team
from tests.fiches import LEA, NOW, fiche
from tests.site import PERMIT, Site, make_site, settings_for
from tests.web.todo.conftest import signed_in

FORM = Origin(SaveOrigin.FORM)


def add(site: Site, title: str, institution: str = "cd13", *, days_ago: int = 400, **said: object) -> int:
    """Put a fiche in the base as it was created some days ago."""
    at = NOW - timedelta(days=days_ago)
    content = fiche(title, institution=institution, **said)
    return site.resources.create(content, author=LEA, origin=FORM, now=at).resource.id


def lines(client: FlaskClient) -> list[str]:
    answer = client.get("/a-faire")
    assert answer.status_code == 200
    return re.findall(r'<h3><a href="[^"]*">([^<]*)</a>', answer.text)


def count(client: FlaskClient) -> int:
    found = re.search(r"<span data-count>(\d+)</span>", client.get("/").text)
    return int(found[1]) if found else 0


def test_what_falls_due_within_a_fortnight_waits_and_nothing_else(site: Site, editor: FlaskClient) -> None:
    add(site, "Due depuis longtemps")
    add(site, "Due dans quatorze jours", days_ago=184 - 14)
    add(site, "Due dans un mois", days_ago=184 - 31)
    add(site, "D’une autre institution", "caf-13")
    assert lines(editor) == ["Due depuis longtemps", "Due dans quatorze jours"]
    assert count(editor) == 2


def test_how_long_before_is_a_setting(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, TODO_DAYS="40"))
    editor = signed_in(site, Team(site.database), "camille", "cd13", Profile.UPDATE)
    add(site, "Due dans un mois", days_ago=184 - 31)
    add(site, "Due dans deux mois", days_ago=184 - 62)
    assert lines(editor) == ["Due dans un mois"] and count(editor) == 1


def test_a_line_says_the_facts_and_why_it_is_there(site: Site, editor: FlaskClient) -> None:
    add(site, "Jamais vérifiée")
    add(site, "Plus loin", places=(Place("4 rue Basse", postcode="13640", commune_name="La Roque-d'Anthéron"),))
    page = editor.get("/a-faire").text
    assert " · La Roque-d’Anthéron" in page
    for said in (
        "04\u00a090\u00a000\u00a000\u00a000",
        "3 place de la République",
        "du lundi au vendredi",
        "premier niveau d’information",
    ):
        assert said in page.replace("&nbsp;", "\u00a0"), said
    assert "Jamais vérifiée depuis sa création du 26\u00a0janvier 2025" in page


def test_confirming_folds_the_line_and_comes_back_at_the_next(site: Site, editor: FlaskClient) -> None:
    first, second = add(site, "Première", days_ago=500), add(site, "Seconde")
    assert count(editor) == 2
    page = editor.get("/a-faire").text
    form = re.search(rf'action="/a-faire/confirmer/{first}".*?name="suite" value="([^"]*)"', page)
    assert form and form[1] == f"/a-faire#ligne-a-confirmer-{second}"
    answer = editor.post(f"/a-faire/confirmer/{first}", data={"version": "1", "suite": form[1]})
    assert answer.status_code == 303
    assert answer.location == f"/a-faire?confirmee={first}#ligne-a-confirmer-{second}"
    page = editor.get(answer.location).text
    assert "Confirmée</span> · " in page and f"/a-faire/confirmer/{first}/annuler" in page
    assert lines(editor) == ["Seconde"] and count(editor) == 1
    assert site.resources.get(first).verified_at == NOW


def test_a_confirmation_can_be_taken_back_by_who_gave_it_and_stays_in_the_base(
    site: Site, team: Team, editor: FlaskClient
) -> None:
    number = add(site, "Prise trop vite")
    editor.post(f"/a-faire/confirmer/{number}", data={"version": "1"})
    colleague = signed_in(site, team, "dominique", "cd13", Profile.UPDATE)
    assert colleague.post(f"/a-faire/confirmer/{number}/annuler").status_code == 404
    assert editor.post(f"/a-faire/confirmer/{number}/annuler").status_code == 303
    assert site.resources.get(number).verified_at is None
    assert lines(editor) == ["Prise trop vite"]
    assert site.resources.history(number).verifications == ()
    with site.database.read() as uow:
        kept = uow.connection.exec_driver_sql(
            f"SELECT count(*) FROM verification WHERE resource_id = {number} AND withdrawn_at IS NOT NULL"
        ).scalar_one()
    assert kept == 1
    assert editor.post(f"/a-faire/confirmer/{number}/annuler").status_code == 404


def test_a_confirmation_taken_back_asks_nobody_the_same_again(site: Site, editor: FlaskClient) -> None:
    number = add(site, "Prise trop vite")
    with site.database.write() as uow:
        uow.connection.exec_driver_sql(f"UPDATE due SET rung = 2, asked_on = '2026-01-20' WHERE resource_id = {number}")
        before = uow.dues.by_ids([number])
    editor.post(f"/a-faire/confirmer/{number}", data={"version": "1"})
    with site.database.read() as uow:
        assert uow.dues.by_ids([number])[number].rung == 0
    assert editor.post(f"/a-faire/confirmer/{number}/annuler").status_code == 303
    with site.database.read() as uow:
        after = uow.dues.by_ids([number])
    assert replace(after[number], keeper_id=None) == replace(before[number], keeper_id=None)


def test_a_fiche_modified_since_its_line_was_shown_is_not_confirmed(site: Site, editor: FlaskClient) -> None:
    number = add(site, "Modifiée entre-temps")
    site.resources.revise(
        number, fiche("Modifiée entre-temps", institution="cd13", phone="04 90 11 11 11"),
        expected_version=1, author=LEA, origin=FORM, now=NOW,
    )  # fmt: skip
    answer = editor.post(f"/a-faire/confirmer/{number}", data={"version": "1"}, follow_redirects=True)
    assert "vient d’être modifiée" in answer.text
    assert site.resources.get(number).verified_at is None


def test_a_line_left_for_later_is_back_in_a_week(site: Site, team: Team, editor: FlaskClient) -> None:
    number = add(site, "Pas maintenant")
    add(site, "Autre ligne")
    answer = editor.post(f"/a-faire/a-confirmer/{number}/plus-tard", data={"suite": "/a-faire#x"})
    assert answer.status_code == 303 and answer.location == "/a-faire?fait=plus-tard#x"
    page = editor.get("/a-faire").text
    assert lines(editor) == ["Autre ligne"] and count(editor) == 1
    assert "1 laissée pour plus tard, la première revient le 9\u00a0mars" in page
    # It waits for the others of the institution.
    assert "Pas maintenant" in lines(signed_in(site, team, "dominique", "cd13", Profile.UPDATE))
    assert editor.post(f"/a-faire/a-confirmer/{number}/revenir").status_code == 303
    assert len(lines(editor)) == 2


def test_what_was_left_comes_back_by_itself(site: Site, team: Team, editor: FlaskClient) -> None:
    number = add(site, "Pas maintenant")
    editor.post(f"/a-faire/a-confirmer/{number}/plus-tard")
    with site.database.write() as uow:
        uow.connection.exec_driver_sql(f"UPDATE put_off SET until = '{(NOW - timedelta(seconds=1)):%Y-%m-%d %H:%M:%S}'")
    assert lines(editor) == ["Pas maintenant"]


@pytest.mark.parametrize("path", ["a-confirmer/999", "a-confirmer/x", "inconnu/1", "saisies/abc", "incompletes/1"])
def test_a_line_that_does_not_wait_for_one_cannot_be_left(editor: FlaskClient, path: str) -> None:
    assert editor.post(f"/a-faire/{path}/plus-tard").status_code == 404


def test_nobody_is_sent_elsewhere_by_a_form(site: Site, editor: FlaskClient) -> None:
    number = add(site, "Piège")
    for suite in ("https://gagner.exemple/", "//gagner.exemple", "/deconnexion"):
        answer = editor.post(f"/a-faire/a-confirmer/{number}/plus-tard", data={"suite": suite})
        assert answer.location == "/a-faire?fait=plus-tard"
        editor.post(f"/a-faire/a-confirmer/{number}/revenir")


def test_incomplete_fiches_and_those_on_no_map_say_what_they_lack(site: Site, editor: FlaskClient) -> None:
    add(site, "Sans horaires", days_ago=1, hours="", audiences=())
    add(site, "Perdue", days_ago=1, places=(Place(
        address="Maison de quartier", commune_name="Nulle-Part"),))  # fmt: skip
    page = editor.get("/a-faire").text
    assert "Il manque le public et les horaires." in page
    assert "Maison de quartier" in page and "n’est sur aucune carte" in page
    assert page.index("Incomplètes</h2>") < page.index("Sans lieu</h2>")


def test_ones_own_entry_waits_and_can_be_given_up_there(site: Site, team: Team, editor: FlaskClient) -> None:
    key = "a" * 32
    typed = {"saisie": key, "revision": "1", "version": "0", "ressource": "0", "titre": "Accompagnement"}
    assert editor.post("/ressources/saisie", data=typed).status_code == 204
    page = editor.get("/a-faire").text
    assert lines(editor) == ["Accompagnement"] and "Gardée jusqu’au 1er\u00a0avril 2026" in page
    assert lines(signed_in(site, team, "dominique", "cd13", Profile.UPDATE)) == []
    answer = editor.post(f"/ressources/saisie/{key}/oublier", data={"suite": "/a-faire"})
    assert answer.location == "/a-faire"
    assert lines(editor) == []


def test_when_nothing_waits_the_page_says_what_falls_due_and_when(site: Site, editor: FlaskClient) -> None:
    add(site, "La suivante", days_ago=100)
    page = editor.get("/a-faire").text
    assert "Rien ne vous attend" in page
    assert "Les prochaines à confirmer" in page and "La suivante" in page and "22\u00a0mai" in page
    assert count(editor) == 0


def test_a_reader_has_no_list_and_no_number(site: Site, team: Team) -> None:
    add(site, "Due")
    reader = signed_in(site, team, "lecteur", "cd13", Profile.CONSULTATION)
    assert reader.get("/a-faire").status_code == 403
    assert "À faire" not in reader.get("/").text


def test_who_loses_the_right_meanwhile_confirms_nothing(site: Site, team: Team) -> None:
    number = add(site, "Due")
    account = team.person("camille", "cd13", Profile.UPDATE)
    client = site.client
    client.set_cookie("compte", team.session(account))
    assert lines(client) == ["Due"]
    team.save(replace(account, institution="pole-emploi"))
    answer = client.post(f"/a-faire/confirmer/{number}", data={"version": "1"})
    assert answer.status_code == 403
    team.save(replace(account, profile=Profile.CONSULTATION))
    assert client.post(f"/a-faire/confirmer/{number}", data={"version": "1"}).status_code == 403
    assert site.resources.get(number).verified_at is None


def test_an_rgc_sees_the_fiches_of_partners_that_nobody_answered_for(site: Site, team: Team) -> None:
    number = add(site, "D’un partenaire", "caf-13")
    rgc = signed_in(site, team, "rgc", "cd13", Profile.UPDATE, (Duty.RGC,))
    assert lines(rgc) == []
    with site.database.write() as uow:
        uow.connection.exec_driver_sql(f"UPDATE due SET rung = 3 WHERE resource_id = {number}")
    rgc2 = signed_in(site, team, "rgc2", "cd13", Profile.UPDATE, (Duty.RGC,))
    assert lines(rgc2) == ["D’un partenaire"]
    assert "Caf des Bouches-du-Rhône" in rgc2.get("/a-faire").text


def test_the_date_of_every_door_is_kept_by_the_same_rule(site: Site) -> None:
    """Form, import, archive, publish, confirm: what is kept is what the rule says."""
    resources: ResourceService = site.resources
    with site.database.read() as uow:
        fiches = uow.resources.iterate(after_id=0, limit=100)
        kept = uow.dues.by_ids([each.id for each in fiches])
        institutions = uow.institutions.all()
    assert set(kept) == {each.id for each in fiches if each.content.is_published}
    for each in fiches:
        if each.content.is_published:
            expected = due_of(each, institutions)
            assert (kept[each.id].on, kept[each.id].institution) == (expected.on, expected.institution)
    resources.archive(PERMIT, expected_version=1, author=LEA, origin=FORM, now=NOW)
    with site.database.read() as uow:
        assert uow.dues.by_ids([PERMIT]) == {}
