"""A site whose mails leave, somebody with an account, and what they follow."""

from pathlib import Path

import pytest

from directory.domain.accounts.account import Account
from directory.services.follows.digests import FollowDigests
from directory.store.database import Database
from tests.accounts import Clock, Team
from tests.site import Site, make_site, settings_for
from tests.web.follows.mailed import PUBLIC, Followers


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, clock: Clock) -> Site:
    settings = settings_for(
        tmp_path, PUBLIC_READING="on", SMTP_URL="smtp://relais.exemple", MAIL_FROM="base@exemple.fr", PUBLIC_URL=PUBLIC
    )
    return make_site(sqlite_database, tmp_path, settings=settings, clock=clock)


@pytest.fixture
def lea(site: Site, clock: Clock) -> Account:
    return Team(site.database, clock).person("lea")


@pytest.fixture
def followers(site: Site, clock: Clock, tmp_path: Path) -> Followers:
    return Followers(site, clock, tmp_path)


@pytest.fixture
def digests(followers: Followers) -> FollowDigests:
    return followers.digests
