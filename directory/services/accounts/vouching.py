"""The port of identity providers: what signing in needs of who vouches for people, whatever speaks to it."""

from dataclasses import dataclass
from typing import Protocol


class OidcFailed(Exception):
    """The provider does not answer, or says what cannot be believed. ``why``: short English words for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Claims:
    """What the provider says of a person. ``acr``: how they proved who they are, as it came back."""

    issuer: str
    subject: str
    mail: str
    is_mail_verified: bool
    acr: str
    id_token: str


class Provider(Protocol):
    """What signing in needs of an identity provider. Every call raises OidcFailed."""

    def address_to_ask(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str: ...

    def claims(self, *, redirect_uri: str, code: str, nonce: str, verifier: str) -> Claims: ...

    def address_to_sign_out(self, *, id_token: str, back_to: str) -> str: ...

    @property
    def issuer(self) -> str: ...
