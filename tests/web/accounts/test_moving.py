"""A person moves to another institution, over HTTP: proposed by one RGC, welcomed by the other."""

from pathlib import Path

from directory.domain.actors import Duty
from directory.store.database import Database
from tests.accounts import Team
from tests.site import make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of


def test_a_person_is_proposed_by_one_rgc_and_welcomed_by_the_other(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, contents=(), settings=settings_for(tmp_path, PUBLIC_READING="off"))
    team, of_rania, of_paul = Team(site.database), site.client, site.client
    lea = team.person("Lea")
    sign_in(of_rania, team.person("Rania", duties=(Duty.RGC,)))
    sign_in(of_paul, team.person("Paul", institution="pole-emploi", duties=(Duty.RGC,)))
    page = f"/comptes/{lea.id}"
    wrong = send(of_rania, f"{page}/institution", page, institution="nulle-part")
    assert (wrong.status_code, "Choisissez une autre institution" in text_of(wrong)) == (422, True)
    asked = send(of_rania, f"{page}/institution", page, institution="pole-emploi")
    assert asked.headers["Location"] == f"{page}?fait=depart-propose"
    assert "doit rejoindre Pôle emploi" in text_of(of_paul.get("/comptes"))
    assert "doit rejoindre" not in text_of(of_rania.get("/comptes"))
    welcomed = send(of_paul, f"{page}/arrivee", "/comptes", reponse="oui")
    assert welcomed.headers["Location"] == f"{page}?fait=arrive"
    assert of_rania.get(page).status_code == 404
    again = send(of_paul, f"{page}/arrivee", "/comptes/inviter", reponse="oui")
    assert again.status_code == 404
