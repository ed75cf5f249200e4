"""What nobody sends by mistake: forged cookies, keys, links, numbers and fields are refused, and break nothing.

On both databases: PostgreSQL takes neither a NUL in a text nor a number as long as one likes.
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from directory.domain.accounts.account import Account
from directory.domain.actors import Duty, Profile
from directory.domain.rights import Action
from directory.http.access import action_of
from directory.store.database import Database
from tests.accounts import Team
from tests.conftest import BOTH
from tests.house.fixtures import copied
from tests.site import CONTENTS, Site, make_site, settings_for

LATIN = st.text(st.characters(max_codepoint=255), max_size=300)
"""What a header can hold, control characters too."""
COOKIES = ("compte", "etape", "navigateur", "session", "__Host-compte")
CLOSED = ("/recherche", "/mon-compte", "/comptes", "/api/v1/ressources")
FOR_A_BASE = ("%00", "a%00b", "%ED%A0%80", "9" * 400)
FOR_A_PAGE = (
    "%F0%9F%98%80" * 40, "a" * 5_000, "%27+OR+1%3D1+--", "%2F%2F%5B", "%2F%2Fa%E2%84%80b", "%C2%B2", "%7B%7B7*7%7D%7D",
    "%0D%0ASet-Cookie%3A+a%3Db",
)  # fmt: skip
"""Values as they travel in an address or in a form: what a base, and what the code of a page, may trip over."""
NUMBERS = ("0", str(2**31), str(2**53 - 1), str(2**63), "9" * 40)
PARAMETERS = (
    "suite",
    "q",
    "profil",
    "etat",
    "institution",
    "fait",
    "courriel",
    "acte",
    "compte",
    "apres",
    "state",
    "code",
)
FIELDS = (
    "courriel", "passe", "code", "charte", "compte", "suite", "nom", "institution", "profil", "lignes", "portee", "fin",
    "signataire", "territoire", "geste", "session", "preuve", "cle", "adresse", "_method",
)  # fmt: skip


@dataclass
class Ground:
    site: Site
    team: Team
    rgc: Account
    secret: str
    key: str
    values: tuple[str, ...]

    def ask(self, path: str, **environ: str) -> TestResponse:
        return FlaskClient(self.site.app, self.site.app.response_class).get(path, environ_overrides=environ)

    def of_rgc(self) -> FlaskClient:
        client = FlaskClient(self.site.app, self.site.app.response_class)
        client.set_cookie("compte", self.team.session(self.rgc))
        return client


@pytest.fixture(scope="module", params=BOTH)
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("hostile")
    if request.param == "sqlite":
        database = copied(request.getfixturevalue("migrated_sqlite_file"), folder)
    else:
        database = Database(request.getfixturevalue("new_postgresql_url")())
    site = make_site(database, folder, contents=CONTENTS[:1], settings=settings_for(folder, PUBLIC_READING="off"))
    site.app.config["WTF_CSRF_ENABLED"] = False
    team = Team(database)
    rgc = team.person("Rania", profile=Profile.UPDATE, duties=(Duty.RGC,))
    secret = team.session(rgc)
    values = (*FOR_A_BASE, *FOR_A_PAGE) if request.param == "sqlite" else FOR_A_BASE
    yield Ground(site, team, rgc, secret, "brp_" + "x" * 43, values)
    database.close()


def near(secret: str) -> st.SearchStrategy[str]:
    """Give what looks like a secret and is not: cut, repeated, a letter or a case changed."""
    letters = st.tuples(st.integers(0, len(secret) - 1), st.sampled_from(string.printable)).map(
        lambda said: secret[: said[0]] + said[1] + secret[said[0] + 1 :]
    )
    others = st.sampled_from((secret.upper(), secret.lower(), secret * 2, secret + " x", "'" + secret))
    cut = st.integers(0, len(secret) - 1).map(lambda end: secret[:end])
    return st.one_of(letters, others, cut).filter(lambda value: value.strip() != secret)


@settings(max_examples=40)
@given(said=st.data())
def test_a_forged_cookie_is_a_401_whatever_it_holds(ground: Ground, said: st.DataObject) -> None:
    name = said.draw(st.sampled_from(COOKIES))
    value = said.draw(LATIN | near(ground.secret).filter(lambda value: ";" not in value and "," not in value))
    for path in CLOSED:
        # A quotation mark around a cookie is no part of its value.
        answer = ground.ask(path, HTTP_COOKIE=f"{name}={value}")
        assert answer.status_code == 401 or value.strip('" ;') == ground.secret, (path, answer.status_code)


@settings(max_examples=40)
@given(said=st.data())
def test_a_forged_key_is_a_401_whatever_it_holds(ground: Ground, said: st.DataObject) -> None:
    start = said.draw(st.sampled_from(("Bearer ", "bearer brp_", "Bearer  ", "Basic ", "")))
    value = said.draw(LATIN | near(ground.key))
    for path in CLOSED:
        assert ground.ask(path, HTTP_AUTHORIZATION=start + value).status_code == 401, path


def test_a_forged_key_is_not_made_good_by_the_cookie_beside_it(ground: Ground) -> None:
    client = ground.of_rgc()
    assert client.get("/api/v1/ressources").status_code == 200
    assert client.get("/api/v1/ressources", headers={"Authorization": "Bearer brp_faux"}).status_code == 401


@settings(max_examples=15)
@given(secret=st.text(max_size=80).filter(lambda text: "/" not in text and text not in (".", "..")))
def test_a_forged_link_is_no_link(ground: Ground, secret: str) -> None:
    client = FlaskClient(ground.site.app, ground.site.app.response_class)
    for path in (f"/i/{secret}", f"/m/{secret}", f"/c/{secret}"):
        for answer in (client.get(path), client.post(path, data={"passe": "quatre chevaux verts", "charte": "lue"})):
            assert answer.status_code in (308, 404, 405, 410), (path, answer.status_code)


def test_no_value_in_an_address_breaks_a_page(ground: Ground) -> None:
    client = ground.of_rgc()
    for path in pages(ground.site):
        for value in ground.values:
            query = "&".join(f"{name}={value}" for name in PARAMETERS)
            assert client.get(f"{path}?{query}").status_code < 500, (path, value)


def test_no_value_in_a_form_breaks_a_page(ground: Ground) -> None:
    _, reset = ground.team.accounts.rescue.link(ground.rgc.mail)
    for path in (*pages(ground.site, "POST"), f"/m/{reset}"):
        # Signed in anew each time: some of these forms sign out.
        client = ground.of_rgc()
        for value in ground.values:
            body = "&".join(f"{name}={value}" for name in FIELDS)
            answer = client.post(path, data=body, content_type="application/x-www-form-urlencoded")
            assert answer.status_code < 500, (path, value)


def test_a_number_too_long_is_no_account(ground: Ground) -> None:
    client = ground.of_rgc()
    for number in NUMBERS:
        for path in (f"/comptes/{number}", f"/comptes/{number}/renvoyer", f"/comptes/cles/{number}/retirer"):
            answer = client.get(path) if path.count("/") == 2 else client.post(path)
            assert answer.status_code == 404, (path, answer.status_code)


def pages(site: Site, method: str = "GET") -> list[str]:
    """Return the addresses without a number that anybody, or who has an account, may ask."""
    open_to_all = (
        Action.OPEN,
        Action.OWN_ACCOUNT,
        Action.MANAGE_ACCOUNTS,
        Action.MANAGE_PARTNERS,
        Action.MANAGE_TOKENS,
    )
    kept = (*open_to_all, Action.READ_AUDIT)
    return [
        rule.rule
        for rule in site.app.url_map.iter_rules()
        if method in (rule.methods or ()) and not rule.arguments and action_of(site.app, rule.endpoint) in kept
    ]
