from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from directory.app import create_app
from directory.store.database import Database
from search.places.gazetteer import Gazetteer, default_gazetteer
from search.sqlite.engine import SqliteEngine
from tests.fiches import GAZETTEER, NOW
from tests.site import settings_for

Run = Callable[..., Result]


def commands_of(app: Flask) -> Run:
    """Return a function that runs a command with its arguments."""
    runner = app.test_cli_runner()

    def run(*arguments: str | Path) -> Result:
        return runner.invoke(args=[str(argument) for argument in arguments])

    return run


def app_in(folder: Path, gazetteer: Gazetteer) -> Flask:
    return create_app(
        settings_for(folder),
        database=Database(f"sqlite:///{folder}/base/directory.sqlite3"),
        engine=SqliteEngine(folder / "index"),
        gazetteer=gazetteer,
        now=lambda: NOW,
    )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Commands over an empty folder."""
    return commands_of(app_in(tmp_path, GAZETTEER))


@pytest.fixture
def prepared(run: Run) -> Run:
    """Commands over a base that is ready, without any fiche."""
    assert run("prepare").exit_code == 0
    return run


@pytest.fixture(scope="package")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Commands over the demonstration base."""
    run = commands_of(app_in(tmp_path_factory.mktemp("demonstration"), default_gazetteer()))
    result = run("prepare", "--demo")
    assert result.exit_code == 0, result.output
    return run
