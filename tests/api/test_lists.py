"""Lists as machines read them: to the end, with the fields they want; a fiche by the identifier of its source."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from directory.domain.duplicates import Degree, pair
from directory.schemas.answers import ResultSchema, SearchAnswerSchema
from directory.schemas.sources import SourcesAnswerSchema
from directory.services.imports.service import ImportService
from directory.store.database import Database
from search.query import SearchAnswer, SearchQuery
from search.reference import ReferenceEngine
from tests.api.asking import ids, search
from tests.fiches import LEA, NOW
from tests.imports import new_import, row
from tests.site import CRECHE, GAZETTEER, PERMIT, PERMIT_FAR, Site, make_site


@pytest.mark.parametrize("asked", ["", "q=permis", "q=permis&commune=13004&groupe=a-distance", "q=0490001122"])
def test_a_cursor_reads_a_list_whole_and_each_fiche_once(client: FlaskClient, asked: str) -> None:
    listed = search(client, f"{asked}&taille=100")
    read: list[int] = []
    cursor: int | None = 0
    while cursor is not None:
        page = search(client, f"{asked}&taille=2&curseur={cursor}")
        assert SearchAnswerSchema().validate(page) == {}
        assert (page["total"], page["facettes"], page["groupes"]) == (listed["total"], {}, [])
        read += ids(page["resultats"])
        cursor = page["curseur"]
    assert read == sorted(ids(listed["resultats"]))
    assert listed["curseur"] is None


def test_only_the_fields_wanted_are_given(client: FlaskClient) -> None:
    whole = search(client, "q=permis")
    assert ResultSchema(many=True).validate(whole["resultats"]) == {}
    some = search(client, "q=permis&champs=titre&champs=raisons")
    assert some["resultats"] == [
        {name: each[name] for name in ("id", "titre", "raisons")} for each in whole["resultats"]
    ]
    assert (some["total"], some["facettes"], some["groupes"]) == (whole["total"], {}, [])
    beside = search(client, "q=permis&champs=facettes&champs=groupes")
    assert beside["facettes"] == whole["facettes"]
    assert [each["total"] for each in beside["groupes"]] == [each["total"] for each in whole["groupes"]]
    assert all(set(each) == {"id"} for each in beside["resultats"])
    (structure, *_) = client.get("/api/v1/structures?champs=nom").get_json()["structures"]
    assert set(structure) == {"id", "nom"}


@pytest.mark.parametrize("asked", ["q=permis&commune=13004", "besoin=mobilite-permis", "q=permis&facettes=oui"])
def test_what_stands_beside_a_list_is_left_out_when_it_is_not_wanted(client: FlaskClient, asked: str) -> None:
    whole = search(client, asked)
    assert whole["facettes"]
    assert search(client, f"{asked}&groupes=non") == whole | {"groupes": []}
    if "facettes" not in asked:
        assert search(client, f"{asked}&facettes=non") == whole | {"facettes": {}}
        assert search(client, f"{asked}&facettes=non&groupes=non") == whole | {"facettes": {}, "groupes": []}
    # What is named and left out is left out.
    assert search(client, "q=permis&champs=facettes&facettes=non")["facettes"] == {}
    assert search(client, "besoin=mobilite-permis&champs=titre")["facettes"] == {}


def test_what_is_left_out_is_not_worked_out(sqlite_database: Database, tmp_path: Path) -> None:
    asked: list[SearchQuery] = []

    class Listening(ReferenceEngine):
        def search(self, query: SearchQuery) -> SearchAnswer:
            asked.append(query)
            return super().search(query)

    site = make_site(sqlite_database, tmp_path, engine=Listening())
    search(site.client, "besoin=mobilite-permis&facettes=non&groupes=non")
    assert [(query.facets, query.preview) for query in asked] == [(False, False)]


def test_the_fiches_of_a_structure_are_found_by_its_number(client: FlaskClient) -> None:
    (found,) = client.get("/api/v1/structures?nom=Halte-garderie").get_json()["structures"]
    assert ids(search(client, f"structure={found['id']}")["resultats"]) == [CRECHE]
    assert ids(search(client, f"structure={found['id']}&q=permis")["resultats"]) == []


def test_a_double_gives_way_to_the_older_until_somebody_settles_it(own_site: Site) -> None:
    client = own_site.client
    every = search(client, "taille=100")["total"]
    with own_site.database.write() as uow:
        uow.duplicates.flag([pair(PERMIT, PERMIT_FAR, degree=Degree.NEARLY_SURE, at=NOW)])
        uow.duplicates.flag([pair(PERMIT, CRECHE, degree=Degree.LIKELY, at=NOW)])
    kept = search(client, "sans_doublons=oui&taille=100")
    younger = max(PERMIT, PERMIT_FAR)
    assert (kept["total"], younger in ids(kept["resultats"])) == (every - 1, False)
    assert search(client, "sans_doublons=non")["total"] == every
    assert client.get("/recherche?sans_doublons=oui").status_code == 200
    with own_site.database.write() as uow:
        uow.duplicates.forget(PERMIT, PERMIT_FAR)
    assert search(client, "sans_doublons=oui")["total"] == every


def test_sources_are_listed(client: FlaskClient) -> None:
    answer = client.get("/api/v1/sources").get_json()
    assert SourcesAnswerSchema().validate(answer) == {}
    assert answer["sources"] == [{"code": "odspep", "total": 1}]
    assert client.get("/api/v1/sources/odspep/ressources/inconnu").status_code == 404


def test_a_fiche_is_read_by_the_identifier_of_its_source(own_site: Site) -> None:
    imports = ImportService(own_site.database, own_site.resources, GAZETTEER, now=lambda: NOW)
    batch = imports.receive(new_import([row(1, id="a/b c")]), author=LEA)
    imports.dry_run(batch)
    imports.apply(batch)
    own_site.index()
    client = own_site.client
    answer = client.get("/api/v1/sources/essai/ressources/a/b%20c")
    found = answer.get_json()
    assert (answer.status_code, found["source"], found["source_id"]) == (200, "essai", "a/b c")
    assert found == client.get(f"/api/v1/ressources/{found['id']}").get_json()
    assert ids(search(client, "source=essai")["resultats"]) == [found["id"]]
    assert client.get("/api/v1/sources/autre/ressources/a/b%20c").status_code == 404
