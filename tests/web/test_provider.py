"""Signing in through a provider, over HTTP: where one is sent, and where one comes back."""

from dataclasses import replace
from pathlib import Path

import pytest

from directory.domain.accounts.account import AccountState
from directory.http.request import SERVICES
from directory.services.accounts.oidc import Oidc
from directory.services.accounts.vouching import Claims
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import NOW
from tests.site import Site, make_site

ISSUER = "https://fournisseur.exemple"


class KnownProvider:
    """Vouches for one person, and remembers what it was asked."""

    issuer = ISSUER
    state = ""

    def address_to_ask(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        self.state = state
        return f"{ISSUER}/demande?retour={redirect_uri}"

    def claims(self, *, redirect_uri: str, code: str, nonce: str, verifier: str) -> Claims:
        return Claims(ISSUER, "sujet-1", "samia@cd13.exemple", True, "eidas1", "jeton-id")

    def address_to_sign_out(self, *, id_token: str, back_to: str) -> str:
        return ""


@pytest.fixture
def provider() -> KnownProvider:
    return KnownProvider()


@pytest.fixture
def own_site(sqlite_database: Database, tmp_path: Path, provider: KnownProvider) -> Site:
    site = make_site(sqlite_database, tmp_path, contents=())
    services = site.app.extensions[SERVICES]
    oidc = Oidc(sqlite_database, provider, strong_acrs=frozenset(), trusts_mail=False, now=lambda: NOW)
    site.app.extensions[SERVICES] = replace(services, accounts=replace(services.accounts, oidc=oidc))
    return site


@pytest.mark.parametrize(
    "suite, path", [("/aide", "/aide"), ("//autre.exemple/", "/"), ("https://autre.exemple", "/"), ("/\\autre", "/")]
)
def test_one_comes_back_to_a_page_of_this_site_only(
    own_site: Site, provider: KnownProvider, suite: str, path: str
) -> None:
    Team(own_site.database).person("Samia", state=AccountState.INVITED)
    client = own_site.client
    gone = client.get("/connexion/oidc", query_string={"suite": suite})
    assert gone.status_code == 303
    assert gone.headers["Location"] == f"{ISSUER}/demande?retour=http://localhost/connexion/oidc/retour"
    back = client.get("/connexion/oidc/retour", query_string={"state": provider.state, "code": "code"})
    assert (back.status_code, back.headers["Location"]) == (303, path)
    assert client.get("/mon-compte").status_code == 200


def test_an_answer_that_another_browser_asked_for_opens_nothing(own_site: Site, provider: KnownProvider) -> None:
    own_site.client.get("/connexion/oidc")
    said = {"state": provider.state, "code": "code"}
    other = own_site.client
    assert other.get("/connexion/oidc/retour", query_string=said).status_code == 422
    assert other.get("/mon-compte").status_code == 401


def test_there_is_no_such_way_in_without_a_provider(site: Site) -> None:
    assert site.client.get("/connexion/oidc").status_code == 404
    assert "oidc" not in site.client.get("/connexion").get_data(as_text=True)
