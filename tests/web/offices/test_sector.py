"""*Interlocuteurs de secteur* over HTTP: the page of a commune, what is asked before it, and where it is folded."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.offices import Office, OfficeKind
from directory.http.request import SERVICES
from directory.store.database import Database
from search.places.gazetteer import default_gazetteer
from tests.accounts import INSTITUTIONS
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import CONTENTS, Site, make_site, settings_for
from tests.web.accounts.test_pages import text_of

PAGE = "/interlocuteurs"
TO_PRESCRIBE = fiche("Épicerie solidaire", mobilisations=("prescription-directe",))
PRESCRIBED = len(CONTENTS) + 1
MDS_FICHE = PRESCRIBED + 1


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    made = make_site(
        sqlite_database,
        tmp_path,
        contents=(*CONTENTS, TO_PRESCRIBE, fiche("Maison de la solidarité d’Arles", phone="04 65 71 00 01")),
        settings=settings_for(tmp_path, PUBLIC_READING="on"),
        gazetteer=default_gazetteer(),
    )
    with made.database.write() as uow:
        for institution in INSTITUTIONS:
            uow.institutions.save(institution)
        for each in (
            Office(0, OfficeKind.INSERTION, "Pôle d’Arles", "cd13", None, "04 65 71 40 10", "pole@cd13.example",
                   "18 rue du Moulin", "13200", "13004", verified_at=NOW, areas=("com:13004",)),
            Office(0, OfficeKind.MDS, "MDS d’Arles", "cd13", MDS_FICHE, phone="04 65 71 99 99", areas=("com:13004",)),
            Office(0, OfficeKind.JOB_CENTRE, "Agence Nord", "pole-emploi", note="Trinquetaille", areas=("com:13004",)),
            Office(0, OfficeKind.JOB_CENTRE, "Agence Sud", "pole-emploi", note="Griffeuille", areas=("com:13004",)),
            Office(0, OfficeKind.OTHER, "Service insertion", "cd13", None, "04 65 71 45 50", areas=("dep:13",)),
            Office(0, OfficeKind.INSERTION, "Pôle du 1er", "cd13", None, "04 65 71 40 20", areas=("com:13201",)),
        ):  # fmt: skip
            uow.offices.add(each)
    return made


@pytest.fixture
def visitor(site: Site) -> FlaskClient:
    return site.client


def test_the_rule_is_answered_with_names_and_numbers(visitor: FlaskClient) -> None:
    page = text_of(visitor.get(f"{PAGE}?commune=13004"))
    assert "Vers qui se tourner à Arles" in page
    rule = page.partition("<table")[2].partition("</table>")[0]
    rows = rule.split("<tr>")[2:]
    assert "RSA, sans enfant mineur" in rows[0] and "Pôle d’Arles" in rows[0] and "tel:+33465714010" in rows[0]
    assert "Enfant mineur" in rows[1] and "MDS d’Arles" in rows[1]
    assert "En accord avec le Département" in rows[2] and "04 65 71 45 50" in rule
    assert "Ni RSA ni enfant mineur" in page
    assert "Aucune mission locale connue ici" in page and "demandez au Département" in page
    assert "18 rue du Moulin, 13200 Arles" in page and "confirmé aujourd’hui" in page
    assert page.index("Agence Nord") < page.index("Agence Sud") and "Griffeuille" in page


def test_with_a_fiche_contacts_and_hours_are_those_of_the_fiche_alone(visitor: FlaskClient, site: Site) -> None:
    page = text_of(visitor.get(f"{PAGE}?commune=13004"))
    assert "tel:+33465710001" in page and "tel:+33465719999" not in page
    assert f'href="/ressources/{MDS_FICHE}-maison-de-la-solidarite-d-arles"' in page


def test_where_no_pole_is_known_the_page_says_whom_to_ask(visitor: FlaskClient) -> None:
    page = text_of(visitor.get(f"{PAGE}?commune=84007"))
    assert "Aucun pôle d’insertion connu ici&nbsp;: demandez au Département." in page


@pytest.mark.parametrize("typed, place", [("Arles", "13004"), ("13200", "13004"), ("Marseille 1er", "13201")])
def test_a_commune_that_is_typed_leads_to_its_page(visitor: FlaskClient, typed: str, place: str) -> None:
    answer = visitor.get(PAGE, query_string={"lieu": typed})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?commune={place}")


def test_a_link_that_says_the_name_of_a_commune_leads_there(visitor: FlaskClient) -> None:
    answer = visitor.get(PAGE, query_string={"commune": "Arles"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?commune=13004")


def test_a_whole_city_is_asked_for_its_arrondissement(visitor: FlaskClient) -> None:
    page = text_of(visitor.get(f"{PAGE}?commune=13055"))
    assert "Dans quel arrondissement vit la personne" in page and f'href="{PAGE}?commune=13201"' in page
    assert "<table" not in page
    assert "Pôle du 1er" in text_of(visitor.get(f"{PAGE}?commune=13201"))


@pytest.mark.parametrize(
    "query, said",
    [
        ("", "Commune de la personne"),
        ("?lieu=Saint-Martin", "Plusieurs communes portent ce nom"),
        ("?lieu=Xyzzyqj", "pas été trouvée"),
        ("?lieu=Bouches-du-Rhône", "n’est pas une commune"),
        ("?commune=99999", "pas été trouvée"),
        ("?commune=", "Commune de la personne"),
        ("?lieu=" + "a" * 500, "Commune de la personne"),
        ("?lieu=%00", "Commune de la personne"),
    ],
)
def test_what_is_no_commune_is_asked_again(visitor: FlaskClient, query: str, said: str) -> None:
    answer = visitor.get(PAGE + query)
    assert answer.status_code == 200
    assert said in text_of(answer)


def test_it_is_folded_beside_results_with_a_place_and_on_fiches_to_prescribe(visitor: FlaskClient) -> None:
    fold = "<summary>Interlocuteurs de secteur à Arles</summary>"
    assert fold not in text_of(visitor.get("/recherche?q=permis"))
    assert fold not in text_of(visitor.get(f"/ressources/{PRESCRIBED}-epicerie-solidaire"))
    assert fold not in text_of(visitor.get("/recherche?q=permis&lieu=Avignon"))
    results = text_of(visitor.get("/recherche?q=permis&lieu=Arles"))
    assert fold in results and "MDS d’Arles" in results
    assert fold in text_of(visitor.get("/recherche?q=permis+creche&lieu=Arles"))
    assert fold in text_of(visitor.get(f"/ressources/{PRESCRIBED}-epicerie-solidaire"))
    assert fold not in text_of(visitor.get("/ressources/1-permis-a-un-euro"))
    assert "choisir l’arrondissement" in text_of(visitor.get("/recherche?q=permis&lieu=Marseille"))


def test_a_fiche_that_is_no_longer_published_lends_nothing(visitor: FlaskClient, site: Site) -> None:
    site.resources.archive(MDS_FICHE, expected_version=1, author=LEA, origin=FORM, now=NOW)
    page = text_of(visitor.get(f"{PAGE}?commune=13004"))
    assert "MDS d’Arles" in page and "tel:+33465710001" not in page and f"/ressources/{MDS_FICHE}" not in page


def test_an_office_is_named_as_soon_as_it_answers_for_a_place(site: Site) -> None:
    sector = site.app.extensions[SERVICES].handing.offices.sector
    vitrolles = default_gazetteer().get("13117")
    assert vitrolles is not None and OfficeKind.MDS not in sector.at(vitrolles).answerers
    added = Office(0, OfficeKind.MDS, "MDS de Vitrolles", "cd13", areas=("com:13117",))
    with site.database.write() as uow:
        added = uow.offices.add(added)
    assert [each.office for each in sector.at(vitrolles).of(OfficeKind.MDS)] == [added]
    ain = default_gazetteer().get("01004")
    assert ain is not None and not sector.at(ain).answerers
    with site.database.write() as uow:
        uow.offices.save(replace(added, areas=("com:01004",)))
    assert [each.office.name for each in sector.at(ain).of(OfficeKind.MDS)] == ["MDS de Vitrolles"]
