"""Institutions over HTTP: partners by the RGC of their signatory, signatories by an administrator."""

from pathlib import Path

import pytest

from directory.domain.actors import Duty
from directory.store.database import Database
from tests.accounts import Team
from tests.site import Site, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="off"))


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


def test_partners_are_created_and_closed_by_the_rgc_of_their_signatory(site: Site, team: Team) -> None:
    client = site.client
    sign_in(client, team.person("Rania", institution="cd13", duties=(Duty.RGC,)))
    made = send(client, "/comptes/partenaires", nom="Association La Bonne Route", signataire="cd13")
    assert made.headers["Location"] == "/comptes/partenaires?fait=partenaire"
    assert "La Bonne Route" in text_of(client.get("/comptes/partenaires"))
    elsewhere = send(client, "/comptes/partenaires", nom="Chez d’autres", signataire="pole-emploi")
    assert elsewhere.status_code == 422
    closed = send(client, "/comptes/partenaires/association-la-bonne-route/fermer", "/comptes/partenaires")
    assert closed.headers["Location"] == "/comptes/partenaires?fait=partenaire-ferme"
    assert "La Bonne Route" not in text_of(client.get("/comptes/partenaires"))


def test_an_administrator_alone_adds_an_institution_that_signs_the_convention(site: Site, team: Team) -> None:
    client = site.client
    rgc = team.person("Rania", institution="cd13", duties=(Duty.RGC,))
    client.set_cookie("compte", team.session(rgc))
    assert "signe la convention" not in text_of(client.get("/comptes/partenaires"))
    refused = send(client, "/comptes/partenaires", nom="Métropole", signataire="")
    assert refused.status_code == 422
    ada = team.person("Ada", duties=(Duty.ADMINISTRATOR,))
    client.set_cookie("compte", team.session(ada))
    assert "Métropole" not in text_of(client.get("/comptes/partenaires"))
    made = send(client, "/comptes/partenaires", nom="Métropole", signataire="", territoire="dep:13")
    assert made.headers["Location"] == "/comptes/partenaires?fait=signataire"
    assert "Métropole" in text_of(client.get("/comptes/inviter"))


def test_an_rgc_says_how_often_the_fiches_of_an_institution_are_confirmed(site: Site, team: Team) -> None:
    client = site.client
    sign_in(client, team.person("Rania", institution="cd13", duties=(Duty.RGC,)))
    here = "/comptes/partenaires"
    for code in ("caf-13", "cd13"):
        changed = send(client, f"{here}/{code}/delai", here, mois="9")
        assert changed.headers["Location"] == f"{here}?fait=delai"
    assert text_of(client.get(here)).count('<option value="9" selected>') == 2
    for months in ("0", "13", "", "neuf", "-1", "999"):
        assert send(client, f"{here}/caf-13/delai", here, mois=months).status_code == 422
    assert send(client, f"{here}/pole-emploi/delai", here, mois="9").status_code == 404
    with site.database.read() as uow:
        assert {code: each.verification_months for code, each in uow.institutions.all().items()} == {
            "caf-13": 9, "ccas-arles": 6, "cd13": 9, "pole-emploi": 6,
        }  # fmt: skip
