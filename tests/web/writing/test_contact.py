"""*Effacer ce contact* over HTTP: offered where a name is shown to who may write, done by one button."""

from pathlib import Path

from directory.domain.actors import Profile
from directory.store.database import Database
from tests.accounts import Team
from tests.site import CONTENTS, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of

PAGE = "/ressources/1/contact"


def test_a_named_contact_is_forgotten_by_one_button(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, contents=CONTENTS[:1], settings=settings_for(tmp_path))
    team, reader, writer = Team(site.database), site.client, site.client
    sign_in(reader, team.person("Lea"))
    sign_in(writer, team.person("Sam", profile=Profile.UPDATE))
    assert PAGE not in text_of(reader.get("/ressources/1", follow_redirects=True))
    assert PAGE in text_of(writer.get("/ressources/1", follow_redirects=True))
    assert "Madame Personne" in text_of(writer.get(PAGE))
    done = send(writer, PAGE, version="1")
    shown = text_of(writer.get(done.headers["Location"], follow_redirects=True))
    assert "Le contact est effacé" in shown
    history = text_of(writer.get("/ressources/1/historique"))
    assert "Madame Personne" not in shown + history
