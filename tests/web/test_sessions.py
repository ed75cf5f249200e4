"""A session over HTTP: who is let in, what cookies and caches say, what a change of rights does to an open page."""

from pathlib import Path

import pytest
from flask import Response
from flask.testing import FlaskClient

from directory.domain.accounts.account import Account
from directory.domain.actors import Duty, Profile
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.cookies import SESSION
from directory.http.visits import browser_named
from directory.services.accounts.callers import network_of
from directory.services.accounts.secret import digest_of
from directory.store.database import Database
from tests.accounts import PASSWORD, Team
from tests.site import Site, make_site, settings_for


@pytest.fixture
def closed(sqlite_database: Database, tmp_path: Path) -> Site:
    """A site where visitors read nothing."""
    site = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="off"))

    @site.app.get("/essai/moi")
    @needs(Action.OWN_ACCOUNT)
    def me() -> Response:
        return Response(f"compte {signed_in().account.id}", mimetype="text/plain")

    @site.app.get("/essai/comptes")
    @needs(Action.MANAGE_ACCOUNTS)
    def people() -> Response:
        return Response("comptes", mimetype="text/plain")

    return site


@pytest.fixture
def team(closed: Site) -> Team:
    return Team(closed.database)


def client_of(site: Site, team: Team, account: Account) -> FlaskClient:
    client = site.client
    client.set_cookie("compte", team.session(account))
    return client


def test_a_person_signed_in_reads_what_visitors_may_not(closed: Site, team: Team) -> None:
    client = client_of(closed, team, team.person("Lea"))
    assert closed.client.get("/recherche?q=permis").status_code == 401
    assert client.get("/recherche?q=permis").status_code == 200
    assert client.get("/api/v1/ressources").status_code == 200
    assert client.get("/essai/moi").get_data(as_text=True) == "compte 1"


def test_a_page_that_a_profile_may_not_open_is_refused(closed: Site, team: Team) -> None:
    assert client_of(closed, team, team.person("Lea")).get("/essai/comptes").status_code == 403
    assert client_of(closed, team, team.person("Rita", duties=(Duty.RGC,))).get("/essai/comptes").status_code == 200


def test_the_next_click_obeys_a_change_of_rights_and_the_cookie_changes(closed: Site, team: Team) -> None:
    rita, rosa = (team.person(name, duties=(Duty.RGC,)) for name in ("Rita", "Rosa"))
    client = client_of(closed, team, rosa)
    assert client.get("/essai/comptes").status_code == 200
    before = client.get_cookie("compte")
    team.accounts.people.take_duty(team.signed(rita).caller, rosa.id, Duty.RGC)
    answer = client.get("/essai/comptes")
    assert answer.status_code == 403
    after = client.get_cookie("compte")
    assert before is not None and after is not None and before.value != after.value
    assert client.get("/essai/moi").status_code == 200
    assert not team.is_signed_in(before.value)


def test_suspension_ends_an_open_session_at_once(closed: Site, team: Team) -> None:
    lea, rita = team.person("Lea", profile=Profile.UPDATE), team.person("Rita", duties=(Duty.RGC,))
    client = client_of(closed, team, lea)
    assert client.get("/essai/moi").status_code == 200
    team.accounts.people.suspend(team.signed(rita).caller, lea.id)
    assert client.get("/essai/moi").status_code == 401


@pytest.mark.parametrize("value", ["", "x", "é" * 10, "a" * 5000, "' OR 1=1 --", "\x00", "null", "%00"])
def test_a_forged_cookie_or_token_is_a_401_never_an_error(closed: Site, value: str) -> None:
    client = closed.client
    assert client.get("/recherche", headers={"Cookie": f"compte={value}"}).status_code == 401
    assert client.get("/api/v1/ressources", headers={"Authorization": f"Bearer {value}"}).status_code == 401
    assert client.get("/api/v1/ressources", headers={"Authorization": f"Bearer brp_{value}"}).status_code == 401


def test_signing_in_and_proving_again_leave_no_former_token_good(closed: Site, team: Team) -> None:
    closed.app.config["WTF_CSRF_ENABLED"] = False
    lea = team.person("Lea")
    client = client_of(closed, team, lea)
    held = [client.get_cookie("compte")]
    for path, fields in (
        ("/connexion", {"courriel": lea.mail, "passe": PASSWORD}),
        ("/mon-compte/preuve", {"preuve": PASSWORD}),
    ):
        assert client.post(path, data=fields).status_code == 303
        assert client.get("/essai/moi").status_code == 200
        held.append(client.get_cookie("compte"))
    assert [each is not None and team.is_signed_in(each.value) for each in held] == [False, False, True]


def test_a_person_ends_their_other_sessions_and_nobody_else_s(closed: Site, team: Team) -> None:
    closed.app.config["WTF_CSRF_ENABLED"] = False
    lea, paul = team.person("Lea"), team.person("Paul")
    client, of_paul = client_of(closed, team, lea), team.session(paul)
    others = [team.session(lea) for _ in range(3)]
    for named, left in (
        (digest_of(of_paul), 3),
        (digest_of(others[0])[:4], 3),
        (digest_of(others[0])[:12], 2),
        ("", 0),
    ):
        assert client.post("/mon-compte/sessions", data={"session": named}).status_code == 303
        assert sum(team.is_signed_in(each) for each in others) == left
    assert team.is_signed_in(of_paul) and client.get("/essai/moi").status_code == 200


def test_a_cookie_never_writes_through_the_api(closed: Site, team: Team) -> None:
    @closed.app.post("/api/v1/essai")
    @needs(Action.WRITE)
    def write() -> str:
        return "écrit"

    closed.app.config["WTF_CSRF_ENABLED"] = False
    client = client_of(closed, team, team.person("Lea", profile=Profile.UPDATE))
    assert client.post("/api/v1/essai").status_code == 401


def test_pages_of_a_person_are_asked_again_and_accounts_are_never_kept(closed: Site, team: Team) -> None:
    client = client_of(closed, team, team.person("Lea"))
    assert client.get("/recherche").headers["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Authorization"} <= set(client.get("/recherche").vary)
    assert client.get("/essai/moi").headers["Cache-Control"] == "no-store"


def test_the_cookie_is_tied_to_the_host_and_out_of_reach_of_scripts(closed: Site) -> None:
    for secure, name in ((True, "__Host-compte"), (False, "compte")):
        closed.app.config["SESSION_COOKIE_SECURE"] = secure
        with closed.app.test_request_context("/"):
            answer = closed.app.make_response("")
            SESSION.put(answer, "secret")
        said = answer.headers["Set-Cookie"]
        assert said.startswith(f"{name}=secret;")
        assert ("Secure" in said) is secure
        assert "HttpOnly" in said and "SameSite=Lax" in said and "Path=/" in said and "Domain" not in said


def test_of_an_address_only_the_network_is_kept() -> None:
    assert network_of("203.0.113.77") == "203.0.113.0/24"
    assert network_of("2001:db8:1:2::3") == "2001:db8:1::/48"
    assert network_of("::ffff:203.0.113.77") == "203.0.113.0/24"
    assert network_of("n’importe") == ""


def test_a_browser_is_named_in_two_words() -> None:
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    assert browser_named(firefox) == "Firefox, Windows"
    assert browser_named("") == "Navigateur inconnu"
