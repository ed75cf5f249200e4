"""An answer that is kept is the one that would be given: no save, no word, no minute and no right is outlived."""

import itertools
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from
from sqlalchemy import Connection, event
from werkzeug.test import TestResponse

from directory.app import create_app
from directory.domain.accounts.account import AccountState
from directory.domain.institution import Institution
from directory.domain.offices import Office, OfficeKind
from directory.domain.taxonomy_edits import EntryKind
from directory.services.accounts.passwords import Passwords
from directory.services.index.indexing import Indexer
from directory.services.taxonomy.editing import load_taxonomy
from directory.store.database import Database
from search.port import SearchEngine
from search.reference import ReferenceEngine
from search.sqlite.engine import SqliteEngine
from tests.accounts import Clock, Team
from tests.api.asking import search
from tests.fiches import FORM, GAZETTEER, LEA
from tests.site import ARCHIVED, CONTENTS, FAST_HASHER, HOSTILE, PERMIT, PERMIT_FAR, Site, make_site, settings_for

LIST, MAP, PAGE = "/api/v1/ressources", "/api/v1/carte", "/recherche"
QUESTIONS = (
    f"{LIST}?q=permis",
    f"{LIST}?q=permis&commune=13004",
    f"{LIST}?besoin=mobilite-permis&commune=13004&rayon=10",
    f"{LIST}?ouvert=maintenant",
    f"{LIST}?q=coup+de+pouce",
    f"{LIST}?institution=cd13&champs=id,titre",
    f"{LIST}?sans_doublons=oui",
    f"{MAP}?q=permis&bbox=4,43,6,44.5",
    f"{PAGE}?q=permis&lieu=Arles",
    f"{PAGE}?q=garde+et+permis",
    f"{PAGE}?besoin=mobilite-permis&page=2",
    f"{PAGE}?q=introuvable",
)
COMMONEST = (f"{LIST}?q=permis", f"{PAGE}?q=permis&lieu=Arles", f"{LIST}?ouvert=maintenant", f"{LIST}?q=coup+de+pouce")
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
    read: set[str] = set()

    @event.listens_for(site.database.engine, "before_cursor_execute")
    def hear(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        read.update(re.findall(r"(?:from|join)\s+(\w+)", statement.lower()))

    for asked in QUESTIONS:
        if "sans_doublons" not in asked:
            site.client.get(asked)
    by_log = {"resource", "place", "resource_need", "structure"}
    by_mark = {"office", "office_area"}
    by_words = {"meta", "institution", "word_list", "family", "need", "emergency_number"}
    assert read <= by_log | by_mark | by_words | {"change"}


def follow(site: Site) -> None:
    indexer = Indexer(site.database, site.engine, target="test", owner="test", now=Clock())
    while indexer.follow():
        pass


def said_by(answer: TestResponse) -> str:
    """Return what an answer says to whoever reads it, without the token of their session."""
    return re.sub('(name="csrf_token" value=)"[^"]+"', r"\1", answer.get_data(as_text=True))


class Askings(RuleBasedStateMachine):
    """Two processes on one base, of which one keeps its answers, asked the same while all that they say moves."""

    new_base: Callable[[], Path]

    @initialize()
    def begin(self) -> None:
        folder = self.new_base()
        self.clock = Clock()
        self.database = Database(f"sqlite:///{folder}/directory.sqlite3")
        self.site = make_site(
            self.database, folder, engine=SqliteEngine(folder / "index"), contents=CONTENTS, clock=self.clock
        )
        plain = make_site_again(self.site, folder, self.clock)
        self.kept: FlaskClient = self.site.client
        self.plain: FlaskClient = plain
        self.number = itertools.count()

    @invariant()
    def the_commonest_are_answered_alike(self) -> None:
        if hasattr(self, "kept"):
            for asked in COMMONEST:
                self.agree(asked)

    @rule(asked=sampled_from(QUESTIONS))
    def ask(self, asked: str) -> None:
        self.agree(asked)

    def agree(self, asked: str) -> None:
        kept, plain = self.kept.get(asked), self.plain.get(asked)
        assert (kept.status_code, said_by(kept)) == (plain.status_code, said_by(plain)), asked
        assert kept.headers.get("ETag") == plain.headers.get("ETag")

    @rule(number=integers(PERMIT, HOSTILE), title=sampled_from(("Permis", "Vélo", "Coup de pouce")))
    def save(self, number: int, title: str) -> None:
        before = self.site.resources.get(number)
        content = replace(before.content, title=f"{title} {next(self.number)}", named_contact="")
        self.site.resources.revise(
            number, content, expected_version=before.version, author=LEA, origin=FORM, now=self.clock()
        )

    @rule(number=sampled_from((PERMIT, PERMIT_FAR, ARCHIVED)), status=sampled_from(("publiee", "archivee")))
    def show_or_hide(self, number: int, status: str) -> None:
        before = self.site.resources.get(number)
        content = replace(before.content, status=status)
        self.site.resources.revise(
            number, content, expected_version=before.version, author=LEA, origin=FORM, now=self.clock()
        )

    @rule(number=sampled_from((PERMIT, HOSTILE)))
    def confirm(self, number: int) -> None:
        if self.site.resources.get(number).content.is_published:
            self.site.resources.verify(number, author=LEA, now=self.clock())

    @rule()
    def follow(self) -> None:
        follow(self.site)

    @rule()
    def build_again(self) -> None:
        self.site.index()

    @rule(label=sampled_from(("Passer le permis", "Conduire")))
    def name_a_need(self, label: str) -> None:
        with self.database.write() as uow:
            need = load_taxonomy(uow).needs["mobilite-permis"]
            uow.taxonomy.save_needs([replace(need, label=f"{label} {next(self.number)}")])

    @rule()
    def name_an_institution(self) -> None:
        with self.database.write() as uow:
            uow.institutions.save(Institution("cd13", f"Département {next(self.number)}", "signataire"))

    @rule(is_new=booleans())
    def move_an_office(self, is_new: bool) -> None:
        with self.database.write() as uow:
            name = f"MDS {next(self.number)}"
            known = uow.offices.all()
            if is_new or not known:
                uow.offices.add(Office(0, OfficeKind.MDS, name, "cd13", areas=("com:13004",)))
            else:
                uow.offices.save(replace(known[0], name=name))

    @rule(lines=sampled_from(((), ("coup de pouce, permis",))))
    def say_synonyms(self, lines: tuple[str, ...]) -> None:
        with self.database.write() as uow:
            uow.taxonomy.save_lines(EntryKind.SYNONYMS, lines)

    @rule(minutes=sampled_from((0.4, 1, 7, 60, 600)))
    def wait(self, minutes: float) -> None:
        self.clock.at += timedelta(minutes=minutes)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()


def make_site_again(site: Site, folder: Path, clock: Clock) -> FlaskClient:
    """Return a client of a second process over the same base, which keeps nothing."""
    app = create_app(
        settings_for(folder, KEPT_ANSWERS_MB="0"),
        database=Database(str(site.database.url)),
        engine=SqliteEngine(folder / "index"),
        gazetteer=GAZETTEER,
        passwords=Passwords(FAST_HASHER),
        now=clock,
        refresh_s=0.0,
    )
    app.testing = True
    return app.test_client()


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
