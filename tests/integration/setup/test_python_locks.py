"""What is locked is what gets installed, whatever was released since: Makefile's and Dockerfile's own commands are run.

A shelf of packages stands for the index. It offers a newer version of each of the three locked packages, and one of
them asks for another with an extra, which the lock does not repeat: there pip 23, when it resolves, takes the newest.
"""

import os
import re
import shlex
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.setup.wheels import make_wheel, write_lock

ROOT = Path(__file__).resolve().parents[3]
LOCKED = {"house-cov": "1.0", "house-test": "1.0", "house-toml": "1.0"}


@dataclass(frozen=True, slots=True)
class Machine:
    """A fresh environment, and the shelf of packages that it can reach instead of an index."""

    python: Path
    shelf: Path

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command that knows the shelf as pip is told of one, and no network."""
        told = {"PIP_FIND_LINKS": str(self.shelf), "PIP_NO_INDEX": "1", "UV_NO_CACHE": "1", "PIP_NO_CACHE_DIR": "1"}
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))} | told
        return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, env=environment)

    def installed(self) -> dict[str, str]:
        """Return name to version of all that the environment holds, pip apart."""
        code = "from importlib import metadata as m\nfor d in m.distributions(): print(d.metadata['Name'], d.version)"
        listed = self.run(self.python, "-c", code).stdout.splitlines()
        return {name: version for name, version in map(str.split, listed) if name not in {"pip", "uv"}}


Install = Callable[[Machine, Path], subprocess.CompletedProcess[str]]


def as_the_makefile_does(machine: Machine, lock: Path) -> subprocess.CompletedProcess[str]:
    return machine.run(sys.executable, ROOT / "tools/setup_packages.py", "sync", "--python", machine.python, lock)


def as_the_image_does(machine: Machine, lock: Path) -> subprocess.CompletedProcess[str]:
    """Run the ``pip`` commands of the Dockerfile's line, on this environment and this lock."""
    [line] = re.findall(r"^RUN (pip install .*)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    for command in line.split(" && "):
        words = [str(lock) if word == "requirements.txt" else word for word in shlex.split(command)]
        done = machine.run(sys.executable, "-m", words[0], "--python", machine.python, *words[1:])
        if done.returncode:
            break
    return done


WAYS = [pytest.param(as_the_makefile_does, id="makefile"), pytest.param(as_the_image_does, id="image")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    venv.create(tmp_path / "env", with_pip=False)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    return Machine(tmp_path / "env/bin/python", shelf)


@pytest.fixture
def lock(machine: Machine, tmp_path: Path) -> Path:
    """The lock of three packages at 1.0, of which the shelf has 2.0 too."""
    wheels = [wheel for version in ("1.0", "2.0") for wheel in three_wheels(machine.shelf, version)]
    return write_lock(tmp_path / "lock.txt", *wheels[:3])


def three_wheels(shelf: Path, version: str) -> list[Path]:
    return [
        make_wheel(shelf, "house-cov", version, 'house-toml; extra == "toml"', extras=["toml"]),
        make_wheel(shelf, "house-test", version, "house-cov[toml]>=1.0"),
        make_wheel(shelf, "house-toml", version),
    ]


@pytest.mark.parametrize("installer", [["pip"], ["uv", "pip"]], ids=["pip", "uv"])
def test_without_a_lock_this_shelf_gives_the_newer_ones(installer: list[str], machine: Machine, lock: Path) -> None:
    asked = ["--python", str(machine.python)]
    options = ["install", "house-test", *asked] if installer[0] == "uv" else [*asked, "install", "house-test"]
    done = machine.run(sys.executable, "-m", *installer, *options, "--find-links", machine.shelf, "--no-index")
    assert done.returncode == 0, done.stderr
    assert machine.installed() == dict.fromkeys(LOCKED, "2.0")


@pytest.mark.parametrize("install", WAYS)
def test_the_locked_versions_are_installed_although_newer_ones_are_on_offer(
    install: Install, machine: Machine, lock: Path
) -> None:
    done = install(machine, lock)
    assert done.returncode == 0, done.stderr
    assert machine.installed() == LOCKED


@pytest.mark.parametrize("install", WAYS)
def test_a_lock_that_lacks_a_package_is_refused(install: Install, machine: Machine, lock: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text(lock.read_text(encoding="utf-8").partition("house-test")[2], encoding="utf-8")
    short.write_text("house-test" + short.read_text(encoding="utf-8"), encoding="utf-8")
    refused = install(machine, short)
    assert refused.returncode != 0
    assert "house-cov" in refused.stdout + refused.stderr


@pytest.mark.parametrize("install", WAYS)
def test_a_file_that_is_not_the_one_locked_is_refused(install: Install, machine: Machine, lock: Path) -> None:
    make_wheel(machine.shelf, "house-toml", "1.0", extras=["changed"])
    assert install(machine, lock).returncode != 0
    assert "house-toml" not in machine.installed()


def test_what_the_lock_does_not_name_goes_and_newer_versions_come_back(
    machine: Machine, lock: Path, tmp_path: Path
) -> None:
    other = write_lock(
        tmp_path / "other.txt",
        make_wheel(machine.shelf, "house-stray", "1.0"),
        *sorted(machine.shelf.glob("*-2.0-*.whl")),
    )
    assert as_the_makefile_does(machine, other).returncode == 0
    assert machine.installed() == dict.fromkeys(LOCKED, "2.0") | {"house-stray": "1.0"}
    assert as_the_makefile_does(machine, lock).returncode == 0
    assert machine.installed() == LOCKED
