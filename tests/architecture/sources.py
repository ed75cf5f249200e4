"""The files of the project, as the tests of this folder read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("directory", "fiche", "importers", "search")
NOT_OURS = ("static/vendor/", "node_modules/", ".venv/", "var/")


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files kept in the repository, or that will be; without git, those of the tree."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
    else:
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    paths = (ROOT / name for name in names if name and not name.startswith(NOT_OURS) and "__pycache__" not in name)
    return tuple(path for path in paths if path.is_file())


def named(*suffixes: str, under: str = "") -> list[Path]:
    return [path for path in tracked() if path.suffix in suffixes and relative(path).startswith(under)]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(package: str) -> Iterator[tuple[Path, ast.Module]]:
    """Give each module of a package with its syntax tree."""
    for path in named(".py", under=f"{package}/"):
        yield path, ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    """Give the dotted names that a module imports, wherever the statement stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
