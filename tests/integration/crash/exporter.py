"""A process that writes a file of the whole base, as a worker does, and prints a line after each slice."""

import sys

from directory.domain.jobs import Job, JobState
from directory.services.exports.behind import WRITE, ExportWork
from directory.services.exports.bundle import make_export_work
from directory.services.exports.writing import Terms
from directory.store.database import Database
from tests.fiches import GAZETTEER, NOW


def work_of(database: Database) -> ExportWork:
    return make_export_work(database, GAZETTEER, Terms(), now=lambda: NOW)


def write(database: Database, number: int) -> None:
    job = Job(1, WRITE, None, {"export": number}, JobState.RUNNING, {}, 1, "", "essai", NOW, NOW, NOW, None)
    work_of(database).write_asked(job, tell)


def tell() -> None:
    sys.stdout.write("slice\n")
    sys.stdout.flush()


if __name__ == "__main__":
    write(Database(sys.argv[1]), int(sys.argv[2]))
