"""Remove checks of rights one by one and see that the tests notice: ``python -m tools.mutations``.

Each mutation changes one line in a copy of the sources; the tests of access run there and must fail.
"""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("directory", "importers", "search", "fiche", "tests", "tools", "templates", "static", "setup.cfg", "wsgi.py")
LINKED = (".venv",)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One check taken away: ``before`` becomes ``after`` in a file, and ``tests`` must notice."""

    file: str
    before: str
    after: str
    tests: str


_GUARD = "tests/web/test_access_matrix.py"
_PEOPLE = "tests/integration/accounts/test_people.py"
_LINKS = "tests/integration/accounts/test_links_factors_tokens.py"
_SIGN_IN = "tests/integration/accounts/test_sign_in.py"
_INVITATIONS = "tests/integration/accounts/test_invitations.py"
_SERVICES = "directory/services/accounts"

MUTATIONS = (
    Mutation("directory/http/access.py", "if not may_somewhere(actor, action):", "if False:", _GUARD),
    Mutation("directory/http/access.py", "if not is_api() or request.method in READING_METHODS:", "if True:",
             "tests/web/test_sessions.py"),
    Mutation(f"{_SERVICES}/reach.py", "if account is None or not may(caller.actor, Action.MANAGE_ACCOUNTS, "
             "owner=account.institution):", "if account is None:", _PEOPLE),
    Mutation(f"{_SERVICES}/reach.py", "    if account.is_administrator:\n        raise", "    if False:\n        raise",
             _PEOPLE),
    Mutation(f"{_SERVICES}/reach.py", "if account.id == caller.actor.account:", "if False:", _PEOPLE),
    Mutation(f"{_SERVICES}/reach.py", "if not caller.has_sudo(now):", "if False:", _PEOPLE),
    Mutation(f"{_SERVICES}/people.py", "if duty is Duty.ADMINISTRATOR and not (", "if False and not (", _PEOPLE),
    Mutation(f"{_SERVICES}/invitations.py",
             "if found is None or not may(caller.actor, Action.MANAGE_ACCOUNTS, owner=institution):",
             "if found is None:", _INVITATIONS),
    Mutation(f"{_SERVICES}/tokens.py",
             "if found is None or not may(caller.actor, Action.MANAGE_TOKENS, owner=found.institution):",
             "if found is None:", _LINKS),
    Mutation(f"{_SERVICES}/sessions.py", "if account is None or not account.may_enter(Door.SESSION, now):",
             "if account is None:", _SIGN_IN),
    Mutation(f"{_SERVICES}/people.py", "wanted = replace(wanted, institutions=kept)", "pass", _PEOPLE),
)  # fmt: skip


def main() -> int:
    survivors = 0
    for number, mutation in enumerate(MUTATIONS, start=1):
        noticed = is_noticed(mutation)
        survivors += not noticed
        said = "noticed" if noticed else "NOT NOTICED"
        sys.stdout.write(f"{number:>2}. {mutation.file}: {mutation.before.strip()[:70]!r} removed: {said}\n")
        sys.stdout.flush()
    return 1 if survivors else 0


def is_noticed(mutation: Mutation) -> bool:
    """Say whether the tests fail once the check is gone. Raises ValueError when it is not there to begin with."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, copy / name)
        path = copy / mutation.file
        text = path.read_text(encoding="utf-8")
        if text.count(mutation.before) != 1:
            raise ValueError(f"{mutation.file} has not exactly one {mutation.before!r}")
        path.write_text(text.replace(mutation.before, mutation.after), encoding="utf-8")
        # On SQLite alone: what is tried is the check, not the database.
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-k", "not postgresql", mutation.tests]
        return subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 1


if __name__ == "__main__":
    sys.exit(main())
