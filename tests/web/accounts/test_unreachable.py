"""A dead mailbox, on the pages of the RGC: told, with what to do."""

from pathlib import Path

import pytest

from directory.domain.actors import Duty, Profile
from directory.store.database import Database
from tests.accounts import Team
from tests.site import Site, make_site, settings_for
from tests.web.accounts.test_pages import text_of


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="off"))


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


def test_a_mailbox_that_refused_twice_is_told_to_the_rgc_with_what_to_do(site: Site, team: Team) -> None:
    rgc, lea = team.person("remi", "cd13", Profile.UPDATE, (Duty.RGC,)), team.person("lea", "cd13", Profile.UPDATE)
    client, key = site.client, team.get(lea).mail_key
    assert key is not None
    client.set_cookie("compte", team.session(rgc, has_factor=True))
    for refusals, is_told in ((1, False), (2, True)):
        with site.database.write() as uow:
            uow.mailboxes.note(key, team.clock(), is_there=False)
        assert ("Injoignable" in text_of(client.get("/comptes"))) is is_told, refusals
        assert ("fermez ce compte" in text_of(client.get(f"/comptes/{lea.id}"))) is is_told, refusals
    assert "Injoignable" not in text_of(client.get(f"/comptes/{rgc.id}"))
    with site.database.write() as uow:
        uow.mailboxes.note(key, team.clock(), is_there=True)
    assert "Injoignable" not in text_of(client.get("/comptes"))
