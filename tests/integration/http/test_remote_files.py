"""A file fetched from an address: within limits, never from a private network, whatever a name or a redirect says."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from directory.services.imports.remote import Fetched, Fetcher, Unfetched, checked_address, is_public, resolved
from tests.house.served import running

HOST = "fichiers.exemple"
FILE = b"nom;ville\nRelais;Arles\n"


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/ailleurs"):
            self.send_response(302)
            self.send_header("Location", f"https://{HOST}/liste.csv" if self.path.endswith("ici") else self.path)
            self.end_headers()
        elif self.path == "/dedans":
            self.send_response(302)
            self.send_header("Location", "https://interne.exemple/secret")
            self.end_headers()
        elif self.path == "/en-clair":
            self.send_response(302)
            self.send_header("Location", "http://fichiers.exemple/liste.csv")
            self.end_headers()
        elif self.path == "/illisible":
            self.send_response(302)
            self.send_header("Location", "https://[ici/")
            self.end_headers()
        elif self.path == "/absent":
            self.send_error(404)
        elif self.path == "/long":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"a" * 5000)
        elif self.path == "/coupe":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(FILE)
        elif self.headers.get("If-None-Match") == '"un"':
            self.send_response(304)
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("ETag", '"un"')
            self.send_header("Content-Length", str(len(FILE)))
            self.end_headers()
            self.wfile.write(FILE)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the name of the tests, its key beside."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "all.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def port(tls: Path) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with running(server):
        yield server.server_address[1]


@pytest.fixture
def fetcher(port: int, tls: Path) -> Fetcher:
    """The one of the product, but that the name of the tests is this machine, and may be connected to."""
    return Fetcher(
        most_bytes=1000, port=port, context=ssl.create_default_context(cafile=str(tls)), resolve=names, may_connect=near
    )


def names(host: str, port: int) -> list[str]:
    return {HOST: ["127.0.0.1"], "interne.exemple": ["10.0.0.8"], "double.exemple": ["93.184.216.34", "10.0.0.8"]}[host]


def near(address: str) -> bool:
    return address == "127.0.0.1" or is_public(address)


def test_a_file_is_fetched_with_its_mark_and_not_again(fetcher: Fetcher) -> None:
    assert fetcher.fetch(f"https://{HOST}/liste.csv") == Fetched(FILE, "liste.csv", '"un"')
    assert fetcher.fetch(f"https://{HOST}/liste.csv", '"un"') is None
    assert fetcher.fetch(f"https://{HOST}/ailleurs/ici") == Fetched(FILE, "liste.csv", '"un"')


@pytest.mark.parametrize(
    "path, said",
    [
        ("ailleurs/sans-fin", "plus de cinq fois"),
        ("dedans", "réseau privé"),
        ("en-clair", "https"),
        ("illisible", "ne peut pas être lue"),
        ("absent", "404"),
        ("long", "pèse plus de"),
        ("coupe", "jusqu’au bout"),
    ],
)
def test_what_goes_wrong_is_said(fetcher: Fetcher, path: str, said: str) -> None:
    with pytest.raises(Unfetched, match=said):
        fetcher.fetch(f"https://{HOST}/{path}")


def test_a_name_of_which_one_address_is_private_is_not_followed(fetcher: Fetcher) -> None:
    with pytest.raises(Unfetched, match="réseau privé"):
        fetcher.fetch("https://double.exemple/liste.csv")


def test_a_certificate_of_another_name_is_not_believed(port: int, tls: Path) -> None:
    context = ssl.create_default_context(cafile=str(tls))
    fetcher = Fetcher(
        most_bytes=1000, port=port, context=context, resolve=lambda host, port: ["127.0.0.1"], may_connect=near
    )
    with pytest.raises(Unfetched, match="jusqu’au bout"):
        fetcher.fetch("https://autre.exemple/liste.csv")


def test_a_file_that_comes_too_slowly_is_given_up(port: int, tls: Path) -> None:
    ticks = iter(range(0, 10_000, 400))
    fetcher = Fetcher(
        most_bytes=1000, port=port, context=ssl.create_default_context(cafile=str(tls)), resolve=names,
        may_connect=near, clock=lambda: float(next(ticks)),
    )  # fmt: skip
    with pytest.raises(Unfetched, match="trop de temps"):
        fetcher.fetch(f"https://{HOST}/liste.csv")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "2002:7f00:1::",
        "64:ff9b::a00:1",
    ],
)  # fmt: skip
def test_no_address_of_a_private_network_is_public(address: str) -> None:
    assert not is_public(address)


def test_addresses_of_the_internet_are_public() -> None:
    assert all(map(is_public, ("93.184.216.34", "2606:4700::1111", "::ffff:93.184.216.34")))
    assert ipaddress.ip_address(resolved("127.0.0.1", 443)[0]).is_loopback


@pytest.mark.parametrize(
    "address",
    [
        "http://exemple.fr/a.csv", "ftp://exemple.fr/a", "file:///etc/passwd", "https://", "exemple.fr",
        "https://moi:secret@exemple.fr/a", "https://exemple.fr:8443/a", "https://exemple.fr/a b", "https://exe\nmple.fr",
        "https://[::1", "https://exemple.fr:notaport/", "https://éxemple.fr/",
    ],
)  # fmt: skip
def test_an_address_that_is_not_one_to_fetch_is_refused(address: str) -> None:
    with pytest.raises(Unfetched):
        checked_address(address)
