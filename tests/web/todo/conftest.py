"""A site with an editor of the département signed in."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.actors import Duty, Profile
from directory.store.database import Database
from tests.accounts import Team
from tests.site import Site, make_site


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    found = make_site(sqlite_database, tmp_path)
    found.app.config["WTF_CSRF_ENABLED"] = False
    return found


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


def signed_in(
    site: Site, team: Team, name: str, institution: str, profile: Profile, duties: tuple[Duty, ...] = ()
) -> FlaskClient:
    client = site.client
    client.set_cookie("compte", team.session(team.person(name, institution, profile, duties)))
    return client


@pytest.fixture
def editor(site: Site, team: Team) -> FlaskClient:
    return signed_in(site, team, "camille", "cd13", Profile.UPDATE)
