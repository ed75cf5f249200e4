"""What each kind of environment variable may hold; each function raises ValueError with what was expected."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from limits import parse_many


def text(text: str) -> str:
    return text


def whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return read


def rising_days(text: str) -> tuple[int, ...]:
    """Read three numbers of days, each more than the one before."""
    found = [each.strip() for each in text.split(",")]
    days = tuple(int(each) for each in found if each.isascii() and each.isdigit() and len(each) < 5)
    if len(days) != 3 or len(found) != 3 or not 0 < days[0] < days[1] < days[2]:
        raise ValueError("three rising numbers of days, such as 30,60,90")
    return days


def departments(text: str) -> tuple[str, ...]:
    codes = tuple(code.strip().upper().removeprefix("DEP:") for code in text.split(",") if code.strip())
    for code in codes:
        if not re.fullmatch(r"\d{2}|2[AB]|9[78]\d", code):
            raise ValueError("codes of départements such as 13 or 13,84,2A,974, or nothing")
    return codes


def signing_keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if any(len(key) < 32 for key in keys):
        raise ValueError("keys of at least 32 random characters, separated by commas, or nothing")
    return keys


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError("one of " + ", ".join(choices))
        return text.lower()

    return read


def switch(text: str) -> bool | None:
    if text.lower() not in ("", "on", "off"):
        raise ValueError("on or off, or nothing")
    return text.lower() == "on" if text else None


def web_address(text: str) -> str:
    if text and urlsplit(text).scheme not in ("http", "https"):
        raise ValueError("an address that begins with http:// or https://, or nothing")
    return text.rstrip("/")


def web_addresses(text: str) -> str:
    found = [address.strip().rstrip("/") for address in text.split(",") if address.strip()]
    for address in found:
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise ValueError("addresses that begin with http:// or https://, separated by commas, or nothing")
        if urlsplit(address).username:
            raise ValueError("addresses without a user: a key goes in SEARCH_KEY")
    return ",".join(found)


def index_prefix(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,60}", text):
        raise ValueError("small letters, digits, - and _")
    return text


def sha256(text: str) -> str:
    digits = text.replace(":", "").lower()
    if digits and not re.fullmatch(r"[0-9a-f]{64}", digits):
        raise ValueError("64 hexadecimal digits, with or without colons, or nothing")
    return digits


def database_address(text: str) -> str:
    if text and not text.startswith(("sqlite:", "postgres:", "postgresql:", "postgresql+psycopg:")):
        raise ValueError("sqlite:///path or postgresql://…, or nothing")
    return text


def folder(text: str) -> Path:
    return Path(text)


def optional_folder(text: str) -> Path | None:
    if text and not Path(text).is_dir():
        raise ValueError("an existing folder, or nothing")
    return Path(text) if text else None


def mail_server(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_good = not text or (parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        is_good = False
    if not is_good:
        raise ValueError("smtp://user:password@host:587 or smtps://…, or nothing")
    return text


def sender(text: str) -> str:
    address = parseaddr(text)[1]
    if text and (not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or re.search(r"[\r\n]", text)):
        raise ValueError("an address such as Base de ressources <ne-pas-repondre@example.fr>, or nothing")
    return text


def existing_file(text: str) -> Path | None:
    if not text:
        return None
    path = Path(text)
    if not path.is_file():
        raise ValueError("the path of a file that exists, or nothing")
    return path


def limit(text: str) -> str:
    if text == "none":
        return text
    try:
        asked = parse_many(text)
    except ValueError:
        asked = []
    if not asked or any(each.amount < 1 for each in asked):
        raise ValueError("such as « 300 per minute », or none")
    return text
