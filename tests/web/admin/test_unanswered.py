"""What nobody answers: shown to administrators by institution, with who can still be asked."""

from datetime import timedelta
from pathlib import Path

from directory.domain.actors import Duty, Profile
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import make_site
from tests.web.accounts.test_pages import sign_in, text_of

PAGE = "/administration/sans-reponse"


def test_what_nobody_answers_is_listed_with_what_can_be_done(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, contents=())
    client, team = site.client, Team(site.database)
    sign_in(client, team.person("ada", "pole-emploi", duties=(Duty.ADMINISTRATOR,)))
    assert "Aucune fiche n’est dans ce cas." in client.get(PAGE).text
    team.person("sam", "cd13", Profile.UPDATE)
    for title, owner in (("Permis", "cd13"), ("Vélo", "cd13"), ("Garde", "caf-13"), ("Repas", "")):
        content = fiche(title, institution=owner)
        site.resources.create(content, author=LEA, origin=FORM, now=NOW - timedelta(days=400))
    with site.database.write() as uow:
        asked = (NOW - timedelta(days=91)).date()
        uow.connection.exec_driver_sql("UPDATE due SET rung = 4")
        uow.connection.exec_driver_sql(f"UPDATE due SET asked_on = '{asked}' WHERE institution = 'cd13'")
    answer = client.get(PAGE)
    page, said = answer.text, text_of(answer).replace("&nbsp;", " ").replace("\u00a0", " ")
    assert said.index("2 fiches") < said.index("Fiches que personne ne tient, 1 fiche")
    assert "1 personne tient ces fiches, aucun RGC n’en répond." in said
    assert "Plus personne ne peut répondre" in said
    assert "demandée il y a 3 mois" in said and "jamais demandée" in said
    assert 'href="/comptes/partenaires/cd13/fiches"' in page
    other = site.client
    sign_in(other, team.person("rgc", "cd13", duties=(Duty.RGC,)))
    assert other.get(PAGE).status_code == 403
