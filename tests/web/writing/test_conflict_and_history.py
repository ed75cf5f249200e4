"""Two editors at once, and what happened to a fiche: nothing typed is lost, anything said before can come back."""

import html
import re
from dataclasses import replace

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from directory.domain.actors import Profile
from directory.domain.changes import Author
from directory.web.writing.value_words import Piece, by_words
from fiche.content import Content
from fiche.parts import Place
from tests.accounts import Team
from tests.site import CRECHE, DRAFT, PERMIT, Site
from tests.web.writing.conftest import signed_in
from tests.web.writing.test_form import form_of

EDIT = f"/ressources/{PERMIT}/modifier"
HISTORY = f"/ressources/{PERMIT}/historique"


def saved_by_dominique(site: Site, **said: object) -> Content:
    """Save a fiche between the moment a form was opened and the moment it comes back."""
    fiche = site.resources.get(PERMIT)
    content = replace(fiche.content, **said)  # type: ignore[arg-type]
    site.resources.revise(
        PERMIT, content, expected_version=fiche.version, author=Author(2, "Dominique"), origin=fiche.origin,
        now=fiche.modified_at,
    )  # fmt: skip
    return site.resources.get(PERMIT).content


def carried(page: str) -> "MultiDict[str, str]":
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return MultiDict([(name, html.unescape(value)) for name, value in pairs])


def test_two_saves_that_do_not_meet_are_joined_and_it_is_said(site: Site, editor: FlaskClient) -> None:
    """Camille changes the hours, Dominique the second place: neither is lost."""
    form = form_of(site, PERMIT, horaires__0__a="13 h")
    avignon = Place(address="2 rue X", postcode="84000", commune_name="Avignon")
    theirs = saved_by_dominique(site, places=(*site.resources.get(PERMIT).content.places, avignon))
    answer = editor.post(EDIT, data=form)
    assert answer.status_code == 303
    assert "rien n’est perdu" in editor.get(answer.headers["Location"]).text
    now = site.resources.get(PERMIT)
    assert now.version == 3
    assert now.content == replace(theirs, hours="Mo-Fr 09:00-13:00")


def test_where_two_saves_meet_each_text_is_shown_and_nothing_is_written(site: Site, editor: FlaskClient) -> None:
    form = form_of(site, PERMIT, telephone="04 90 11 11 11", titre="Permis pour tous")
    saved_by_dominique(site, phone="04 90 22 22 22", email="x@exemple.fr")
    answer = editor.post(EDIT, data=form)
    assert answer.status_code == 409
    for text in ("04 90 11 11 11", "04 90 22 22 22", "04 90 00 00 00", "Dominique", "x@exemple.fr"):
        assert text in answer.text
    assert site.resources.get(PERMIT).version == 2
    again = carried(answer.text)
    refused = editor.post(EDIT, data=again)
    assert refused.status_code == 422
    assert "il reste à choisir un texte pour Téléphone" in refused.text
    answer = editor.post(EDIT, data=again | {"choix.telephone": "votre"})
    assert answer.status_code == 303
    now = site.resources.get(PERMIT).content
    assert (now.phone, now.title, now.email) == ("04 90 11 11 11", "Permis pour tous", "x@exemple.fr")


def test_one_person_in_two_tabs_reads_that_the_other_text_is_theirs(site: Site, editor: FlaskClient) -> None:
    first = form_of(site, PERMIT, telephone="04 90 11 11 11")
    second = form_of(site, PERMIT, telephone="04 90 22 22 22")
    assert editor.post(EDIT, data=first).status_code == 303
    answer = editor.post(EDIT, data=second)
    assert answer.status_code == 409
    assert "Vous avez enregistré cette fiche ailleurs" in answer.text and "par vous, ailleurs" in answer.text


def test_the_other_text_may_be_taken_or_rewritten(site: Site, editor: FlaskClient) -> None:
    form = form_of(site, PERMIT, horaires__0__a="13 h", titre="Autre titre")
    theirs = saved_by_dominique(site, hours="Tu 10:00-11:00; PH off")
    again = carried(editor.post(EDIT, data=form).text)
    rewriting = editor.post(EDIT, data=again | {"faire": "revenir", "choix.horaires": "votre"})
    assert rewriting.status_code == 200
    assert 'value="13 h"' in rewriting.text
    answer = editor.post(EDIT, data=again | {"choix.horaires": "leur"})
    assert answer.status_code == 303
    assert site.resources.get(PERMIT).content == replace(theirs, title="Autre titre")


def test_the_timeline_says_who_did_what_and_compares_any_two(site: Site, editor: FlaskClient) -> None:
    saved_by_dominique(site, description="Cours de conduite, de code et de mécanique.", needs=("mobilite-transport",))
    saved_by_dominique(site, hours="Mo 09:00-12:00")
    page = editor.get(HISTORY).text
    assert page.count('class="event"') == 4
    assert "Dominique" in page
    assert "Léa Martin" in page
    compared = editor.get(f"{HISTORY}?de=1&a=2").text
    assert "<ins>mécanique.</ins>" in compared
    assert "<del>Passer son permis de conduire</del>" in compared
    assert "<ins>Trouver une solution de transport</ins>" in compared
    for odd in ("de=9&a=99", "de=x&a=-1", "de=3&a=1", "a=0&de=0"):
        assert editor.get(f"{HISTORY}?{odd}").status_code == 200


def test_a_version_is_restored_by_who_may_write(site: Site, team: Team, editor: FlaskClient) -> None:
    first = site.resources.get(PERMIT).content
    saved_by_dominique(site, title="Autre")
    reader = signed_in(site, team, "alix", "cd13", Profile.CONSULTATION)
    assert "Rétablir la version 1" in editor.get(f"{HISTORY}?de=0&a=1").text
    assert "Rétablir la version 1" not in reader.get(f"{HISTORY}?de=0&a=1").text
    path = f"{HISTORY}/1/restaurer"
    assert reader.post(path, data={"version": "2"}).status_code == 403
    assert editor.post(path, data={"version": "1"}).status_code == 409
    assert editor.post(f"{HISTORY}/9/restaurer", data={"version": "2"}).status_code == 404
    assert editor.post(path, data={"version": "2"}).status_code == 303
    assert site.resources.get(PERMIT).content == first


def test_a_history_out_of_sight_is_not_there(editor: FlaskClient) -> None:
    assert editor.get(f"/ressources/{DRAFT}/historique").status_code == 404
    assert editor.get("/ressources/99/historique").status_code == 404
    assert editor.get(f"/ressources/{CRECHE}/historique").status_code == 200


def test_long_texts_are_compared_word_by_word() -> None:
    assert by_words("un deux trois", "un quatre trois") == (
        Piece("same", "un "), Piece("gone", "deux"), Piece("new", "quatre"), Piece("same", " trois"),
    )  # fmt: skip
