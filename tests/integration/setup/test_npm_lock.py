"""``npm ci`` with our .npmrc takes the locked versions, by their fingerprints, without an address in the lock.

A registry of this test's own offers two packages in two versions; what is asked for, the newer ones would do too.
"""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.house.served import running

ROOT = Path(__file__).resolve().parents[3]
VERSIONS = ("1.0.0", "1.9.0")
ASKED = {"house-icons": "^1.0.0", "house-page": "^1.0.0"}
NEEDS = {"house-icons": {}, "house-page": {"house-icons": "^1.0.0"}}


@dataclass(slots=True)
class Registry:
    """Packages by name and version; ``files`` is what is sent, which a test may spoil."""

    files: dict[str, bytes] = field(default_factory=dict)
    address: str = ""

    def page(self, name: str) -> dict[str, object]:
        versions = {version: self.described(name, version) for version in VERSIONS}
        return {"name": name, "dist-tags": {"latest": VERSIONS[-1]}, "versions": versions}

    def described(self, name: str, version: str) -> dict[str, object]:
        tarball = {"tarball": f"{self.address}/{name}/-/{name}-{version}.tgz", "integrity": fingerprint(name, version)}
        return {"name": name, "version": version, "dependencies": NEEDS[name], "dist": tarball}


def package_file(name: str, version: str) -> bytes:
    manifest = json.dumps({"name": name, "version": version, "dependencies": NEEDS[name]}).encode()
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w:gz", compresslevel=0) as archive:
        described = tarfile.TarInfo("package/package.json")
        described.size = len(manifest)
        archive.addfile(described, io.BytesIO(manifest))
    # The header of gzip holds the time at which it was written.
    written = bytearray(kept.getvalue())
    written[4:8] = bytes(4)
    return bytes(written)


def fingerprint(name: str, version: str) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(package_file(name, version)).digest()).decode()


@pytest.fixture
def registry() -> Iterator[Registry]:
    kept = Registry({f"/{name}/-/{name}-{at}.tgz": package_file(name, at) for name in NEEDS for at in VERSIONS})

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/")
            body = json.dumps(kept.page(name)).encode() if name in NEEDS else kept.files.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the test reads what npm says."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    kept.address = f"http://127.0.0.1:{server.server_port}"
    with running(server):
        yield kept


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with our .npmrc, and a lock of the older versions in the form that ours has."""
    if shutil.which("npm") is None:
        pytest.skip("no npm here: apt-get install nodejs npm")
    folder = tmp_path / "project"
    folder.mkdir()
    shutil.copy(ROOT / ".npmrc", folder)
    manifest = {"name": "project", "version": "0.1.0", "dependencies": ASKED}
    (folder / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    packages: dict[str, object] = {"": manifest}
    for name in NEEDS:
        integrity = fingerprint(name, VERSIONS[0])
        packages[f"node_modules/{name}"] = {
            "version": VERSIONS[0],
            "integrity": integrity,
            "dependencies": NEEDS[name],
        }
    lock = {"name": "project", "version": "0.1.0", "lockfileVersion": 3, "requires": True, "packages": packages}
    (folder / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return folder


def npm_ci(project: Path, registry: Registry) -> subprocess.CompletedProcess[str]:
    """Run the command of the Makefile, which Dockerfile repeats, against this registry and an empty cache."""
    commands = {
        re.search(r"npm ci[^|\n{]*", (ROOT / name).read_text(encoding="utf-8")) for name in ("Makefile", "Dockerfile")
    }
    [command] = {found[0].strip() for found in commands if found}
    told = {"npm_config_registry": registry.address, "npm_config_cache": str(project / "cache")}
    told["npm_config_fetch_retries"] = "0"
    environment = {name: value for name, value in os.environ.items() if not name.lower().startswith("npm_config")}
    done = [*command.split(), "--loglevel", "error"]
    return subprocess.run(
        done, cwd=project, env=environment | told, capture_output=True, text=True, check=False, timeout=600
    )


def installed(project: Path) -> dict[str, str]:
    manifests = [json.loads(path.read_text("utf-8")) for path in project.glob("node_modules/*/package.json")]
    return {manifest["name"]: manifest["version"] for manifest in manifests}


def test_the_locked_versions_are_installed_although_newer_ones_are_on_offer(project: Path, registry: Registry) -> None:
    done = npm_ci(project, registry)
    assert done.returncode == 0, done.stderr
    assert installed(project) == dict.fromkeys(NEEDS, VERSIONS[0])


def test_a_file_that_is_not_the_one_locked_is_refused(project: Path, registry: Registry) -> None:
    registry.files["/house-icons/-/house-icons-1.0.0.tgz"] = package_file("house-icons", VERSIONS[1])
    done = npm_ci(project, registry)
    assert done.returncode != 0
    assert "EINTEGRITY" in done.stderr


def test_a_lock_that_lacks_a_package_is_refused(project: Path, registry: Registry) -> None:
    path = project / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    del lock["packages"]["node_modules/house-icons"]
    path.write_text(json.dumps(lock), encoding="utf-8")
    done = npm_ci(project, registry)
    assert done.returncode != 0
    assert installed(project) == {}
