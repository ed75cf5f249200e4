"""An identity provider, spoken to by OpenID Connect: code flow with PKCE, everything it says checked."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlencode

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from directory.services.accounts.vouching import Claims, OidcFailed

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "RS384", "RS512")
"""Signatures accepted: never one made with a shared secret, never none."""
LEEWAY_S = 60
"""How far the clocks of the two may be apart."""
TIMEOUT_S = 5
KEEP_S = 3600
"""How long what the provider publishes of itself is believed."""


class OidcProvider:
    """A provider found by discovery. ``acr_values``: what is asked for; what comes back is the claims'."""

    def __init__(
        self, issuer: str, client_id: str, client_secret: str, *, acr_values: str, now: Callable[[], datetime]
    ) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._acr_values = acr_values
        self._now = now
        self._metadata: Mapping[str, object] = {}
        self._keys: KeySet | None = None
        self._read_at = 0.0

    def address_to_ask(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Return where to send the browser."""
        said = {"nonce": nonce} | ({"acr_values": self._acr_values} if self._acr_values else {})
        address, _ = self._session(redirect_uri).create_authorization_url(
            self._endpoint("authorization_endpoint"), state=state, code_verifier=verifier, **said
        )
        return str(address)

    def claims(self, *, redirect_uri: str, code: str, nonce: str, verifier: str) -> Claims:
        """Return what the provider says of who comes back with ``code``."""
        try:
            session = self._session(redirect_uri)
            token = session.fetch_token(self._endpoint("token_endpoint"), code=code, code_verifier=verifier)
            id_token = str(token.get("id_token", ""))
            said = self._checked(id_token, nonce)
            answer = session.get(self._endpoint("userinfo_endpoint"))
            answer.raise_for_status()
        except (AuthlibBaseError, requests.RequestException, ValueError) as error:
            raise OidcFailed(type(error).__name__) from error
        about = self._userinfo(answer, str(said["sub"]))
        mail = about.get("email") or said.get("email") or ""
        verified = about.get("email_verified", said.get("email_verified"))
        return Claims(self.issuer, str(said["sub"]), str(mail), verified is True, str(said.get("acr", "")), id_token)

    def address_to_sign_out(self, *, id_token: str, back_to: str) -> str:
        """Return where to send the browser to sign out there too; empty when the provider offers no such thing."""
        address = str(self._published().get("end_session_endpoint", ""))
        if not address:
            return ""
        query = {"id_token_hint": id_token, "post_logout_redirect_uri": back_to, "client_id": self._client_id}
        return f"{address}?{urlencode(query)}"

    def _session(self, redirect_uri: str) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret,
            scope="openid email given_name usual_name" if "proconnect" in self.issuer else "openid email profile",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            default_timeout=TIMEOUT_S,
        )

    def _published(self) -> Mapping[str, object]:
        """Return what the provider publishes of itself. Raises OidcFailed when it names another issuer."""
        if not self._metadata or time.monotonic() > self._read_at + KEEP_S:
            found = _json(f"{self.issuer}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise OidcFailed("another issuer is published")
            self._metadata, self._keys, self._read_at = found, None, time.monotonic()
        return self._metadata

    def _endpoint(self, name: str) -> str:
        address = str(self._published().get(name, ""))
        if not address:
            raise OidcFailed(f"no {name}")
        return address

    def _checked(self, id_token: str, nonce: str) -> dict[str, object]:
        """Return the claims of an ID token. Raises OidcFailed for one not signed, not for us, or not of now."""
        said = self._decoded(id_token)
        audience = said.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        now = self._now().timestamp()
        checks = {
            "issuer": said.get("iss") == self.issuer,
            "audience": self._client_id in audiences,
            "authorised party": said.get("azp", self._client_id) == self._client_id,
            "nonce": said.get("nonce") == nonce,
            "subject": isinstance(said.get("sub"), str) and said.get("sub") != "",
            "expiry": _number(said.get("exp")) > now - LEEWAY_S,
            "date": _number(said.get("iat")) < now + LEEWAY_S,
            "beginning": _number(said.get("nbf", 0)) < now + LEEWAY_S,
        }
        wrong = [name for name, is_right in checks.items() if not is_right]
        if wrong:
            raise OidcFailed(f"wrong {', '.join(wrong)}")
        return said

    def _userinfo(self, answer: requests.Response, subject: str) -> dict[str, object]:
        """Return what the provider says of the person, signed or not. Raises OidcFailed when it is of another."""
        is_signed = answer.headers.get("Content-Type", "").startswith("application/jwt")
        try:
            about = self._decoded(answer.text) if is_signed else answer.json()
        except ValueError as error:
            raise OidcFailed("userinfo cannot be read") from error
        if not isinstance(about, dict) or about.get("sub") != subject:
            raise OidcFailed("userinfo of another subject")
        if is_signed and about.get("iss", self.issuer) != self.issuer:
            raise OidcFailed("userinfo of another issuer")
        return about

    def _decoded(self, token: str) -> dict[str, object]:
        """Return the claims of a signed token; the keys are read again once, in case they were rotated."""
        for is_last in (False, True):
            try:
                return jwt.decode(token, self._published_keys(again=is_last), algorithms=list(ALGORITHMS)).claims
            except (JoseError, ValueError) as error:
                if is_last:
                    raise OidcFailed(f"signature: {type(error).__name__}") from error
        raise AssertionError

    def _published_keys(self, *, again: bool) -> KeySet:
        if self._keys is None or again:
            self._keys = KeySet.import_key_set(_json(self._endpoint("jwks_uri")))  # type: ignore[arg-type]
        return self._keys


def _json(address: str) -> dict[str, object]:
    try:
        answer = requests.get(address, timeout=TIMEOUT_S)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise OidcFailed(type(error).__name__) from error
    if not isinstance(found, dict):
        raise OidcFailed("not an object")
    return found


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("-inf")
