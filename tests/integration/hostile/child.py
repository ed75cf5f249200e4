"""Reads hostile files as the pages do, each in a process of its own: what came of it, its seconds, its memory."""

import json
import os
import resource
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from directory.services.imports.looks import look_from_json, look_into, look_json
from directory.store.database import Database
from directory.store.types import to_json
from search.places.gazetteer import default_gazetteer
from tests.integration.hostile.files import HostileFile, hostile_files

LONGEST_S = 300


def outcome_of(database: Database, file: HostileFile) -> str:
    """Return what is said of a file, ``lu`` and its rows when it is read."""
    content = file.make()
    look = look_into(database, default_gazetteer(), content, file.name, now=datetime(2026, 11, 30, tzinfo=UTC))
    kept = to_json(look_json(look))
    kept.encode()
    assert look_from_json(json.loads(kept)) is not None
    return f"lu {look.rows}" if look.unreadable is None else look.unreadable.text


def made(file: HostileFile, folder: Path) -> HostileFile:
    """Make a file in a process of its own, so that its making is not counted with its reading."""
    path = folder / "hostile"
    child = os.fork()
    if not child:
        path.write_bytes(file.make())
        os._exit(0)
    os.waitpid(child, 0)
    content = path.read_bytes()
    return HostileFile(file.name, lambda: content)


def alone(database: Database, file: HostileFile) -> dict[str, object]:
    """Read a file in a process that ends with it."""
    reader, writer = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if not child:
        signal.alarm(LONGEST_S)
        os.close(reader)
        try:
            said = outcome_of(database, file)
        except BaseException as error:
            said = f"!! {type(error).__name__}: {str(error)[:200]}"
        os.write(writer, said.encode("utf-8", "replace")[:4000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        said = stream.read().decode()
    _, status, used = os.wait4(child, 0)
    ended = "" if not status else f"!! ended by {status}"
    return {
        "name": file.name,
        "said": said or ended,
        "seconds": round(time.monotonic() - start, 1),
        "mb": used.ru_maxrss // 1024,
    }


def main(address: str, names: list[str]) -> None:
    """Write what came of some files, one JSON object a line. ``address``: of a database with its vocabularies."""
    database = Database(address)
    default_gazetteer().named("Arles")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted = set(names)
    with TemporaryDirectory() as folder:
        for file in hostile_files():
            if file.name in wanted:
                sys.stdout.write(json.dumps(alone(database, made(file, Path(folder)))) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin.read().split("\n"))
