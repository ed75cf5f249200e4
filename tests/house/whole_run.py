"""At the end of a run of the whole suite: every parameter was sent and answered, every error was met, or the run fails.

Each worker of pytest-xdist hands over what it sent. A run of some tests only is not judged.
"""

import pytest

from directory.criteria import PARAMETERS
from directory.errors import FIELD_ERRORS, REQUEST_ERRORS
from tests.house.sent import SENT, Sent

KEY = "sent"


def missing(sent: Sent) -> list[str]:
    """Return what no request showed, one line each."""
    parameters = [parameter.name for parameter in PARAMETERS if parameter.name not in sent.parameters]
    codes = [code for code in (*FIELD_ERRORS, *REQUEST_ERRORS) if code not in sent.codes]
    return [
        *(f"no search was answered with the parameter {name}" for name in parameters),
        *(f"nothing met the error {code}" for code in codes),
    ]


def is_whole(config: pytest.Config) -> bool:
    """Say whether everything that needs no special server was asked to run."""
    chosen = ("keyword", "lf", "failedfirst", "deselect", "ignore", "ignore_glob", "maxfail", "stepwise")
    if any(config.getoption(name, None) for name in chosen) or config.getoption("collectonly"):
        return False
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS or config.args == config.getini("testpaths")


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput[KEY] = SENT.lists()
    elif session.exitstatus == pytest.ExitCode.OK and is_whole(config) and missing(SENT):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object, error: object) -> None:
    SENT.add(getattr(node, "workeroutput", {}).get(KEY, Sent().lists()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if is_whole(config) and (found := missing(SENT)):
        terminalreporter.section("what the suite does not show, which fails the run")
        for line in found:
            terminalreporter.line(line)
