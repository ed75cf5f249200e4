"""*Signaler une erreur* over HTTP: told by anybody who reads, seen by who is signed in, settled by a save."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Profile
from directory.store.database import Database
from tests.accounts import Team
from tests.site import CONTENTS, PERMIT, Site, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of

FORM, LIST, EDIT = (f"/ressources/{PERMIT}/{end}" for end in ("signaler", "signalements", "modifier"))
BETTER = "04 65 71 18 90"


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    settings = settings_for(tmp_path, PUBLIC_READING="on")
    return make_site(sqlite_database, tmp_path, contents=CONTENTS[:1], settings=settings)


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


def signed(site: Site, team: Team, name: str, institution: str, profile: Profile = Profile.CONSULTATION) -> FlaskClient:
    client = site.client
    sign_in(client, team.person(name, institution, profile))
    return client


def fiche_of(client: FlaskClient) -> str:
    return text_of(client.get(f"/ressources/{PERMIT}", follow_redirects=True))


def report(client: FlaskClient, **said: str) -> str:
    sent = send(client, FORM, **({"nature": "telephone", "valeur.telephone": BETTER} | said))
    assert sent.status_code == 303, sent.text
    return text_of(client.get(sent.headers["Location"]))


def test_an_error_told_by_a_visitor_is_seen_by_who_is_signed_in(site: Site, team: Team) -> None:
    visitor, reader = site.client, signed(site, team, "lea", "pole-emploi")
    assert "Signaler une erreur" in fiche_of(visitor)
    form = text_of(visitor.get(FORM))
    assert "04 90 00 00 00" in form and "du lundi au vendredi" in form.lower()
    assert "Merci" in report(visitor, texte="Sonne dans le vide.")
    assert "Signalé" not in fiche_of(visitor)
    assert "Signalé : téléphone, aujourd’hui." in fiche_of(reader)
    told = text_of(reader.get(LIST))
    assert "Sonne dans le vide." in told and BETTER in told and "une personne sans compte" in told
    assert "Classer sans suite" not in told


def test_what_seems_to_be_about_a_person_comes_back_with_why(site: Site, team: Team) -> None:
    refused = send(site.client, FORM, nature="autre", texte="Mme D., née le 3/05/1981, attend.")
    assert refused.status_code == 422
    assert "ressemble à une date de naissance" in refused.text and "née le 3/05/1981" in refused.text
    for said in ({}, {"nature": "autre"}, {"nature": "horaires", "valeur.horaires": "1 85 05 78 006 084 36"}):
        assert send(site.client, FORM, **said).status_code == 422
    assert "Signalé" not in fiche_of(signed(site, team, "lea", "cd13"))


def test_a_save_that_names_a_report_settles_it_and_its_reporter_reads_so(site: Site, team: Team) -> None:
    reporter = signed(site, team, "lea", "pole-emploi")
    editor = signed(site, team, "sam", "cd13", Profile.UPDATE)
    report(reporter)
    assert "En attente d’une réponse" in text_of(reporter.get("/mes-signalements"))
    assert "Permis à un euro" in text_of(editor.get("/signalements"))
    form = text_of(editor.get(EDIT))
    assert "Une erreur a été signalée" in form and BETTER in form
    site.app.config["WTF_CSRF_ENABLED"] = False
    kept = editor.post(EDIT, data=typed(telephone=BETTER, faire="revenir", regle="1"))
    assert 'name="regle" value="1" checked' in kept.text
    saved = editor.post(EDIT, data=typed(telephone=BETTER, regle="1"))
    assert saved.status_code == 303, saved.text
    assert "Signalé" not in fiche_of(editor)
    assert "corrigé" in text_of(reporter.get("/mes-signalements")).lower()
    assert "Aucun signalement" in text_of(editor.get("/signalements"))
    assert "Aucune erreur" not in text_of(editor.get(LIST))


def typed(**changed: str) -> dict[str, object]:
    """Return what the form of the fiche sends, some of it changed."""
    return {
        "version": "1", "structure.nom": "Auto-école solidaire", "structure.reseaux": "mission-locale",
        "titre": "Permis à un euro", "description": "Cours de conduite et de code.", "besoins": "mobilite-permis",
        "tous": "non", "public": "jeunes", "acces": "sur-rendez-vous", "accueil": "sur-place",
        "mobilisation": "information", "frais": "gratuit", "lieux.0.adresse": "3 place de la République",
        "lieux.0.code_postal": "13200", "lieux.0.commune": "Arles", "horaires.0.de": "9 h", "horaires.0.a": "12 h",
        "horaires.0.jour": ["lu", "ma", "me", "je", "ve"], "contact_nomme": "Madame Personne",
    } | changed  # fmt: skip


def test_the_report_named_by_a_save_that_meets_another_stays_named(site: Site, team: Team) -> None:
    editor, other = (signed(site, team, name, "cd13", Profile.UPDATE) for name in ("sam", "camille"))
    report(site.client)
    site.app.config["WTF_CSRF_ENABLED"] = False
    assert other.post(EDIT, data=typed(telephone="04 90 00 00 01")).status_code == 303
    met = editor.post(EDIT, data=typed(telephone=BETTER, regle="1"))
    assert met.status_code == 409
    assert 'name="regle" value="1"' in met.text


def test_nothing_follows_with_a_reason_that_the_reporter_reads(site: Site, team: Team) -> None:
    reporter = signed(site, team, "lea", "pole-emploi")
    editor, stranger = (signed(site, team, *who, Profile.UPDATE) for who in (("sam", "cd13"), ("eva", "pole-emploi")))
    report(reporter)
    path = "/signalements/1/sans-suite"
    site.app.config["WTF_CSRF_ENABLED"] = False
    assert stranger.post(path, data={"raison": "Non."}).status_code == 404
    nothing = editor.post(path, data={"raison": " "})
    assert nothing.status_code == 422 and "nécessaire" in nothing.text
    assert editor.post(path, data={"raison": "Le numéro répond le matin."}).status_code == 303
    assert "Le numéro répond le matin." in text_of(reporter.get("/mes-signalements"))


def test_too_many_in_a_day_are_told_to_come_back(site: Site, team: Team) -> None:
    for rank in range(10):
        report(site.client, texte=f"Essai {rank}")
    again = send(site.client, FORM, nature="horaires", texte="Encore")
    assert again.status_code == 429 and "demain" in again.text and "Encore" in again.text
