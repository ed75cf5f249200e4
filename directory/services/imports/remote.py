"""A file fetched from an address that an administrator gave, and from nowhere else.

A name is resolved once, every address it gives is looked at, and the connection goes to one of those that were looked
at: a name that answers otherwise the second time leads nowhere else. The same again at each redirect.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from io import BytesIO
from typing import TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_REDIRECTS = 5
STEP_S = 20.0
"""How long one step of a connection may take."""
CHUNK_BYTES = 1 << 16
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PORT = 443

Resolve: TypeAlias = Callable[[str, int], list[str]]
"""Gives the IP addresses of a name."""


class Unfetched(Exception):
    """A file could not be had; ``message`` says why in French."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file and the mark by which its server tells it from the next one, when it gives one."""

    content: bytes
    name: str
    etag: str


def resolved(host: str, port: int) -> list[str]:
    """Return the IP addresses of a name. Raises Unfetched."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unfetched("Ce nom de serveur n’existe pas, ou ne répond pas.") from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_public(address: str) -> bool:
    """Say whether an IP address is of the public Internet: neither of this machine nor of a network around it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inside is not None and not is_public(str(inside)):
            return False
        # What a translator makes of an address of the old protocol.
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


def checked_address(address: str) -> SplitResult:
    """Return the parts of an address that may be fetched, its name not yet resolved. Raises Unfetched."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Unfetched("Cette adresse ne peut pas être lue.") from error
    is_clean = address.isascii() and address.isprintable() and " " not in address
    if parts.scheme != "https" or not parts.hostname or not is_clean:
        raise Unfetched("L’adresse doit commencer par https:// et tenir sur une ligne, sans blanc.")
    if parts.username is not None or parts.password is not None:
        raise Unfetched("L’adresse ne doit porter ni nom ni mot de passe.")
    if port not in (None, _PORT):
        raise Unfetched("L’adresse ne doit pas dire de port.")
    return parts


class Fetcher:
    """Fetches files within limits.

    most_bytes   a longer file is given up as soon as it is known to be.
    within_s     for the whole of it, redirects included.
    """

    def __init__(
        self,
        *,
        most_bytes: int,
        within_s: float = 300.0,
        resolve: Resolve = resolved,
        may_connect: Callable[[str], bool] = is_public,
        port: int = _PORT,
        context: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most_bytes = most_bytes
        self._within_s = within_s
        self._resolve = resolve
        self._may_connect = may_connect
        self._port = port
        self._given = context
        self._clock = clock

    @cached_property
    def _context(self) -> ssl.SSLContext:
        # Reads the authorities of the machine: only where something is fetched.
        return self._given or ssl.create_default_context()

    def fetch(self, address: str, etag: str = "") -> Fetched | None:
        """Return the file at an address; None when it is still the one of ``etag``. Raises Unfetched."""
        end = self._clock() + self._within_s
        for _ in range(MOST_REDIRECTS + 1):
            parts = checked_address(address)
            with self._asked(parts, etag) as answer:
                if answer.status in _REDIRECTS:
                    address = _next(address, answer.headers.get("Location", ""))
                    continue
                if answer.status == http.client.NOT_MODIFIED:
                    return None
                if answer.status != http.client.OK:
                    raise Unfetched(f"Le serveur a répondu {answer.status} au lieu du fichier.")
                content = self._content(answer, end)
                return Fetched(content, _name_of(parts, answer.headers), answer.headers.get("ETag", ""))
        raise Unfetched("L’adresse renvoie à une autre, plus de cinq fois de suite.")

    @contextmanager
    def _asked(self, parts: SplitResult, etag: str) -> Iterator[http.client.HTTPResponse]:
        host = parts.hostname or ""
        headers = {"Accept-Encoding": "identity", "User-Agent": "base-de-ressources-partenariales"}
        if etag:
            headers["If-None-Match"] = etag
        connection = _ToOneAddress(host, self._address_of(host), self._port, self._context)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("GET", target, headers=headers)
            yield connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            raise Unfetched("Le serveur n’a pas répondu jusqu’au bout.") from error
        finally:
            connection.close()

    def _address_of(self, host: str) -> str:
        """Return the address to connect to: none is, when one of those that the name gives is not public."""
        found = self._resolve(host, self._port)
        if not found or not all(self._may_connect(each) for each in found):
            raise Unfetched("Cette adresse mène à un réseau privé\u00a0: elle n’est pas suivie.")
        return found[0]

    def _content(self, answer: http.client.HTTPResponse, end: float) -> bytes:
        said = answer.headers.get("Content-Length", "")
        if said.isascii() and said.isdigit() and int(said) > self._most_bytes:
            raise self._too_long()
        kept = BytesIO()
        while chunk := answer.read1(CHUNK_BYTES):
            kept.write(chunk)
            if kept.tell() > self._most_bytes:
                raise self._too_long()
            if self._clock() > end:
                raise Unfetched("Le fichier met trop de temps à venir.")
        if said.isascii() and said.isdigit() and kept.tell() != int(said):
            raise Unfetched("Le serveur n’a pas répondu jusqu’au bout.")
        return kept.getvalue()

    def _too_long(self) -> Unfetched:
        return Unfetched(f"Le fichier pèse plus de {self._most_bytes // (1024 * 1024)}\u00a0Mo.")


class _ToOneAddress(http.client.HTTPSConnection):
    """A connection to an IP address that was looked at, its certificate checked for the name."""

    def __init__(self, host: str, address: str, port: int, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=STEP_S, context=context)
        self._address = address
        self._tls = context

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), STEP_S)
        try:
            self.sock = self._tls.wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise


def _next(address: str, said: str) -> str:
    try:
        return urljoin(address, said)
    except ValueError as error:
        raise Unfetched("L’adresse renvoie à une autre, qui ne peut pas être lue.") from error


def _name_of(parts: SplitResult, headers: Message) -> str:
    said = headers.get_filename() or parts.path.rstrip("/").rsplit("/", 1)[-1]
    name = "".join(char for char in said.replace("\\", "/").rsplit("/", 1)[-1] if char.isprintable())
    return name[-150:] or "fichier"
