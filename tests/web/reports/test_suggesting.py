"""*Suggérer une ressource* over HTTP: told by anybody who reads, made a fiche of, or answered."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Profile
from directory.store.database import Database
from tests.accounts import Team
from tests.site import CONTENTS, Site, make_site, settings_for
from tests.web.accounts.test_pages import send, text_of
from tests.web.reports.test_reporting import signed, typed

FORM, SHOWN = "/ressources/suggerer", "/suggestions/1"
GARAGE = {"structure": "Garage La Bielle", "service": "Répare à petit prix.", "lieu": "Arles", "source": "Une affiche."}


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    settings = settings_for(tmp_path, PUBLIC_READING="on")
    return make_site(sqlite_database, tmp_path, contents=CONTENTS[:1], settings=settings)


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


@pytest.fixture
def keeper(site: Site, team: Team) -> FlaskClient:
    return signed(site, team, "sam", "cd13", Profile.UPDATE)


def suggest(client: FlaskClient, **said: str) -> str:
    sent = send(client, FORM, **(GARAGE | said))
    assert sent.status_code == 303, sent.text
    return text_of(client.get(sent.headers["Location"]))


def test_a_suggestion_becomes_a_fiche_and_who_made_it_reads_so(site: Site, team: Team, keeper: FlaskClient) -> None:
    reader = signed(site, team, "lea", "pole-emploi")
    assert "Merci" in suggest(reader)
    assert "En attente" in text_of(reader.get("/mes-signalements"))
    assert SHOWN in text_of(keeper.get("/signalements"))
    assert reader.get(SHOWN).status_code == 403
    assert "/ressources/nouvelle?suggestion=1" in text_of(keeper.get(SHOWN))
    form = text_of(keeper.get("/ressources/nouvelle?suggestion=1"))
    assert all(said in form for said in ("Garage La Bielle", "Répare à petit prix.", 'name="suggestion" value="1"'))
    site.app.config["WTF_CSRF_ENABLED"] = False
    new = typed(**{"structure.nom": "Garage La Bielle", "titre": "Réparer", "suggestion": "1", "telephone": "115"})
    made = keeper.post("/ressources/nouvelle", data=new | {"version": "0"})
    assert made.status_code == 303, made.text
    assert "Prise" in text_of(reader.get("/mes-signalements"))
    assert "Aucun signalement" in text_of(keeper.get("/signalements"))
    assert "Prise" in text_of(keeper.get(SHOWN))


def test_a_suggestion_is_answered_with_a_reason(site: Site, team: Team, keeper: FlaskClient) -> None:
    suggest(site.client)
    stranger = signed(site, team, "eva", "caf-13", Profile.UPDATE)
    assert stranger.get(SHOWN).status_code == 404
    assert 'name="suggestion"' not in text_of(stranger.get("/ressources/nouvelle?suggestion=1"))
    assert send(keeper, SHOWN, raison=" ").status_code == 422
    assert send(keeper, SHOWN, raison="Ce garage a fermé.").status_code == 303
    assert "Ce garage a fermé." in text_of(keeper.get(SHOWN))
    assert 'name="suggestion"' not in text_of(keeper.get("/ressources/nouvelle?suggestion=1"))
    for number in ("x", "9" * 20, "77"):
        assert keeper.get(f"/ressources/nouvelle?suggestion={number}").status_code == 200


def test_what_cannot_be_kept_comes_back_as_typed(site: Site) -> None:
    missing = send(site.client, FORM, **GARAGE | {"structure": ""})
    assert missing.status_code == 422 and "Répare à petit prix." in missing.text
    personal = send(site.client, FORM, **GARAGE | {"source": "M. D., né en 1962"})
    assert personal.status_code == 422 and "date de naissance" in personal.text
    for rank in range(5):
        suggest(site.client, structure=f"Garage {rank}")
    assert send(site.client, FORM, **GARAGE).status_code == 429
