"""Two processes on one base, of which one keeps its answers: both are asked the same while all that they say moves."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from flask import Flask
from flask.testing import FlaskClient
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.strategies import booleans, integers, sampled_from
from werkzeug.test import TestResponse

from directory.app import create_app
from directory.domain.actors import Profile
from directory.domain.institution import Institution
from directory.domain.offices import Office, OfficeKind
from directory.domain.taxonomy_edits import EntryKind
from directory.services.accounts.passwords import Passwords
from directory.services.index.indexing import Indexer
from directory.services.taxonomy.editing import load_taxonomy
from directory.store.database import Database
from search.sqlite.engine import SqliteEngine
from tests.accounts import Clock, Team
from tests.fiches import FORM, GAZETTEER, LEA
from tests.site import ARCHIVED, CONTENTS, FAST_HASHER, HOSTILE, PERMIT, PERMIT_FAR, Site, make_site, settings_for

LIST, MAP, PAGE = "/api/v1/ressources", "/api/v1/carte", "/recherche"
QUESTIONS = (
    f"{LIST}?q=permis",
    f"{LIST}?q=permis&commune=13004",
    f"{LIST}?besoin=mobilite-permis&commune=13004&rayon=10",
    f"{LIST}?ouvert=maintenant",
    f"{LIST}?q=coup+de+pouce",
    f"{LIST}?institution=cd13&champs=titre",
    f"{LIST}?sans_doublons=oui",
    f"{MAP}?q=permis&bbox=4,43,6,44.5",
    f"{PAGE}?q=permis&lieu=Arles",
    f"{PAGE}?q=garde+et+permis",
    f"{PAGE}?besoin=mobilite-permis&page=2",
    f"{PAGE}?q=introuvable",
)
COMMONEST = (f"{LIST}?q=permis", f"{PAGE}?q=permis&lieu=Arles", f"{LIST}?ouvert=maintenant", f"{LIST}?q=coup+de+pouce")


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
    hits: ClassVar[int] = 0
    """Answers that were given from what is kept, in all the lives of a run."""

    @initialize()
    def begin(self) -> None:
        folder = self.new_base()
        self.clock = Clock()
        self.database = Database(f"sqlite:///{folder}/directory.sqlite3")
        self.site = make_site(
            self.database, folder, engine=SqliteEngine(folder / "index"), contents=CONTENTS, clock=self.clock
        )
        plain = make_app_again(self.site, folder, self.clock)
        team = Team(self.database, self.clock)
        secret = team.session(team.person("Lea", profile=Profile.UPDATE))
        self.clients = {
            is_signed: [_client_of(app, secret if is_signed else "") for app in (self.site.app, plain)]
            for is_signed in (False, True)
        }
        self.number = itertools.count()

    @invariant()
    def the_commonest_are_answered_alike(self) -> None:
        if hasattr(self, "clients"):
            for asked in COMMONEST:
                self.agree(asked)

    @rule(asked=sampled_from(QUESTIONS), is_signed=booleans())
    def ask(self, asked: str, is_signed: bool) -> None:
        self.agree(asked, is_signed=is_signed)

    def agree(self, asked: str, *, is_signed: bool = False) -> None:
        kept, plain = (client.get(asked) for client in self.clients[is_signed])
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
        if hasattr(self, "clients"):
            type(self).hits += self.site.app.extensions["directory"].answers.hits
        if hasattr(self, "database"):
            self.database.close()


def _client_of(app: Flask, secret: str) -> FlaskClient:
    client = app.test_client()
    if secret:
        client.set_cookie("compte", secret)
    return client


def make_app_again(site: Site, folder: Path, clock: Clock) -> Flask:
    """Return a second process over the same base, which keeps nothing."""
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
    return app
