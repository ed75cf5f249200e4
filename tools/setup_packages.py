"""Make an environment hold exactly what the lock files name, or write the lock files.

    .venv/bin/python tools/setup_packages.py sync requirements.txt requirements-dev.txt
    .venv/bin/python tools/setup_packages.py lock [--upgrade]

The installer, uv, is locked like the rest, in requirements-setup.txt: pip fetches that single file, by its hash, and
uv does the rest. Nothing is resolved while installing: a newer release of anything changes nothing, and what no lock
names goes. Only the standard library is imported here, since nothing is installed yet when this runs.
"""

import argparse
import ast
import os
import re
import subprocess
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALLER_LOCK = ROOT / "requirements-setup.txt"
LOCKS = ("requirements-setup", "requirements", "requirements-dev")
"""In the order in which they are written: the last reads the one before it."""

OLDEST_PYTHON = "3.11"

PIP_TO_UV = {
    "cert": "SSL_CERT_FILE",
    "extra_index_url": "UV_INDEX",
    "find_links": "UV_FIND_LINKS",
    "index_url": "UV_DEFAULT_INDEX",
    "no_index": "UV_NO_INDEX",
    "proxy": "ALL_PROXY",
}
"""What a machine may have told pip about its network, by the name of the option with its blanks underlined, and the
variable by which uv hears the same.
"""


def main() -> None:
    given = read_arguments()
    try:
        install_the_installer()
        if given.task == "lock":
            write_locks(["--upgrade"] if given.upgrade else [])
        else:
            install_exactly(given.files, given.python)
    except subprocess.CalledProcessError as failed:
        sys.exit(f"L’installation des paquets Python a échoué ({' '.join(map(str, failed.cmd[:6]))} …).")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    tasks = parser.add_subparsers(dest="task", required=True)
    sync = tasks.add_parser("sync", help="install what the lock files name, and nothing else")
    sync.add_argument("files", nargs="+", type=Path)
    sync.add_argument(
        "--python", default=sys.executable, help="the Python of the environment to fill (default: this one)"
    )
    lock = tasks.add_parser("lock", help="write the lock files from the *.in files")
    lock.add_argument("--upgrade", action="store_true", help="take the newest versions instead of those locked")
    return parser.parse_args()


def install_the_installer() -> None:
    """Have pip install uv at its locked version, unless it is there."""
    if installed_version("uv") == locked_version("uv"):
        return
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([*command, "--no-deps", "--require-hashes", "-r", INSTALLER_LOCK], check=True)


def installed_version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def locked_version(name: str) -> str | None:
    found = re.search(rf"^{re.escape(name)}==(\S+)", INSTALLER_LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else None


def install_exactly(files: list[Path], python: str) -> None:
    """Fill the environment of ``python`` with what ``files`` and the installer's lock name; remove all the rest."""
    # The hashes say which file is the right one, from whatever index: a mirror's own builds are passed over.
    options = ["--require-hashes", "--index-strategy", "unsafe-best-match", "--python", python]
    run_uv("pip", "sync", *options, INSTALLER_LOCK, *files)
    run_uv("pip", "check", "--python", python)


def write_locks(choice: list[str]) -> None:
    """Write each lock for every platform; versions already locked stay, unless ``choice`` says ``--upgrade``."""
    for name in LOCKS:
        options = ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes", "--strip-extras", *choice]
        run_uv("pip", "compile", *options, "--output-file", f"{name}.txt", f"{name}.in")


def run_uv(*arguments: str | Path) -> None:
    """Run uv with what pip knows of the network; what it says is shown only when it fails."""
    environment = {"UV_CUSTOM_COMPILE_COMMAND": "make lock", **network_settings(), **os.environ}
    command = [sys.executable, "-m", "uv", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    if done.returncode:
        sys.stderr.write(done.stderr)
        done.check_returncode()


@cache
def network_settings() -> dict[str, str]:
    """Return the variables that tell uv what pip knows of this machine's network: a mirror, certificates, a proxy."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found: dict[str, str] = {}
    # Lines such as global.cert='/etc/ssl/certs/ca.pem'; those of the environment (:env:) count most.
    for line in sorted(listed.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        variable = PIP_TO_UV.get(name.rpartition(".")[2].replace("-", "_"))
        if variable:
            found[variable] = " ".join(str(ast.literal_eval(value)).split())
    if "UV_FIND_LINKS" in found:
        found["UV_FIND_LINKS"] = found["UV_FIND_LINKS"].replace(" ", ",")
    return found


if __name__ == "__main__":
    main()
