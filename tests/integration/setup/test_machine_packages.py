"""What Debian brings is not locked: when it is missing, the set-up says what to install, in one sentence."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ALWAYS_THERE = ("sh", "id", "mktemp", "rm", "tail", "dirname")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder to be the whole PATH: a shell and little else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ALWAYS_THERE:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def put(folder: Path, name: str, script: str) -> None:
    command = folder / name
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(0o755)


def run(script: str, path: Path, **told: str) -> subprocess.CompletedProcess[str]:
    # A copy, so that no .venv is found beside the script.
    copy = path.parent / "tools" / script
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / "tools" / script, copy)
    environment = {"PATH": str(path), **told}
    return subprocess.run(["sh", str(copy)], capture_output=True, text=True, check=False, env=environment)


def test_without_python_one_is_told_what_to_install(bare: Path) -> None:
    refused = run("setup_python.sh", bare)
    assert refused.returncode == 1
    assert "apt-get install python3 python3-venv" in refused.stderr


def test_a_python_without_venv_is_no_python(bare: Path) -> None:
    put(bare, "python3", "exit 1")
    refused = run("setup_python.sh", bare)
    assert refused.returncode == 1
    assert "avec son module venv" in refused.stderr


def test_without_node_one_is_told_what_to_install(bare: Path) -> None:
    refused = run("setup_node.sh", bare)
    assert refused.returncode == 1
    assert "apt-get install nodejs npm" in refused.stderr


def test_an_old_node_is_named_with_the_version_wanted(bare: Path) -> None:
    put(bare, "node", 'case "$1" in --version) echo v16.0.0;; *) echo 16;; esac')
    put(bare, "npm", "exit 0")
    refused = run("setup_node.sh", bare)
    assert refused.returncode == 1
    assert "v16.0.0 est trop ancien : il faut la version 18" in refused.stderr


def test_without_a_browser_its_tests_are_said_to_be_skipped(bare: Path) -> None:
    went_on = run("setup_browser.sh", bare)
    assert went_on.returncode == 0
    assert "apt-get install chromium" in went_on.stderr
    assert "seront sautés" in went_on.stderr


def test_without_a_browser_ci_fails(bare: Path) -> None:
    refused = run("setup_browser.sh", bare, CI="true")
    assert refused.returncode == 1
    assert "apt-get install chromium" in refused.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may have apt-get install something")
@pytest.mark.parametrize("ci, code", [("true", 1), ("", 0)])
def test_a_browser_that_apt_cannot_install_fails_in_ci_alone(bare: Path, ci: str, code: int) -> None:
    put(bare, "apt-get", "echo 'E: Unable to locate package chromium' >&2; exit 100")
    done = run("setup_browser.sh", bare, CI=ci)
    assert done.returncode == code
    assert "Unable to locate package" in done.stderr
    assert "n’a pas pu être installé" in done.stderr
