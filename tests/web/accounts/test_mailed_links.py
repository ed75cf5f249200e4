"""Links of mails over HTTP: gateways open them, follow them, look again; the button of the page alone does anything."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.links import LinkKind
from directory.services.accounts.mailing import issue_link
from directory.services.accounts.outgoing import PATHS
from directory.store.database import Database
from directory.store.tables import metadata
from tests.accounts import Team
from tests.site import CONTENTS, Site, make_site, settings_for

NEW = "trois girafes sur le toit"
SCANNER = {"User-Agent": "Mozilla/5.0 (compatible; PasserelleDeMessagerie/1.0)"}


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(
        sqlite_database, tmp_path, contents=CONTENTS[:1], settings=settings_for(tmp_path, PUBLIC_READING="off")
    )


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with database.engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr)
            for name in metadata.tables
        }


def links_of(team: Team) -> dict[LinkKind, str]:
    """Return a good link of each kind, as its path."""
    people: dict[LinkKind, Account] = {
        LinkKind.INVITATION: team.person("Ines", state=AccountState.INVITED),
        LinkKind.RESET: team.person("Lea"),
        LinkKind.NEW_MAIL: team.person("Noe"),
    }
    with team.database.write() as uow:
        return {
            kind: PATHS[kind] + issue_link(uow, kind, account, team.clock(), mail="noe@ailleurs.exemple")
            for kind, account in people.items()
        }


def looks(client: FlaskClient, path: str) -> None:
    """Do all that a gateway may do with a link it found."""
    calls: tuple[Callable[..., object], ...] = (client.get, client.head, client.options, client.get)
    for call in calls:
        call(path, headers=SCANNER, follow_redirects=True)
        call(f"{path}?utm_source=passerelle", headers=SCANNER, follow_redirects=True)
    # A script that presses what it finds has no token of the form; one that guesses a method finds nothing.
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        client.open(path, method=method, headers=SCANNER, data={"passe": NEW, "charte": "lue"})
    client.post(path, headers={**SCANNER, "X-HTTP-Method-Override": "POST"})
    for found in set(re.findall(r'href="(/[^"#]*)"', client.get(path).get_data(as_text=True))):
        if not found.startswith(("/static/", "/connexion/oidc")):
            client.get(found, headers=SCANNER)


def test_a_gateway_that_opens_a_link_in_every_way_changes_nothing(site: Site, team: Team) -> None:
    for kind, path in links_of(team).items():
        before = everything(site.database)
        looks(FlaskClient(site.app, site.app.response_class), path)
        after = everything(site.database)
        assert {name for name in before if before[name] != after[name]} == set(), kind
        assert site.client.get(path).status_code == 200


@pytest.mark.parametrize("kind", list(LinkKind))
def test_the_button_works_where_the_browser_tells_no_page_it_comes_from(site: Site, team: Team, kind: LinkKind) -> None:
    """The pages of links keep their address to themselves: over TLS too, their forms come without a referrer."""
    path, client = links_of(team)[kind], site.client
    secure = "https://brp.exemple"
    page = client.get(path, base_url=secure)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert token is not None
    fields = {"csrf_token": token.group(1), "passe": NEW, "charte": "lue"}
    assert client.post(path, base_url=secure, data=fields).status_code in (200, 303)
    assert client.get(path, base_url=secure).status_code == 410


def test_a_link_is_in_no_address_of_its_page(site: Site, team: Team) -> None:
    """Nothing that the page loads or leads to carries its secret, nor the mail of who it is for."""
    for path in links_of(team).values():
        page = site.client.get(path).get_data(as_text=True)
        addresses = re.findall(r'(?:href|src|content)="([^"]*)"', page)
        assert not [each for each in addresses if path.rsplit("/", 1)[1] in each or "@" in each]
