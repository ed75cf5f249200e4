"""The locks name all that is installed: nothing is left to be chosen on the day of an installation."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.sources import ROOT

RUNTIME = ("requirements-setup", "requirements")
DEVELOPMENT = (*RUNTIME, "requirements-dev")
LINE = re.compile(r"^(\S+?)==(\S+)(?: ; ([^\\]+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement that holds on this machine, and who asks for it."""

    by: str
    requirement: Requirement


def locked(names: tuple[str, ...]) -> dict[str, Version]:
    """Return the packages that these locks install on this machine."""
    found = {}
    for name in names:
        for package, version, marker, _ in LINE.findall((ROOT / f"{name}.txt").read_text(encoding="utf-8")):
            requirement = Requirement(f"{package} ; {marker}" if marker else package)
            if requirement.marker is None or requirement.marker.evaluate():
                found[canonicalize_name(package)] = Version(version)
    return found


def wanted(names: tuple[str, ...]) -> list[Requirement]:
    """Return what the ``*.in`` files ask for by name."""
    lines = [line for name in names for line in (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-c "))]


def asked(roots: list[Requirement]) -> Iterator[Asked]:
    """Give the roots and all that they ask for, extras followed, as an installer that resolves would."""
    waiting = [Asked("*.in", root) for root in roots]
    seen: set[tuple[str, str]] = set()
    while waiting:
        one = waiting.pop()
        yield one
        for extra in ("", *one.requirement.extras):
            key = (canonicalize_name(one.requirement.name), extra)
            if key not in seen:
                seen.add(key)
                waiting += asked_by(one.requirement.name, extra)


def asked_by(name: str, extra: str) -> list[Asked]:
    found = [Requirement(line) for line in metadata.requires(name) or ()]
    return [Asked(name, one) for one in found if one.marker is None or one.marker.evaluate({"extra": extra})]


@pytest.mark.parametrize("names", [RUNTIME, DEVELOPMENT], ids=["runtime", "development"])
def test_whatever_is_asked_for_is_satisfied_by_the_lock(names: tuple[str, ...]) -> None:
    versions = locked(names)
    for one in asked(wanted(names)):
        version = versions.get(canonicalize_name(one.requirement.name))
        assert version is not None, f"{one.requirement}, asked for by {one.by}, is not locked"
        assert one.requirement.specifier.contains(version, prereleases=True), f"{one.by}: {one.requirement}, {version}"


@pytest.mark.parametrize("names", [RUNTIME, DEVELOPMENT], ids=["runtime", "development"])
def test_whatever_is_locked_is_asked_for_and_installed_at_its_version(names: tuple[str, ...]) -> None:
    asked_for = {canonicalize_name(one.requirement.name) for one in asked(wanted(names))}
    versions = locked(names)
    assert set(versions) == asked_for
    assert {name: Version(metadata.version(name)) for name in versions} == versions


@pytest.mark.parametrize("name", DEVELOPMENT)
def test_every_line_of_a_lock_is_one_version_with_its_hashes(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    unread = [line for line in LINE.sub("", text).splitlines() if line and not line.lstrip().startswith("#")]
    assert not unread


def test_the_two_locks_agree_on_what_both_name() -> None:
    runtime, development = locked(RUNTIME), locked(("requirements-dev",))
    both = runtime.keys() & development.keys()
    assert {name: runtime[name] for name in both} == {name: development[name] for name in both}


def test_npm_locks_one_version_and_one_fingerprint_for_each_package() -> None:
    asked_for = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == asked_for
    for path, package in packages.items():
        assert package["integrity"].startswith("sha512-"), path
        assert "resolved" not in package, path
    directly = {name: packages[f"node_modules/{name}"]["version"] for name in asked_for}
    assert directly == asked_for
