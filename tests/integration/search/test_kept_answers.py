"""An answer that is kept is the one that would be given: no save, no word, no minute and no right is outlived."""

import itertools
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Connection, event

from directory.domain.accounts.account import AccountState
from directory.domain.actors import Profile
from directory.store.database import Database
from search.port import SearchEngine
from search.reference import ReferenceEngine
from search.sqlite.engine import SqliteEngine
from tests.accounts import Clock, Team
from tests.api.asking import search
from tests.fiches import FORM, LEA
from tests.integration.search.askings import LIST, QUESTIONS, Askings, follow
from tests.site import PERMIT, PERMIT_FAR, Site, make_site, settings_for

MakeEngine = Callable[[Path], SearchEngine]


def hits(site: Site) -> int:
    return site.app.extensions["directory"].answers.hits  # type: ignore[no-any-return]


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path)


def test_a_question_asked_again_is_answered_from_what_is_kept(site: Site) -> None:
    first = site.client.get(f"{LIST}?q=permis&commune=13004")
    again = site.client.get(f"{LIST}?commune=13004&lieu=&q=permis")
    assert hits(site) == 1
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    alike = ("Cache-Control", "Vary", "Content-Type", "Content-Security-Policy")
    assert [again.headers[name] for name in alike] == [first.headers[name] for name in alike]


def test_what_is_kept_is_a_304_for_who_has_it_and_compressed_for_who_takes_it(site: Site) -> None:
    first = site.client.get(f"{LIST}?q=permis", headers={"Accept-Encoding": "gzip"})
    packed = site.client.get(f"{LIST}?q=permis", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and packed.data == first.data
    plain = site.client.get(f"{LIST}?q=permis")
    assert "Content-Encoding" not in plain.headers and plain.get_json()["total"]
    assert plain.headers["ETag"] == packed.headers["ETag"]
    same = site.client.get(f"{LIST}?q=permis", headers={"If-None-Match": plain.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert site.client.head(f"{LIST}?q=permis").headers["Content-Length"] == str(len(plain.data))
    assert hits(site) == 3


def test_a_bad_question_is_refused_whatever_is_kept(site: Site) -> None:
    for good in ("q=permis", "q=permis&besoin=mobilite-permis"):
        search(site.client, good)
    for bad in ("q=permis&inconnu=", "q=permis&q=permis", "q=permis&besoin=mobilite-permis" + "&besoin=" * 50):
        assert site.client.get(f"{LIST}?{bad}").status_code == 422, bad
    assert hits(site) == 0


@pytest.mark.parametrize("make", [lambda _: ReferenceEngine(), SqliteEngine], ids=["reference", "embedded"])
def test_a_save_between_two_askings_is_seen(sqlite_database: Database, tmp_path: Path, make: MakeEngine) -> None:
    site = make_site(sqlite_database, tmp_path, engine=make(tmp_path / "index"))

    def titles() -> dict[int, str]:
        return {each["id"]: each["titre"] for each in search(site.client, "q=permis")["resultats"]}

    before = titles()
    assert titles() == before and hits(site) == 1
    content = replace(site.resources.get(PERMIT).content, title="Permis à dix euros")
    site.resources.revise(PERMIT, content, expected_version=1, author=LEA, origin=FORM, now=Clock().at)
    # Before the index is told, then once it is: by another process, which has its own engine on the same files.
    assert titles() == before | {PERMIT: "Permis à dix euros"}
    site.resources.archive(PERMIT_FAR, expected_version=1, author=LEA, origin=FORM, now=Clock().at)
    writer = make(tmp_path / "index") if isinstance(site.engine, SqliteEngine) else site.engine
    follow(Site(site.app, site.database, site.resources, writer))
    after = titles()
    assert PERMIT_FAR not in after and after[PERMIT] == "Permis à dix euros"
    assert titles() == after and hits(site) == 2


def test_what_is_kept_is_given_to_nobody_who_may_not_read(sqlite_database: Database, tmp_path: Path) -> None:
    closed = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, PUBLIC_READING="off"))
    team = Team(sqlite_database)
    account, signed = team.person("Lea"), closed.app.test_client()
    signed.set_cookie("compte", team.session(account))
    asked = f"{LIST}?q=permis"
    assert [signed.get(asked).status_code for _ in range(2)] == [200, 200] and hits(closed) == 1
    assert closed.client.get(asked).status_code == 401
    team.save(replace(account, state=AccountState.CLOSED))
    assert signed.get(asked).status_code == 401


def test_who_asks_too_often_is_refused_what_is_kept(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, RATE_LIMIT="2 per minute"))
    assert [site.client.get(f"{LIST}?q=permis").status_code for _ in range(3)] == [200, 200, 429]


def test_nothing_is_kept_where_the_setting_says_so(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, settings=settings_for(tmp_path, KEPT_ANSWERS_MB="0"))
    assert search(site.client, "q=permis") == search(site.client, "q=permis") and hits(site) == 0


def test_the_collector_is_told_what_is_kept(site: Site) -> None:
    for _ in range(3):
        search(site.client, "q=permis")
    said = site.client.get("/metrics", headers={"Authorization": "Bearer for-the-collector-of-tests"})
    text = said.get_data(as_text=True)
    assert 'answers_kept_asked_total{found="yes"} 2.0' in text
    assert 'answers_kept_asked_total{found="no"} 1.0' in text
    assert "answers_kept 1.0" in text and "answers_kept_bytes" in text


def test_what_is_kept_is_made_from_what_is_watched_alone(site: Site) -> None:
    """Whoever has a search read one table more has ``Standing`` watch it, or keeps the question out."""
    team = Team(site.database)
    signed = site.app.test_client()
    signed.set_cookie("compte", team.session(team.person("Lea", profile=Profile.UPDATE)))
    read: set[str] = set()

    @event.listens_for(site.database.engine, "before_cursor_execute")
    def hear(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        read.update(re.findall(r"(?:from|join)\s+(\w+)", statement.lower()))

    # Connections that are open already tell of nothing.
    site.database.close()
    by_log = {"resource", "place", "resource_need", "structure"}
    by_mark = {"office", "office_area"}
    by_words = {"meta", "institution", "word_list", "family", "need", "emergency_number"}
    asked = [each for each in QUESTIONS if "sans_doublons" not in each]
    for each in asked:
        site.client.get(each)
    assert "resource" in read and read <= by_log | by_mark | by_words | {"change"}
    # Who asks, and what they alone are told in the holes of a page, is read first, and then kept until a commit.
    signed.get("/recherche?q=bourse")
    assert "session" in read
    read.clear()
    for each in asked:
        signed.get(each)
    assert read and read <= by_log | by_mark | by_words | {"change"}


def test_no_order_of_askings_and_changes_gives_an_answer_of_before(migrated_sqlite_file: Path, tmp_path: Path) -> None:
    numbers = itertools.count()

    def new_base() -> Path:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        shutil.copy(migrated_sqlite_file, folder / "directory.sqlite3")
        return folder

    class OnNewBase(Askings):
        pass

    OnNewBase.new_base = staticmethod(new_base)
    run_state_machine_as_test(
        OnNewBase,
        settings=settings(
            max_examples=4, stateful_step_count=15, derandomize=True, database=None, deadline=None,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    # Were nothing kept, all would agree as well.
    assert OnNewBase.hits > 0
