"""Files written behind the page: asked for, written by the worker, given to who asked; those of the night, in parts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AuditFilter
from directory.domain.jobs import Job
from directory.http.request import SERVICES
from directory.services.bundle import OPERATIONS
from directory.services.exports.behind import WRITE, ExportWork, UnknownExport
from directory.services.exports.exporting import Exports
from directory.services.exports.formats import EXPORT_FORMATS
from tests.accounts import Team
from tests.fiches import NOW
from tests.site import Site
from tests.web.exports.test_export import key, text_of, writer_of

API = "/api/v1/export/nuit"


@pytest.fixture
def team(own_site: Site) -> Team:
    return Team(own_site.database)


@pytest.fixture
def work(own_site: Site) -> ExportWork:
    found = own_site.app.extensions[OPERATIONS].exports
    assert isinstance(found, ExportWork)
    return found


def who(site: Site, team: Team, name: str, institution: str) -> FlaskClient:
    client = site.app.test_client()
    client.set_cookie("compte", team.session(team.person(name, institution)))
    return client


def asked(site: Site, work: ExportWork) -> int:
    """Do the jobs that wait, as the worker does; return how many."""
    with site.database.read() as uow:
        waiting: list[Job] = [each for each in uow.jobs.latest(limit=10) if each.kind == WRITE]
    for job in waiting:
        work.handlers()[job.kind](job, lambda: None)
    return len(waiting)


def test_a_long_file_is_written_by_the_worker_and_given_to_who_asked_alone(
    own_site: Site, team: Team, work: ExportWork
) -> None:
    services = own_site.app.extensions[SERVICES]
    slow = Exports(services.finder, writer_of(own_site), now=lambda: NOW, patience_s=0.001)
    mine, other = who(own_site, team, "lea", "cd13"), who(own_site, team, "sam", "cd13")
    direct = mine.get("/exporter?format=csv").get_data()
    own_site.app.extensions[SERVICES] = replace(services, exports=slow)
    page = mine.get("/exporter?format=csv")
    assert (page.status_code, "plus de dix secondes" in text_of(page)) == (200, True)
    own_site.app.config["WTF_CSRF_ENABLED"] = False
    answer = mine.post("/exporter/preparer", data={"format": "csv"})
    assert answer.status_code == 303
    url = answer.headers["Location"]
    assert mine.post("/exporter/preparer", data={"format": "csv"}).headers["Location"] == url
    assert "0 sur 7" in text_of(mine.get(url))
    assert mine.get(f"{url}/fichier").status_code == 404
    assert asked(own_site, work) == 1
    assert "Le fichier est prêt" in text_of(mine.get(url))
    assert mine.get(f"{url}/avancement").get_json() == {"fini": True, "fait": 7, "total": 7}
    file = mine.get(f"{url}/fichier")
    assert (file.get_data(), "no-store" in file.headers["Cache-Control"]) == (direct, True)
    assert b"Madame Personne" in direct
    for path in (url, f"{url}/avancement", f"{url}/fichier"):
        assert other.get(path).status_code == 404


def test_a_file_is_not_given_once_what_it_holds_may_not_be_seen_nor_after_a_day(own_site: Site, team: Team) -> None:
    kept, account = own_site.app.extensions[SERVICES].exports.kept, team.person("lea", "cd13")
    number = kept.ask(account.acts_as(frozenset()), EXPORT_FORMATS["csv"])
    assert kept.get(account.acts_as(frozenset()), number).people == {"cd13"}
    client = own_site.app.test_client()
    client.set_cookie("compte", team.session(account))
    assert client.get(f"/exporter/fichiers/{number}").status_code == 200
    moved = replace(account, institution="pole-emploi")
    with pytest.raises(UnknownExport):
        kept.get(moved.acts_as(frozenset()), number)
    again = kept.ask(moved.acts_as(frozenset()), EXPORT_FORMATS["csv"])
    assert kept.get(moved.acts_as(frozenset()), again).people == {"pole-emploi"}
    with own_site.database.write() as uow:
        uow.exports.drop_before(NOW + timedelta(days=1), keep=frozenset())
    assert client.get(f"/exporter/fichiers/{number}").status_code == 404


def test_the_file_of_the_night_is_read_in_parts_by_readers_without_a_name(
    own_site: Site, team: Team, work: ExportWork
) -> None:
    headers = key(team)
    client = own_site.client
    assert client.get(f"{API}?format=csv", headers=headers).status_code == 404
    made = work.nightly()
    assert [each.form for each in made] == list(EXPORT_FORMATS)
    whole = client.get(f"{API}?format=csv", headers=headers)
    assert (whole.status_code, whole.headers["Accept-Ranges"]) == (200, "bytes")
    file = whole.get_data()
    assert (len(file), b"Madame Personne" in file) == (made[1].size, False)
    tag = whole.headers["ETag"]
    assert client.get(f"{API}?format=csv", headers=headers | {"If-None-Match": tag}).status_code == 304
    part = client.get(f"{API}?format=csv", headers=headers | {"Range": "bytes=10-29", "If-Range": tag})
    assert (part.status_code, part.get_data()) == (206, file[10:30])
    assert part.headers["Content-Range"] == f"bytes 10-29/{len(file)}"
    assert client.get(f"{API}?format=csv", headers=headers | {"Range": "bytes=99999999-"}).status_code == 416
    assert client.get(f"{API}?format=pdf", headers=headers).status_code == 422
    reader = who(own_site, team, "lea", "cd13")
    assert reader.get("/exporter/nuit/csv").get_data() == file
    assert reader.get("/exporter/nuit/pdf").status_code == 404
    assert own_site.client.get("/exporter/nuit/csv").status_code in (302, 401)
    with own_site.database.read() as uow:
        acts = uow.audit.matching(AuditFilter(act=Act.EXPORTED), limit=9, after_id=None)
    # The whole file twice; not what had not changed, nor the middle of it.
    assert [each.object_id for each in acts] == ["csv", "csv"]


def test_a_file_is_cut_in_pieces_and_any_part_of_it_is_read(own_site: Site, work: ExportWork) -> None:
    (csv,) = (each for each in work.nightly() if each.form == "csv")
    with own_site.database.write() as uow:
        uow.exports.begin(csv.id, total=1, tag="x", file_name="x.csv")
        content = bytes(range(256)) * 8192
        for rank, start in enumerate(range(0, len(content), 1 << 20)):
            uow.exports.put_piece(csv.id, rank, content[start : start + (1 << 20)], written=1)
        uow.exports.finish(csv.id, size=len(content), at=NOW)
        found = uow.exports.get(csv.id)
    assert found is not None
    pieces = own_site.app.extensions[SERVICES].exports.kept.bytes_of(found)
    pieces.seek((1 << 20) - 3)
    assert next(pieces) + next(pieces) == content[(1 << 20) - 3 :]
    assert next(pieces, b"") == b""
