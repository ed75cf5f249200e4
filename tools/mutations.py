"""Remove checks of rights one by one and see that the tests notice: ``python -m tools.mutations``.

Each mutation changes one line in a copy of the sources; the one test that promises what the check does runs there and
must fail, after it passed on the copy as it was.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("directory", "importers", "search", "fiche", "tests", "tools", "templates", "static", "setup.cfg", "wsgi.py")
PASSED, FAILED = 0, 1
"""How pytest ends. Anything else, such as a test that is not found, proves nothing."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One check taken away: ``before`` becomes ``after`` in a file, and ``test`` must notice."""

    file: str
    before: str
    after: str
    test: str


_GUARD = "tests/web/test_access_matrix.py::test_every_route_lets_in_whom_the_table_lets_in"
_OBJECTS = "tests/web/test_access_matrix.py::test_an_object_out_of_reach_is_not_there"
_ACCOUNTS = "tests/integration/accounts"
_PEOPLE = f"{_ACCOUNTS}/test_people.py::test_an_rgc"
_SUDO = f"{_ACCOUNTS}/test_people.py::test_delicate_acts_ask_who_one_is_again_after_ten_minutes"
_SERVICES = "directory/services/accounts"

MUTATIONS = (
    Mutation("directory/http/access.py", "if not may_somewhere(actor, action):", "if False:", _GUARD),
    Mutation("directory/http/access.py", "if not is_api() or request.method in READING_METHODS:", "if True:",
             "tests/web/test_sessions.py::test_a_cookie_never_writes_through_the_api"),
    Mutation(f"{_SERVICES}/reach.py", "if account is None or not may(caller.actor, Action.MANAGE_ACCOUNTS, "
             "owner=account.institution):", "if account is None:", _OBJECTS),
    Mutation(f"{_SERVICES}/reach.py", "    if account.is_administrator:\n        raise", "    if False:\n        raise",
             f"{_PEOPLE}_never_changes_an_administrator_nor_themselves"),
    Mutation(f"{_SERVICES}/reach.py", "if account.id == caller.actor.account:", "if False:",
             f"{_PEOPLE}_never_changes_an_administrator_nor_themselves"),
    Mutation(f"{_SERVICES}/reach.py", "if not caller.has_sudo(now):", "if False:", _SUDO),
    Mutation(f"{_SERVICES}/people.py", "if duty is Duty.ADMINISTRATOR and not (", "if False and not (",
             f"{_PEOPLE}_never_changes_an_administrator_nor_themselves"),
    Mutation(f"{_SERVICES}/invitations.py",
             "if found is None or not may(caller.actor, Action.MANAGE_ACCOUNTS, owner=institution):",
             "if found is None:", f"{_ACCOUNTS}/test_invitations.py::test_an_rgc_invites_in_reach_and_nowhere_else"),
    Mutation(f"{_SERVICES}/tokens.py",
             "if found is None or not may(caller.actor, Action.MANAGE_TOKENS, owner=found.institution):",
             "if found is None:", _OBJECTS),
    Mutation(f"{_SERVICES}/sessions.py", "if account is None or not account.may_enter(Door.SESSION, now):",
             "if account is None:",
             f"{_ACCOUNTS}/test_sign_in.py::test_a_session_left_behind_asks_the_state_of_its_account"),
    Mutation(f"{_SERVICES}/people.py", "wanted = replace(wanted, institutions=kept)", "pass",
             f"{_PEOPLE}_sees_and_changes_the_accounts_of_reach_and_no_other"),
)  # fmt: skip


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Path(folder)
        copy_sources(copy)
        tests = sorted({mutation.test for mutation in MUTATIONS})
        if run(copy, tests) != PASSED:
            sys.stdout.write("The tests fail before anything is removed.\n")
            return 1
        survivors = 0
        for number, mutation in enumerate(MUTATIONS, start=1):
            noticed = is_noticed(copy, mutation)
            survivors += not noticed
            said = "noticed" if noticed else "NOT NOTICED"
            sys.stdout.write(f"{number:>2}. {mutation.file}: {mutation.before.strip()[:70]!r} removed: {said}\n")
            sys.stdout.flush()
    return 1 if survivors else 0


def copy_sources(folder: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, symlinks=True, ignore=ignored)
        else:
            shutil.copy(source, folder / name)


def is_noticed(copy: Path, mutation: Mutation) -> bool:
    """Say whether the test fails once the check is gone. Raises ValueError when it is not there to begin with."""
    path = copy / mutation.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutation.before) != 1:
        raise ValueError(f"{mutation.file} has not exactly one {mutation.before!r}")
    path.write_text(text.replace(mutation.before, mutation.after), encoding="utf-8")
    try:
        return run(copy, [mutation.test]) == FAILED
    finally:
        path.write_text(text, encoding="utf-8")


def run(folder: Path, tests: Sequence[str]) -> int:
    """Return how pytest ended. On SQLite alone: what is tried is the check, not the database."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", "not postgresql", *tests]
    # Without files of bytecode: two writings within one second would look like one.
    environ = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
