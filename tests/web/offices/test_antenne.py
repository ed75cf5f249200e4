"""The antenne of an account over HTTP: given by who answers for it, on letterheads and fiches de liaison."""

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from directory.domain.accounts.account import Account
from directory.domain.actors import Duty
from directory.domain.offices import Office, OfficeKind
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import NOW
from tests.site import PERMIT, Site, make_site, settings_for
from tests.web.accounts.test_pages import send, sign_in, text_of

HERE = Office(0, OfficeKind.JOB_CENTRE, "Agence d’Arles", "pole-emploi", None, "04 65 71 42 86", areas=("com:13004",))
MDS = Office(0, OfficeKind.MDS, "MDS d’Arles", "cd13", None, "04 65 71 41 76", "mds@cd13.example", "18 rue du Moulin",
             "13200", "13004", note="Barriol", verified_at=NOW, areas=("com:13004",))  # fmt: skip


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="on"))


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site.database)


@pytest.fixture
def offices(site: Site, team: Team) -> tuple[int, int]:
    """Return the numbers of an agency and of an MDS."""
    with site.database.write() as uow:
        return uow.offices.add(HERE).id, uow.offices.add(MDS).id


@pytest.fixture
def lea(team: Team) -> Account:
    return team.person("lea", "pole-emploi")


@pytest.fixture
def advisor(site: Site, lea: Account) -> FlaskClient:
    client = site.client
    sign_in(client, lea)
    return client


def boss(site: Site, team: Team, institution: str) -> FlaskClient:
    client = site.client
    sign_in(client, team.person(f"rgc-{institution}", institution, duties=(Duty.RGC,)))
    return client


def test_an_rgc_says_in_which_antenne_somebody_works(
    site: Site, team: Team, offices: tuple[int, int], lea: Account, advisor: FlaskClient
) -> None:
    here, mds = offices
    path, rgc = f"/comptes/{lea.id}", boss(site, team, "pole-emploi")
    assert "Agence d’Arles" in text_of(rgc.get(path)) and "MDS d’Arles" not in text_of(rgc.get(path))
    for wrong in (str(mds), "999", "x"):
        assert send(rgc, path, geste="antenne", antenne=wrong).status_code == 422
    assert team.get(lea).office_id is None
    assert send(rgc, path, geste="antenne", antenne=str(here)).status_code == 303
    assert team.get(lea).office_id == here
    assert "<dt>Antenne</dt><dd>Agence d’Arles</dd>" in text_of(advisor.get("/mon-compte"))
    assert "Agence d’Arles, 04 65 71 42 86" in text_of(advisor.get(f"/feuille?fiche={PERMIT}"))
    assert "Une personne qui y travaille n’aura plus d’antenne" in text_of(rgc.get(f"/antennes/{here}"))
    assert boss(site, team, "cd13").get(path).status_code == 404
    send(rgc, f"/antennes/{here}/retirer", f"/antennes/{here}")
    assert team.get(lea).office_id is None
    assert "Agence d’Arles" not in text_of(advisor.get(f"/feuille?fiche={PERMIT}"))


def test_a_fiche_de_liaison_goes_to_an_antenne(
    team: Team, offices: tuple[int, int], lea: Account, advisor: FlaskClient
) -> None:
    mds = offices[1]
    page = text_of(advisor.get("/interlocuteurs?commune=13004"))
    assert f'href="/liaison?antenne={mds}"' in page
    answer = advisor.get(f"/liaison?antenne={mds}")
    assert answer.headers["Cache-Control"] == "no-store"
    page = text_of(answer)
    for said in ("MDS d’Arles", "Maison de la solidarité (MDS)", "04 65 71 41 76", "Barriol", "Bénéficiaire du RSA",
                 "Enfant mineur", "Concertation le", "Accompagnement validé", "Carnet de route joint", "Contrat signé",
                 "Réorientation vers"):  # fmt: skip
        assert said in page, said
    assert "Refus, motif" not in page and "<input" not in page.partition("<main")[2].partition("</main>")[0]
    pdf = PdfReader(io.BytesIO(advisor.get(f"/liaison.pdf?antenne={mds}").get_data()))
    fields = pdf.get_fields() or {}
    assert len(pdf.pages) == 1 and {"brsa", "enfant", "concertation-le", "reorientation-vers", "telephone"} <= set(
        fields
    )
    assert "refus" not in fields and "MDS d’Arles" in pdf.pages[0].extract_text()


def test_the_number_of_the_antenne_is_filled(
    site: Site, team: Team, offices: tuple[int, int], lea: Account, advisor: FlaskClient
) -> None:
    send(boss(site, team, "pole-emploi"), f"/comptes/{lea.id}", geste="antenne", antenne=str(offices[0]))
    for asked in (f"fiche={PERMIT}", f"antenne={offices[1]}"):
        assert "Pôle emploi, Agence d’Arles" in text_of(advisor.get(f"/liaison?{asked}"))
        pdf = PdfReader(io.BytesIO(advisor.get(f"/liaison.pdf?{asked}").get_data()))
        assert "telephone" not in (pdf.get_fields() or {}) and len(pdf.pages) == 1
        assert "04 65 71 42 86" in pdf.pages[0].extract_text().replace("\u00a0", " ")


@pytest.mark.parametrize("query", ["antenne=", "antenne=x", "antenne=999", f"antenne=1&fiche={PERMIT}"])
def test_what_is_no_antenne_in_use_is_not_found(advisor: FlaskClient, offices: tuple[int, int], query: str) -> None:
    assert advisor.get(f"/liaison?{query}").status_code == advisor.get(f"/liaison.pdf?{query}").status_code == 404
