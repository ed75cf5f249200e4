"""The schema brought up to date, from code only: there is no alembic.ini."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from directory.store.database import Database

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database, *, to: str = "head") -> None:
    """Bring the schema to a revision, the newest one: all of it or, on an error, nothing.

    Several processes may call it at once: the first one works, the others wait and find it done.
    """
    with database.write() as uow:
        command.upgrade(_config(uow.connection), to)


def make_room(database: Database) -> None:
    """Make the folder of a SQLite file that is still to come."""
    if database.is_sqlite and database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)


def is_current(database: Database) -> bool:
    """Say whether the schema is that of this code."""
    with database.read() as uow:
        found = MigrationContext.configure(uow.connection).get_current_revision()
    return found == ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
