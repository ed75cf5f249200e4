"""The pages of accounts over HTTP: signing in and out, invited, changed, refused."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.domain.accounts.account import Account
from directory.domain.actors import Duty, Profile
from directory.store.database import Database
from tests.accounts import PASSWORD, Team
from tests.site import Site, make_site, settings_for

NEW = "trois girafes sur le toit"
MAILS = {"SMTP_URL": "smtp://relais.exemple", "MAIL_FROM": "base@exemple.fr", "PUBLIC_URL": "https://base.exemple"}


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="off"))


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


def token(client: FlaskClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert found is not None
    return found.group(1)


def send(client: FlaskClient, path: str, shown_on: str = "", **fields: str | list[str]) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, shown_on or path), **fields})


def sign_in(client: FlaskClient, account: Account, password: str = PASSWORD, **fields: str) -> TestResponse:
    return send(client, "/connexion", courriel=account.mail, passe=password, **fields)


def text_of(answer: TestResponse) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def test_a_page_that_asks_for_an_account_leads_to_the_form_and_back(site: Site, team: Team) -> None:
    client = site.client
    asked = client.get("/recherche?q=permis")
    assert asked.status_code == 401
    assert "Vous reviendrez ensuite" in text_of(asked)
    assert 'value="/recherche?q=permis"' in asked.get_data(as_text=True)
    answer = sign_in(client, team.person("Lea"), suite="/recherche?q=permis")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/recherche?q=permis")
    assert client.get("/recherche?q=permis").status_code == 200


@pytest.mark.parametrize(
    "suite", ["https://ailleurs.exemple/", "//ailleurs.exemple", "/\\ailleurs.exemple", "javascript:alert(1)", "\n/x"]
)
def test_signing_in_leads_to_no_other_site(site: Site, team: Team, suite: str) -> None:
    assert sign_in(site.client, team.person("Lea"), suite=suite).headers["Location"] == "/"


def test_a_wrong_password_says_no_more_than_that(site: Site, team: Team) -> None:
    client, lea = site.client, team.person("Lea")
    wrong = sign_in(client, lea, "pas celui-là")
    unknown = send(client, "/connexion", courriel="personne@ailleurs.exemple", passe="pas celui-là")
    assert wrong.status_code == unknown.status_code == 422
    assert "Adresse ou mot de passe inconnu." in text_of(wrong)
    hide = re.compile(r'value="[^"]*"')
    assert hide.sub("", text_of(wrong)) == hide.sub("", text_of(unknown))


def test_a_form_sent_without_its_token_is_refused(site: Site, team: Team) -> None:
    lea = team.person("Lea")
    answer = site.client.post("/connexion", data={"courriel": lea.mail, "passe": PASSWORD})
    assert answer.status_code == 400


def test_signing_out_ends_the_session_and_empties_the_cache(site: Site, team: Team) -> None:
    client = site.client
    sign_in(client, team.person("Lea"))
    answer = send(client, "/deconnexion")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/mon-compte").status_code == 401
    assert "Vous êtes déconnecté" in text_of(client.get(answer.headers["Location"]))


def test_an_invitation_is_looked_at_as_often_as_one_likes_and_accepted_once(site: Site, team: Team) -> None:
    client = site.client
    rgc = team.person("Rania", institution="cd13", profile=Profile.UPDATE, duties=(Duty.RGC,))
    sign_in(client, rgc)
    shown = send(
        client, "/comptes/inviter", nom="Samia Benali", courriel="samia@cd13.exemple", institution="cd13",
        profil="mise-a-jour",
    )  # fmt: skip
    assert shown.status_code == 200
    link = re.search(r"/i/[a-z0-9]{20,}", shown.get_data(as_text=True))
    assert link is not None
    invited = site.client
    for _ in range(3):
        assert invited.get(link.group()).status_code == 200
        assert invited.head(link.group()).status_code == 200
    unread = send(invited, link.group(), passe=NEW)
    assert (unread.status_code, "Lisez la charte" in text_of(unread)) == (422, True)
    short = send(invited, link.group(), passe="court", charte="lue")
    assert (short.status_code, "12 signes" in text_of(short).replace("\u00a0", " ")) == (422, True)
    accepted = send(invited, link.group(), passe=NEW, charte="lue")
    assert accepted.status_code == 303
    page = text_of(invited.get(accepted.headers["Location"]))
    assert "Votre accès est ouvert." in page
    assert "Samia Benali" in page
    again = site.client.get(link.group())
    assert (again.status_code, "Ce lien" in text_of(again)) == (410, True)


def test_forty_lines_are_checked_before_anything_leaves(site: Site, team: Team) -> None:
    client = site.client
    known = team.person("Lea", institution="cd13")
    rgc = team.person("Rania", institution="cd13", duties=(Duty.RGC,))
    sign_in(client, rgc)
    good = [f"Personne {number}; personne{number}@cd13.exemple; consultation" for number in range(38)]
    lines = "\n".join([*good, f"Léa; {known.mail}", "Sans Adresse; pas-une-adresse; consultation"])
    path = "/comptes/inviter/plusieurs"
    checked = send(client, path, "/comptes/inviter", institution="cd13", lignes=lines)
    assert "38 à inviter, 2 à corriger" in text_of(checked)
    assert "Inviter 38 personnes" in text_of(checked)
    assert "Personne 7" not in text_of(client.get("/comptes"))
    sent = send(client, path, "/comptes/inviter", institution="cd13", lignes=lines, envoyer="oui")
    assert text_of(sent).count("/i/") == 38
    assert "pas-une-adresse" in text_of(sent)
    assert "Personne 7" in text_of(client.get("/comptes?q=personne7@"))


def test_an_rgc_changes_a_profile_and_the_next_click_obeys(site: Site, team: Team) -> None:
    rgc_client, client = site.client, site.client
    lea = team.person("Lea", institution="cd13", profile=Profile.CONSULTATION)
    sign_in(rgc_client, team.person("Rania", institution="cd13", duties=(Duty.RGC,)))
    sign_in(client, lea)
    assert "consultation" in text_of(client.get("/mon-compte"))
    path = f"/comptes/{lea.id}"
    changed = send(rgc_client, path, geste="profil", profil="mise-a-jour")
    assert changed.headers["Location"] == f"{path}?fait=profil"
    assert "Le profil est changé" in text_of(rgc_client.get(changed.headers["Location"]))
    assert "mise à jour" in text_of(client.get("/mon-compte"))
    send(rgc_client, path, geste="suspendre")
    assert client.get("/mon-compte").status_code == 401


def test_accounts_out_of_reach_are_not_there(site: Site, team: Team) -> None:
    client = site.client
    sign_in(client, team.person("Rania", institution="cd13", duties=(Duty.RGC,)))
    other = team.person("Paul", institution="pole-emploi")
    partner = team.person("Nour", institution="ccas-arles")
    listed = text_of(client.get("/comptes"))
    assert partner.mail in listed
    assert other.mail not in listed
    assert client.get(f"/comptes/{other.id}").status_code == 404
    answer = client.post(
        f"/comptes/{other.id}", data={"csrf_token": token(client, f"/comptes/{partner.id}"), "geste": "suspendre"}
    )
    assert answer.status_code == 404
    forged = send(
        client, "/comptes/inviter", nom="X", courriel="x@pole-emploi.exemple", institution="pole-emploi",
        profil="consultation",
    )  # fmt: skip
    assert forged.status_code == 404
    assert other.mail not in client.get("/comptes/export.csv").get_data(as_text=True)


def test_an_account_in_consultation_is_told_who_can(site: Site, team: Team) -> None:
    client = site.client
    sign_in(client, team.person("Lea", institution="cd13"))
    refused = client.get("/comptes")
    assert refused.status_code == 403
    assert "Le responsable des comptes (RGC) de «\u00a0Département" in refused.get_data(as_text=True)
    assert "Comptes</a>" not in text_of(client.get("/mon-compte"))


def test_a_forgotten_password_gives_the_same_answer_to_everybody(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, **MAILS))
    client, lea = site.client, Team(site.database).person("Lea")
    told = [
        text_of(send(client, "/mot-de-passe-oublie", courriel=mail)) for mail in (lea.mail, "personne@ailleurs.exemple")
    ]
    hide = re.compile(r'value="[^"]*"')
    assert hide.sub("", told[0]) == hide.sub("", told[1])
    assert "Si un compte a cette adresse" in told[0]


def test_without_a_mail_server_no_link_is_promised(site: Site) -> None:
    page = text_of(site.client.get("/mot-de-passe-oublie"))
    assert "Ce site n’envoie pas de courriels" in page
    assert "Envoyer le lien" not in page


def test_a_delicate_act_asks_who_it_is_again(site: Site, team: Team) -> None:
    client = site.client
    lea = team.person("Lea", institution="cd13")
    rgc = team.person("Rania", institution="cd13", duties=(Duty.RGC,))
    client.set_cookie("compte", team.session(rgc))
    with team.database.write() as uow:
        (session,) = uow.sessions.of(rgc.id)
        uow.sessions.save(replace(session, sudo_until=None))
    path = f"/comptes/{lea.id}"
    asked = send(client, path, geste="nommer-rgc")
    assert asked.headers["Location"] == f"/mon-compte/preuve?suite={path}"
    wrong = send(client, "/mon-compte/preuve", preuve="non", suite=path)
    assert wrong.status_code == 422
    proved = send(client, "/mon-compte/preuve", preuve=PASSWORD, suite=path)
    assert proved.headers["Location"] == path
    assert send(client, path, geste="nommer-rgc").headers["Location"] == f"{path}?fait=fonction"


def test_a_key_is_shown_once_and_opens_the_api_until_it_is_taken_back(site: Site, team: Team) -> None:
    client = site.client
    sign_in(client, team.person("Rania", institution="cd13", duties=(Duty.RGC,)))
    day = team.clock().date().replace(month=team.clock().month % 12 + 1, day=1)
    made = send(client, "/comptes/cles", nom="Portail", institution="cd13", portee=["lecture"], fin=day.isoformat())
    key = re.search(r"brp_[\w-]{20,}", made.get_data(as_text=True))
    assert key is not None
    headers = {"Authorization": f"Bearer {key.group()}"}
    machine = site.client
    assert machine.get("/api/v1/ressources", headers=headers).status_code == 200
    assert machine.get("/api/v1/ressources").status_code == 401
    listed = text_of(client.get("/comptes/cles"))
    assert key.group() not in listed
    number = re.search(r"/comptes/cles/(\d+)/retirer", listed)
    assert number is not None
    send(client, f"/comptes/cles/{number.group(1)}/retirer", "/comptes/cles")
    assert machine.get("/api/v1/ressources", headers=headers).status_code == 401


def test_the_trail_shows_ones_own_acts_or_those_of_reach(site: Site, team: Team) -> None:
    client, other = site.client, site.client
    sign_in(client, team.person("Lea", institution="pole-emploi"))
    sign_in(other, team.person("Rania", institution="cd13", duties=(Duty.RGC,)))
    own, reach = text_of(client.get("/comptes/journal")), text_of(other.get("/comptes/journal"))
    assert "connexion" in own
    assert "cd13" not in own
    assert "pole-emploi" not in reach
    table = other.get("/comptes/journal.csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert "connexion" in table.get_data(as_text=True)


def test_an_administrator_sees_mails_and_jobs(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, **MAILS))
    client = site.client
    sign_in(client, Team(site.database).person("Ada", duties=(Duty.ADMINISTRATOR,)))
    send(client, "/mot-de-passe-oublie", courriel="personne@ailleurs.exemple")
    page = client.get("/administration")
    assert page.status_code == 200
    assert "abandonné" in text_of(page)


@pytest.mark.parametrize("path", ["/donnees-personnelles", "/charte", "/acces", "/mot-de-passe-oublie", "/connexion"])
def test_what_everybody_may_read_needs_no_account(site: Site, path: str) -> None:
    assert site.client.get(path).status_code == 200


def test_pages_of_accounts_are_kept_by_no_cache(site: Site, team: Team) -> None:
    client = site.client
    sign_in(client, team.person("Rania", institution="cd13", duties=(Duty.RGC,)))
    assert site.client.get("/connexion").headers["Cache-Control"] == "no-store"
    for path in ("/mon-compte", "/comptes", "/comptes/inviter", "/comptes/journal"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path


def test_a_named_contact_is_shown_to_who_is_signed_in_and_kept_by_no_cache(
    sqlite_database: Database, tmp_path: Path
) -> None:
    site = make_site(sqlite_database, tmp_path)
    fiche = site.client.get("/ressources/1", follow_redirects=True)
    assert "Madame Personne" not in text_of(fiche)
    client = site.client
    sign_in(client, Team(site.database).person("Lea"))
    shown = client.get(fiche.request.path)
    assert "Madame Personne" in text_of(shown)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Madame Personne" not in client.get("/recherche?q=permis").get_data(as_text=True)
