"""Secrets: how they are drawn, what is kept of them, and how the few that must be read again are sealed."""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken

LINK_BYTES = 16
SHORT_CHARS = 20


def new_secret() -> str:
    """Return 256 random bits, for a cookie or a key of a machine."""
    return secrets.token_urlsafe(32)


def new_link_secret() -> str:
    """Return 128 random bits as 26 small letters and digits: nothing that a mail could cut or swallow."""
    return base64.b32encode(secrets.token_bytes(LINK_BYTES)).decode().rstrip("=").lower()


def new_short_secret() -> str:
    """Return 100 random bits as 20 small letters and digits, where a link confirms one fiche and opens nothing."""
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(SHORT_CHARS))


def new_recovery_code() -> str:
    """Return 60 random bits, written in three groups to be copied by hand."""
    letters = "23456789abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


def digest_of(secret: str) -> str:
    """Return what is kept of a secret. A plain SHA-256: what is hashed is drawn at random, never chosen."""
    return hashlib.sha256(secret.encode()).hexdigest()


class SecretBox:
    """Seals what must be read again, with a key made from SECRET_KEY. Another SECRET_KEY opens nothing of it."""

    def __init__(self, key: str) -> None:
        derived = hashlib.blake2b(key.encode(), digest_size=32, person=b"factors").digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the text; empty when it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return ""
