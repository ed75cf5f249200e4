"""What is typed is kept on the server from the first keystroke, offered to who typed it, and to nobody else."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Profile
from directory.domain.entries import LIFE, MOST_ENTRIES
from directory.services.accounts.callers import COMMAND
from directory.services.fiches.entries import MOST_CHARS, Entries
from directory.store.database import Database
from tests.accounts import Clock, Team
from tests.site import PERMIT, Site
from tests.web.writing.conftest import signed_in
from tests.web.writing.test_form import NEW, form_of, sent

KEEP, KEY, OTHER = "/ressources/saisie", "a" * 32, "b" * 32
EDIT = f"/ressources/{PERMIT}/modifier"


def kept(
    client: FlaskClient, form: object, *, key: str = KEY, revision: int = 1, fiche: int = 0, version: int = 0
) -> int:
    said = {"saisie": key, "revision": str(revision), "ressource": str(fiche), "version": str(version)}
    return client.post(KEEP, data=form | said).status_code  # type: ignore[operator]


def test_what_was_typed_is_offered_again_whole_and_forgotten_once_saved(editor: FlaskClient) -> None:
    assert kept(editor, sent(titre="Un titre à finir", telephone="le soir")) == 204
    page = editor.get(NEW).text
    assert "Vous aviez commencé «\u00a0Un titre à finir\u00a0»" in page.replace("&nbsp;", "\u00a0")
    again = editor.get(f"{NEW}?saisie={KEY}").text
    for value in ('value="Un titre à finir"', 'value="le soir"', f'name="saisie" value="{KEY}"', 'value="9 h"'):
        assert value in again
    assert editor.post(NEW, data=sent(saisie=KEY)).status_code == 303
    assert "Vous aviez commencé" not in editor.get(NEW).text


def test_an_entry_keeps_the_version_that_it_began_from(site: Site, editor: FlaskClient) -> None:
    form = form_of(site, PERMIT, titre="Mon titre")
    assert kept(editor, form, fiche=PERMIT, version=1) == 204
    assert editor.post(EDIT, data=form_of(site, PERMIT, titre="Un autre")).status_code == 303
    again = editor.get(f"{EDIT}?saisie={KEY}").text
    assert 'value="Mon titre"' in again
    assert 'name="version" value="1"' in again
    form["saisie"] = KEY
    conflict = editor.post(EDIT, data=form)
    assert conflict.status_code == 409
    assert f'name="saisie" value="{KEY}"' in conflict.text
    assert "Vous aviez commencé" in editor.get(EDIT).text


def test_an_older_text_never_replaces_a_newer_one(editor: FlaskClient) -> None:
    assert kept(editor, sent(titre="Nouveau"), revision=5) == 204
    assert kept(editor, sent(titre="Ancien"), revision=4) == 409
    assert kept(editor, sent(titre="Une autre"), key=OTHER, revision=1) == 204
    page = editor.get(NEW).text
    assert "Ancien" not in page
    assert page.count("Vous aviez commencé") == 2


def test_an_entry_is_nobody_else_s(site: Site, team: Team, editor: FlaskClient) -> None:
    other = signed_in(site, team, "dominique", "cd13", Profile.UPDATE)
    kept(editor, sent(titre="Un secret"))
    assert "Un secret" not in other.get(f"{NEW}?saisie={KEY}").text
    assert kept(other, sent(titre="Volé")) == 409
    other.post(f"{KEEP}/{KEY}/oublier")
    assert "Un secret" in editor.get(NEW).text
    assert editor.post(f"{KEEP}/{KEY}/oublier").status_code == 303
    assert "Vous aviez commencé" not in editor.get(NEW).text
    assert kept(signed_in(site, team, "alix", "cd13", Profile.CONSULTATION), sent()) == 403
    assert kept(site.client, sent()) == 401


@pytest.mark.parametrize(
    "forged, status",
    [({"saisie": "x"}, 400), ({"revision": "-1"}, 400), ({"version": ""}, 400), ({"ressource": "99"}, 404)],
)
def test_a_forged_entry_is_refused(editor: FlaskClient, forged: Mapping[str, str], status: int) -> None:
    said = {"saisie": KEY, "revision": "1", "version": "0", "ressource": "0"}
    assert editor.post(KEEP, data=said | forged).status_code == status


def test_entries_end_by_themselves_and_are_never_too_many(database: Database) -> None:
    clock = Clock()
    team = Team(database)
    author = team.person("camille").id
    entries = Entries(database, now=clock)

    def keep(rank: int, text: str = "") -> bool:
        return entries.keep(author, f"{rank:032x}", 1, {"titre": [text]}, resource_id=None, base_version=0)

    assert all(keep(rank) for rank in range(MOST_ENTRIES + 5))
    assert len(entries.of(author, None)) == MOST_ENTRIES
    assert not keep(99, "x" * (MOST_CHARS + 1))
    clock.at += LIFE + timedelta(days=1)
    assert entries.of(author, None) == []
    assert keep(100)
    assert len(entries.of(author, None)) == 1
    team.accounts.people.close(COMMAND, author)
    assert entries.of(author, None) == []
