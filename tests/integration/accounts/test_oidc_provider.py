"""The provider's side, against a real server; and what that server never says, signed by keys of our own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import oidc_provider_mock
import pytest
import requests
from flask import Flask, Response, jsonify, request
from joserfc import jwt
from joserfc.jwk import RSAKey

from directory.services.accounts.oidc_provider import OidcProvider
from directory.services.accounts.vouching import OidcFailed
from tests.house.served import nobody_there, served

BACK = "http://localhost/connexion/oidc/retour"
CLIENT = "base-de-ressources"
FIRST, OTHER = (RSAKey.generate_key(2048, {"kid": "premiere"}) for _ in range(2))
SECOND = RSAKey.generate_key(2048, {"kid": "seconde"})


def now() -> datetime:
    return datetime.now(UTC)


def test_the_whole_way_through_a_real_server() -> None:
    with served(lambda _: oidc_provider_mock.app(), "localhost") as issuer:
        claims = {"email": "samia@cd13.exemple", "email_verified": True}
        requests.put(f"{issuer}/users/sujet-1", json=claims, timeout=10).raise_for_status()
        provider = OidcProvider(issuer, CLIENT, "secret", acr_values="eidas1", now=now)
        address = provider.address_to_ask(redirect_uri=BACK, state="etat", nonce="nonce", verifier="v" * 43)
        assert "code_challenge_method=S256" in address and "acr_values=eidas1" in address
        answer = requests.post(address, data={"sub": "sujet-1"}, allow_redirects=False, timeout=10)
        code = requests.models.PreparedRequest()
        code.prepare_url(answer.headers["Location"], None)
        said = dict(pair.split("=") for pair in str(code.url).split("?")[1].split("&"))
        assert said["state"] == "etat"
        found = provider.claims(redirect_uri=BACK, code=said["code"], nonce="nonce", verifier="v" * 43)
        assert (found.subject, found.mail, found.is_mail_verified) == ("sujet-1", "samia@cd13.exemple", True)
        leaving = provider.address_to_sign_out(id_token=found.id_token, back_to="http://localhost/")
        assert leaving.startswith(issuer) and found.id_token in leaving
        with pytest.raises(OidcFailed):
            provider.claims(redirect_uri=BACK, code=said["code"], nonce="nonce", verifier="v" * 43)


@dataclass
class SmallProvider:
    """A provider that says what a test wants: levels, signed answers, faults."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: FIRST)
    published: RSAKey | None = None
    claims: dict[str, object] = field(default_factory=dict)
    about: dict[str, object] = field(default_factory=lambda: {"sub": "sujet-1", "email": "samia@cd13.exemple"})
    signs_userinfo: bool = False
    published_issuer: str = ""
    verifier: str = ""

    def id_token(self) -> str:
        at = int(now().timestamp())
        said = {
            "iss": self.issuer, "aud": CLIENT, "sub": "sujet-1", "nonce": "nonce", "iat": at, "exp": at + 300,
            "acr": "eidas2",
        }  # fmt: skip
        return self.sign(said | self.claims)

    def sign(self, said: dict[str, object]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, said, self.key)

    def app(self) -> Flask:
        app = Flask("small-provider")

        @app.get("/.well-known/openid-configuration")
        def published() -> Response:
            return jsonify(
                issuer=self.published_issuer or self.issuer,
                authorization_endpoint=f"{self.issuer}/a",
                token_endpoint=f"{self.issuer}/t",
                userinfo_endpoint=f"{self.issuer}/u",
                jwks_uri=f"{self.issuer}/k",
            )

        @app.get("/k")
        def keys() -> Response:
            return jsonify(keys=[(self.published or self.key).as_dict(private=False)])

        @app.post("/t")
        def token() -> Response:
            self.verifier = request.form["code_verifier"]
            return jsonify(access_token="acces", token_type="Bearer", id_token=self.id_token())

        @app.get("/u")
        def about() -> Response:
            if self.signs_userinfo:
                said = self.about | {"iss": self.issuer, "aud": CLIENT}
                return Response(self.sign(said), content_type="application/jwt")
            return jsonify(self.about)

        return app


@pytest.fixture
def small() -> Iterator[SmallProvider]:
    provider = SmallProvider()

    def app(address: str) -> Flask:
        provider.issuer = address
        return provider.app()

    with served(app):
        yield provider


def ask(small: SmallProvider, ours: OidcProvider | None = None) -> tuple[str, str, bool]:
    ours = ours or OidcProvider(small.issuer, CLIENT, "secret", acr_values="eidas2", now=now)
    found = ours.claims(redirect_uri=BACK, code="code", nonce="nonce", verifier="v" * 43)
    return found.acr, found.mail, found.is_mail_verified


def test_the_level_and_the_mail_are_read_and_nothing_is_verified_unless_said(small: SmallProvider) -> None:
    assert ask(small) == ("eidas2", "samia@cd13.exemple", False)
    assert small.verifier == "v" * 43
    small.about["email_verified"] = "true"
    assert ask(small)[2] is False
    small.about["email_verified"] = True
    assert ask(small)[2] is True


def test_a_signed_userinfo_is_read(small: SmallProvider) -> None:
    small.signs_userinfo = True
    assert ask(small) == ("eidas2", "samia@cd13.exemple", False)


def test_keys_that_were_rotated_are_read_again(small: SmallProvider) -> None:
    ours = OidcProvider(small.issuer, CLIENT, "secret", acr_values="", now=now)
    ask(small, ours)
    small.key = SECOND
    assert ask(small, ours)[0] == "eidas2"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://autre.exemple"},
        {"aud": "un-autre-site"},
        {"azp": "un-autre-site"},
        {"nonce": "autre"},
        {"sub": ""},
        {"exp": 1},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"exp": "demain"},
    ],
    ids=str,
)
def test_a_token_that_is_not_of_now_or_not_for_us_is_refused(small: SmallProvider, claims: dict[str, object]) -> None:
    small.claims = claims
    with pytest.raises(OidcFailed):
        ask(small)


def test_a_clock_a_minute_off_is_forgiven(small: SmallProvider) -> None:
    at = int(now().timestamp())
    small.claims = {"iat": at + 45, "nbf": at + 45}
    assert ask(small)[0] == "eidas2"


def test_a_token_signed_by_somebody_else_is_refused(small: SmallProvider) -> None:
    small.published = OTHER
    with pytest.raises(OidcFailed, match="signature"):
        ask(small)


def test_a_userinfo_of_another_subject_is_refused(small: SmallProvider) -> None:
    small.about["sub"] = "sujet-2"
    with pytest.raises(OidcFailed, match="another subject"):
        ask(small)


def test_a_provider_that_publishes_another_issuer_is_refused(small: SmallProvider) -> None:
    small.published_issuer = "https://autre.exemple"
    with pytest.raises(OidcFailed, match="issuer"):
        ask(small)


def test_a_provider_away_is_told() -> None:
    with nobody_there() as port:
        away = OidcProvider(f"http://127.0.0.1:{port}", CLIENT, "secret", acr_values="", now=now)
        with pytest.raises(OidcFailed):
            away.address_to_ask(redirect_uri=BACK, state="etat", nonce="nonce", verifier="v" * 43)
