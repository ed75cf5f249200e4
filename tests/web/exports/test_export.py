"""Fiches taken away: who may, what they see, what is said when it cannot be done."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AuditFilter
from directory.domain.actors import Duty, Profile, Scope
from directory.http.request import SERVICES
from directory.services.accounts.callers import COMMAND
from directory.services.exports.exporting import Exports
from directory.services.exports.formats import EXPORT_FORMATS
from directory.services.exports.writing import ExportWriter, Terms
from tests.accounts import Team
from tests.fiches import FORM, LEA, NOW, fiche
from tests.site import Site

API = "/api/v1/export"


def readable(file: bytes) -> str:
    """Return all the texts of a file; those of an archive too."""
    if not file.startswith(b"PK"):
        return file.decode("utf-8-sig")
    with ZipFile(BytesIO(file)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def text_of(answer: TestResponse) -> str:
    return re.sub("[ \n]+", " ", unescape(re.sub("<[^>]*>", "", answer.get_data(as_text=True))))


def writer_of(site: Site) -> ExportWriter:
    services = site.app.extensions[SERVICES]
    return ExportWriter(site.database, services.words, services.places.gazetteer, Terms(), now=lambda: NOW)


@pytest.fixture
def team(own_site: Site) -> Team:
    return Team(own_site.database)


@pytest.fixture
def reader(own_site: Site, team: Team) -> FlaskClient:
    """A person of the Département, profile of consultation."""
    client = own_site.client
    client.set_cookie("compte", team.session(team.person("lea", "cd13")))
    return client


def key(team: Team, institution: str = "cd13") -> dict[str, str]:
    until = team.clock().replace(year=2026, month=4)
    secret = team.accounts.tokens.create(COMMAND, institution, name="essai", scopes={Scope.READ}, expires_at=until)
    return {"Authorization": f"Bearer {secret}"}


def test_a_search_is_taken_away_in_its_order(reader: FlaskClient) -> None:
    listed = [hit["titre"] for hit in reader.get("/api/v1/ressources?q=permis&tri=nom").get_json()["resultats"]]
    answer = reader.get("/exporter?format=csv&q=permis&tri=nom")
    assert (answer.status_code, answer.headers["X-Total-Count"]) == (200, str(len(listed)))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ressources-2026-03-02.csv"'
    rows = answer.get_data(as_text=True).splitlines()[1:]
    titles = [title for title in listed if "script" not in title]
    assert [row.split(";")[1] for row in rows if "script" not in row] == titles


def test_the_page_says_what_will_be_taken(reader: FlaskClient) -> None:
    page = reader.get("/exporter?q=permis&frais=gratuit")
    assert page.status_code == 200
    assert "1\u00a0ressource\u00a0: «\u00a0permis\u00a0», Coût\u00a0: Gratuit" in text_of(page)
    whole = text_of(reader.get("/exporter"))
    assert "Toute la base\u00a0: 7\u00a0ressources" in whole
    assert all(each.label in whole for each in EXPORT_FORMATS.values())


def test_the_results_lead_there_for_who_may(reader: FlaskClient, own_site: Site) -> None:
    link = '/exporter?q=permis&amp;frais=gratuit"'
    assert link in reader.get("/recherche?q=permis&frais=gratuit").get_data(as_text=True)
    assert link not in own_site.client.get("/recherche?q=permis&frais=gratuit").get_data(as_text=True)


def test_what_is_wrong_is_said_and_what_was_asked_stays(reader: FlaskClient, own_site: Site) -> None:
    for query, said in (
        ("format=pdf", "pdf"), ("format=csv&frais=rien", "rien"), ("format=csv&lieu=Nulle-part-ici", "Nulle-part-ici"),
        ("format=csv&format=xlsx", "Format"),
    ):  # fmt: skip
        answer = reader.get(f"/exporter?{query}")
        assert (answer.status_code, said in text_of(answer)) == (422, True), query
        assert reader.get(f"{API}?{query}").status_code == 422
    assert reader.get(API).get_json()["erreurs"][0]["champ"] == "format"
    assert reader.get(f"{API}?format=csv&page=2").status_code == 422
    services = own_site.app.extensions[SERVICES]
    few = Exports(services.finder, writer_of(own_site), now=lambda: NOW, patience_s=0.0007)
    own_site.app.extensions[SERVICES] = replace(services, exports=few)
    too_many = reader.get(f"{API}?format=csv&q=permis")
    assert (too_many.status_code, too_many.get_json()["erreurs"][0]["code"]) == (422, "export-trop-grand")
    assert reader.get(f"{API}?format=csv").status_code == 200


def test_a_search_that_lists_more_than_it_may_at_once_is_taken_whole(reader: FlaskClient, own_site: Site) -> None:
    services, path = own_site.app.extensions[SERVICES], f"{API}?format=csv&q=permis&tri=nom"
    at_once = reader.get(path)
    for depth in (1, 2):
        shallow = Exports(services.finder, writer_of(own_site), now=lambda: NOW, depth=depth)
        own_site.app.extensions[SERVICES] = replace(services, exports=shallow)
        whole = reader.get(path)
        assert (whole.status_code, whole.headers["X-Total-Count"]) == (200, at_once.headers["X-Total-Count"])
        assert int(whole.headers["X-Total-Count"]) > depth
        assert sorted(whole.text.splitlines()) == sorted(at_once.text.splitlines())


def test_a_search_that_does_not_answer_leaves_the_whole_base(broken_site: Site) -> None:
    team = Team(broken_site.database)
    client = broken_site.client
    client.set_cookie("compte", team.session(team.person("lea", "cd13")))
    page = client.get("/exporter?format=csv&q=permis")
    assert (page.status_code, "Toute la base" in text_of(page)) == (503, True)
    assert client.get("/exporter?format=csv").status_code == 200
    assert client.get(f"{API}?format=csv&q=permis").status_code == 503


NAMES = {"Madame Personne": "cd13", "Monsieur Caf": "caf-13", "Madame Autre": "pole-emploi"}


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_a_named_contact_goes_to_its_own_institution_and_to_no_key(own_site: Site, team: Team, form: str) -> None:
    for name, institution in list(NAMES.items())[1:]:
        own_site.resources.create(
            fiche(f"Fiche de {institution}", named_contact=name, institution=institution),
            author=LEA, origin=FORM, now=NOW,
        )  # fmt: skip

    def seen(client: FlaskClient, **headers: object) -> set[str]:
        answer = client.get(f"{API}?format={form}", **headers)  # type: ignore[arg-type]
        assert answer.status_code == 200
        text = readable(answer.get_data())
        return {name for name in NAMES if name in text}

    def signed(*said: object) -> FlaskClient:
        client = own_site.client
        client.set_cookie("compte", team.session(team.person(*said)))  # type: ignore[arg-type]
        return client

    gives_names = form in ("xlsx", "csv", "ndjson")
    assert seen(signed("lea", "cd13")) == ({"Madame Personne"} if gives_names else set())
    rgc = signed("rgc", "cd13", Profile.CONSULTATION, (Duty.RGC,))
    assert seen(rgc) == ({"Madame Personne", "Monsieur Caf"} if gives_names else set())
    administrator = signed("admin", "pole-emploi", Profile.CONSULTATION, (Duty.ADMINISTRATOR,))
    assert seen(administrator) == ({"Madame Autre"} if gives_names else set())
    assert seen(own_site.app.test_client(), headers=key(team)) == set()


def test_drafts_and_archived_fiches_stay_at_home(reader: FlaskClient) -> None:
    for form in EXPORT_FORMATS:
        text = readable(reader.get(f"{API}?format={form}").get_data())
        assert "Permis en préparation" not in text
        assert "Permis d’autrefois" not in text


def test_the_same_fiches_are_not_sent_twice(own_site: Site, team: Team) -> None:
    client, headers = own_site.app.test_client(), key(team)
    first = client.get(f"{API}?format=ndjson", headers=headers)
    assert first.headers["Cache-Control"] == "private, no-cache"
    has_it = headers | {"If-None-Match": first.headers["ETag"]}
    again = client.get(f"{API}?format=ndjson", headers=has_it)
    assert (again.status_code, again.get_data()) == (304, b"")
    assert client.get(f"{API}?format=csv", headers=has_it).status_code == 200
    own_site.resources.archive(1, expected_version=1, author=LEA, origin=FORM, now=NOW)
    assert client.get(f"{API}?format=ndjson", headers=has_it).status_code == 200


def test_who_took_what_is_in_the_trail_and_never_what_was_searched(reader: FlaskClient, own_site: Site) -> None:
    reader.head(f"{API}?format=csv")
    reader.get("/exporter?format=csv&q=permis")
    with own_site.database.read() as uow:
        (line,) = uow.audit.matching(AuditFilter(act=Act.EXPORTED), limit=5, after_id=None)
    assert (line.object_id, line.institution, dict(line.detail)) == ("csv", "cd13", {"ressources": "6"})


def test_what_anybody_may_read_is_no_file_to_take(own_site: Site) -> None:
    assert own_site.client.get("/api/v1/ressources?q=permis").status_code == 200
    assert own_site.client.get(f"{API}?format=csv").status_code == 401
    assert own_site.client.get("/exporter?format=csv").status_code == 401
