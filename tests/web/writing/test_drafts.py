"""A draft is kept as far as it goes, seen by its institution alone, and asked for everything when it is published."""

import re

from flask.testing import FlaskClient

from directory.domain.actors import Profile
from fiche.content import Content
from tests.accounts import Team
from tests.site import Site
from tests.web.writing.conftest import signed_in
from tests.web.writing.test_form import NEW, form_of, sent

BARE = {"besoins": None, "telephone": None, "site": None, "horaires__0__de": "", "horaires__0__a": ""}


def kept(site: Site, editor: FlaskClient) -> tuple[int, Content]:
    answer = editor.post(NEW, data=sent(**BARE, faire="brouillon", titre="Un brouillon zinzolin"))
    assert answer.status_code == 303, answer.text
    number = re.search(r"/ressources/(\d+)/modifier", answer.headers["Location"])
    assert number is not None
    page = editor.get(answer.headers["Location"]).text
    assert "Le brouillon est gardé" in page
    assert "Publier la fiche" in page
    return int(number[1]), site.resources.get(int(number[1])).content


def test_a_draft_needs_only_a_name_and_is_seen_by_its_institution(site: Site, team: Team, editor: FlaskClient) -> None:
    number, content = kept(site, editor)
    assert (content.status, content.needs, content.institution) == ("brouillon", (), "cd13")
    assert site.resources.get(number).verified_at is None
    assert f"/ressources/{number}-" not in editor.get("/recherche?q=zinzolin").text
    assert editor.get(f"/ressources/{number}").status_code == 404
    assert "Un brouillon zinzolin" in editor.get(NEW).text
    stranger = signed_in(site, team, "dominique", "caf-13", Profile.UPDATE)
    assert "zinzolin" not in stranger.get(NEW).text
    assert stranger.get(f"/ressources/{number}/modifier").status_code == 404
    assert editor.post(NEW, data=sent(titre="", faire="brouillon")).status_code == 422


def test_a_draft_is_kept_again_then_published_once_it_says_all(site: Site, editor: FlaskClient) -> None:
    number, _ = kept(site, editor)
    edit = f"/ressources/{number}/modifier"
    again = form_of(site, number, description="Plus long.", faire="brouillon")
    assert "fait=brouillon" in editor.post(edit, data=again).headers["Location"]
    assert site.resources.get(number).content.status == "brouillon"
    refused = editor.post(edit, data=form_of(site, number))
    assert refused.status_code == 422
    assert "Pas encore enregistrée" in refused.text
    publishing = editor.post(f"/ressources/{number}/retablir", data={"version": "2"})
    assert "fait=incomplet" in publishing.headers["Location"]
    assert "ce qui manque est listé" in editor.get(publishing.headers["Location"]).text
    whole = sent(version="2", titre="Un brouillon zinzolin")
    answer = editor.post(edit, data=whole)
    assert answer.status_code == 303, answer.text
    assert site.resources.get(number).content.status == "publiee"
    assert f"/ressources/{number}-" in editor.get("/recherche?q=zinzolin").text


def test_a_published_fiche_does_not_become_a_draft(site: Site, editor: FlaskClient) -> None:
    editor.post("/ressources/1/modifier", data=form_of(site, 1, titre="Autre", faire="brouillon"))
    assert (site.resources.get(1).content.status, site.resources.get(1).content.title) == ("publiee", "Autre")


def test_a_draft_is_not_archived_which_would_give_it_a_page(site: Site, editor: FlaskClient) -> None:
    number, content = kept(site, editor)
    assert editor.get(f"/ressources/{number}/archiver").status_code == 404
    assert editor.post(f"/ressources/{number}/archiver", data={"version": "1", "motif": "ferme"}).status_code == 404
    assert site.resources.get(number).content == content
    assert editor.get(f"/ressources/{number}").status_code == 404
