"""What is typed about an invented person is kept nowhere but where its field is meant to be kept.

Every field of every form, and every parameter of every address, of everything that the map of addresses names is given
a canary of its own: a name, a number of social security, a phone and a mail that nobody has. So is what a mailed link
or the code of a sheet opens, in ``tests/access/links.py``. Then every column of the
base, the log, the cookies and the metrics are read for them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Request
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from directory.domain.accounts.account import Account
from directory.http.request import SERVICES
from directory.store.database import Database
from tests.access.actors import OWN
from tests.access.ground import Ground, make_ground
from tests.access.links import LINKS
from tests.canaries import CHOSEN, Canaries, Field, Forms, cookies_said, everything_of, fitting, kept_in
from tests.site import METRICS_TOKEN
from tests.web.test_access_matrix import OBJECTS, PARAMETERS

REFUSED = (401, 403)
WHO = ("RGC and mise à jour", "administrateur", "visitor")
KEEPING = "/ressources/saisie"
"""Where a script sends the form of a fiche while it is filled in, under a key of its own."""
KEPT_AS = {"saisie": "b" * 32, "revision": "0", "version": "0", "ressource": "0"}

_TAXONOMY = "/administration/classification"
_FICHE = "/ressources/<int(max=9007199254740991):resource_id>"
_EDITS = {"taxonomy_edit.after", "taxonomy_edit.before"}
MEANT: dict[tuple[str, str], set[str]] = {
    # The code of a need, of a family and of an institution is made of its first name.
    (f"{_TAXONOMY}/ajouter", "titre"): {"need.code", "need.label", "taxonomy_edit.code"},
    (f"{_TAXONOMY}/besoins/<code>", "description"): {"need.description"},
    (f"{_TAXONOMY}/besoins/<code>", "mots"): {"need.search_words"},
    # What a need was called still finds it.
    (f"{_TAXONOMY}/besoins/<code>", "titre"): {"need.label", "need.search_words"},
    (f"{_TAXONOMY}/familles/<code>", "description"): {"family.description"},
    (f"{_TAXONOMY}/familles/<code>", "titre"): {"family.label"},
    (f"{_TAXONOMY}/mots-faibles", "lignes"): {"word_list.lines"},
    ("/comptes/cles", "nom"): {"token.name"},
    ("/comptes/inviter", "courriel"): {"account.mail", "account.mail_key", "message.to"},
    ("/comptes/inviter", "nom"): {"account.name"},
    ("/comptes/partenaires", "nom"): {
        "institution.name",
        "institution.code",
        "audit.object_id",
        "audit.object_institution",
    },
    ("/comptes/partenaires", "territoire"): {"institution.territory"},
    ("/imports/sources/<int:number>", "contact"): {"import_source.contact"},
    ("/imports/sources/<int:number>", "nom"): {"import_source.name"},
    ("/propositions/<int:number>", "raison"): {"proposal.answer", "message.facts"},
    (f"{_FICHE}/modifier", "a_apporter"): {"resource.documents_to_bring", "version.changes"},
    (f"{_FICHE}/modifier", "acces_precisions"): {"resource.access_text", "version.changes"},
    (f"{_FICHE}/modifier", "description"): {"resource.description", "version.changes"},
    (f"{_FICHE}/modifier", "frais_precisions"): {"resource.cost_text", "version.changes"},
    (f"{_FICHE}/modifier", "horaires_precisions"): {"resource.hours_text", "version.changes"},
    (f"{_FICHE}/modifier", "mobilisation_precisions"): {"resource.mobilisation_text", "version.changes"},
    (f"{_FICHE}/modifier", "public_precisions"): {"resource.audience_text", "version.changes"},
    (f"{_FICHE}/signaler", "texte"): {"report.text"},
    ("/ressources/suggerer", "lieu"): {"suggestion.place"},
    ("/ressources/suggerer", "service"): {"suggestion.service"},
    ("/ressources/suggerer", "source"): {"suggestion.source"},
    ("/ressources/suggerer", "structure"): {"suggestion.structure"},
    # The answer is mailed to who told, when they have an account.
    ("/signalements/<int:number>/sans-suite", "raison"): {"report.answer", "message.facts"},
    ("/suggestions/<int:number>", "raison"): {"suggestion.answer", "message.facts"},
}
"""Route and field: the columns that it is meant for. Beside them, each edit of the classification is kept whole."""


def meant(route: str, name: str) -> set[str]:
    kept = MEANT.get((route, name), set())
    if route.startswith(_TAXONOMY):
        return kept | _EDITS if kept else kept
    # What somebody types in a fiche before it is saved, thirty days, for its author alone.
    return {"entry.typed"} if route == KEEPING else kept


def asked_of(request_class: type[Request]) -> tuple[type[Request], set[str]]:
    """Return a class of requests that notes the names of the values that views look for, and those names."""
    names: set[str] = set()

    class Noting(ImmutableMultiDict[str, Any]):
        def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
            names.add(key)
            return super().get(key, *args, **kwargs)

        def getlist(self, key: str, *args: Any, **kwargs: Any) -> Any:
            names.add(key)
            return super().getlist(key, *args, **kwargs)

        def __contains__(self, key: object) -> bool:
            names.add(str(key))
            return super().__contains__(key)

    return type("Noting", (request_class,), {"parameter_storage_class": Noting}), names


@dataclass
class Typist:
    """Types canaries as one person."""

    ground: Ground
    canaries: Canaries
    names: set[str]
    account: Account | None
    cookies: list[str]
    sent: set[tuple[str, frozenset[str]]]
    """Forms that somebody filled in already: they are filled in by the next as they are meant to be."""
    session: str = ""
    is_refused: bool = False

    def ask(self, method: str, path: str, **said: Any) -> TestResponse:
        client = FlaskClient(self.ground.site.app, self.ground.site.app.response_class)
        if self.account is not None:
            # Anew after each act: some of them close sessions.
            self.session = self.session or self.ground.team.session(self.account, has_factor=True)
            client.set_cookie("compte", self.session)
            if method != "GET":
                self.session = ""
        answer = client.open(path, method=method, buffered=True, **said)
        self.cookies += answer.headers.getlist("Set-Cookie")
        assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"
        return answer

    def route(self, method: str, path: str) -> str:
        try:
            return self.ground.site.app.url_map.bind("x").match(urlsplit(path).path, method, return_rule=True)[0].rule
        except HTTPException:
            return ""

    def paths(self, method: str) -> Iterator[tuple[str, str]]:
        """Give each route that answers a method, and an address of it that leads to something."""
        for rule in self.ground.site.app.url_map.iter_rules():
            if method in (rule.methods or ()):
                found = OBJECTS.get(rule.rule)
                said = dict.fromkeys(rule.arguments, found(self.ground, OWN)) if found else PARAMETERS
                yield rule.rule, re.sub(r"<(?:[^:>]*:)?(\w+)>", lambda one, said=said: said[one[1]], rule.rule)

    def type_everywhere(self) -> None:
        forms: dict[tuple[str, str, frozenset[str]], tuple[str, list[Field]]] = {}
        for rule, path in self.paths("GET"):
            self.names.clear()
            answer = self.ask("GET", path)
            if answer.status_code in REFUSED:
                # What refuses has not read the address, and is one for all: it is tried once with something in it.
                if self.is_refused:
                    continue
                self.is_refused = True
            if asked := {name: self.everything(f"?{rule}", name) for name in sorted(self.names)}:
                self.ask("GET", path, query_string=asked)
            for method, action, fields in Forms(answer.text).found if answer.mimetype == "text/html" else ():
                if route := self.route(method, action):
                    names = frozenset(one.name for one in fields)
                    forms.setdefault((method, route, names), (action, fields))
        for (method, route, names), (action, fields) in forms.items():
            self.send(method, route, action, fields, is_new=(route, names) not in self.sent)
            self.sent.add((route, names))
            if route == "/ressources/nouvelle" and method == "POST":
                said = {one.name: self.everything(KEEPING, one.name) for one in fields}
                self.ask("POST", KEEPING, data=said | KEPT_AS)
        met = {route for method, route, _ in forms if method == "POST"}
        for rule, path in self.paths("POST"):
            if rule not in met:
                self.names.clear()
                self.ask("POST", path)
                if asked := {name: self.everything(rule, name) for name in sorted(self.names)}:
                    self.ask("POST", path, data=asked)

    def everything(self, route: str, name: str) -> str:
        return everything_of(self.canaries.number(route, name))

    def fits(self, route: str, fields: list[Field]) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in fields:
            text = fitting(self.canaries.number(route, one.name), one)
            if one.kind != "submit" and not found.get(one.name):
                found[one.name] = text
        return found

    def type_behind_links(self) -> None:
        """Type in good links, in their addresses and in their forms, each act by a link that nobody used."""
        routes, forms = set[str](), set[str]()
        for rule in self.ground.site.app.url_map.iter_rules():
            if "secret" in rule.arguments:
                assert rule.rule in LINKS, f"{rule.rule}: tell how a good link is made"
                routes |= {rule.rule} if "POST" in (rule.methods or ()) else set()
        for rule in LINKS:
            self.names.clear()
            page = self.ask("GET", self.link(rule))
            assert page.status_code == 200, rule
            asked = {name: self.everything(f"?{rule}", name) for name in self.names}
            self.ask("GET", self.link(rule), query_string=asked)
            self.ask("GET", self.address(rule, self.everything(rule, "secret")), query_string=asked)
            for method, action, fields in Forms(page.text).found if page.mimetype == "text/html" else ():
                if method == "POST" and self.route(method, action) == rule:
                    forms.add(rule)
                    self.act(rule, fields)
        assert forms == routes, "each route that takes a form shows it behind a good link"

    def act(self, rule: str, fields: list[Field]) -> None:
        """Send the form of a link as careful people do, then with somebody in all that its view looks for."""
        self.names.clear()
        done = self.ask("POST", self.link(rule), data=self.fits(rule, fields))
        assert done.status_code < 400, f"{rule} does what it is for: {done.status_code}"
        whole = {name: self.everything(rule, name) for name in self.names | {one.name for one in fields}}
        for path in (self.link(rule), self.address(rule, self.everything(rule, "secret"))):
            self.ask("POST", path, data=whole)

    def link(self, rule: str) -> str:
        return self.address(rule, LINKS[rule](self.ground))

    def address(self, rule: str, secret: str) -> str:
        return re.sub("<[^>]*>", "1", rule.replace("<secret>", secret))

    def send(self, method: str, route: str, action: str, fields: list[Field], *, is_new: bool) -> None:
        fits = self.fits(route, fields)
        whole = {one.name: self.everything(route, one.name) for one in fields}
        typed = {one.name: whole[one.name] for one in fields if one.kind not in CHOSEN}
        # As a page is filled in that holds something already, then as careful people do, then as nobody should.
        shown = {one.name: one.value for one in reversed(fields) if one.kind != "submit"}
        little = shown | {one.name: fits[one.name] for one in fields if one.kind == "textarea"}
        if method == "GET":
            # Each alone too: a place that nobody knows keeps a search from being made.
            for asked in (whole, *({name: text} for name, text in typed.items())):
                self.ask(method, action, query_string=asked)
            return
        for said in (little, fits, fits | typed, whole) if is_new else (fits, fits | typed):
            self.ask(method, action, data=said)


@pytest.fixture
def ground(unwatched: None, sqlite_database: Database, tmp_path: Path) -> Ground:
    made = make_ground(sqlite_database, tmp_path)
    made.site.app.config |= {"WTF_CSRF_ENABLED": False, "PUBLIC_READING": True}
    return made


def test_what_is_typed_about_somebody_is_kept_where_its_field_is_meant_to_be_and_nowhere_else(
    ground: Ground, caplog: pytest.LogCaptureFixture, log_lines: list[MutableMapping[str, object]]
) -> None:
    app, canaries, cookies = ground.site.app, Canaries(), list[str]()
    app.request_class, names = asked_of(app.request_class)
    sent: set[tuple[str, frozenset[str]]] = set()
    for who in WHO:
        number = ground.people[who].actor.account
        with ground.site.database.read() as uow:
            account = uow.accounts.get(number) if number is not None else None
        Typist(ground, canaries, names, account, cookies, sent).type_everywhere()
    Typist(ground, canaries, names, None, cookies, sent).type_behind_links()
    app.extensions[SERVICES].steering.counters.write()
    bearer = {"Authorization": f"Bearer {METRICS_TOKEN}"}
    told = {
        "log": [caplog.text, *map(str, log_lines)],
        "cookie": cookies_said(app, cookies),
        "metrics": [ground.site.client.get("/metrics", headers=bearer).text],
    }
    for where, texts in told.items():
        assert {where: [place for text in texts for place in canaries.found_in(text)]} == {where: []}
    assert len(canaries.numbers) > 500, "fields of forms and parameters of addresses"
    kept: dict[tuple[str, str], set[str]] = defaultdict(set)
    for route, name, column in kept_in(ground.site.database, canaries):
        kept[route, name].add(column)
    assert len(log_lines) > 1000
    assert cookies
    wrong = {place: columns - meant(*place) for place, columns in kept.items()}
    assert {place: columns for place, columns in wrong.items() if columns} == {}
    assert MEANT.keys() <= kept.keys(), "what is declared is tried"
    assert any(route == KEEPING for route, _ in kept)
