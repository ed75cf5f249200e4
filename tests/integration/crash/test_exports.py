"""kill -9 at any moment of a file that a worker writes: nobody is given a part of it, and the next writes it whole."""

import random
from dataclasses import replace

import pytest

from directory.services.exports.behind import Pieces
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Save
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from directory.store.exports import EXPORT_PIECE_BYTES
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche
from tests.integration.crash.exporter import write
from tests.integration.crash.test_crashes import address
from tests.integration.crash.victims import Victim

FICHES, LONG = 900, "Un accompagnement de plusieurs mois, avec un moniteur. " * 50
"""Of several slices, and of more than two pieces."""


def filled(base: Database) -> None:
    seed(base, TAXONOMY)
    resources = ResourceService(base, GAZETTEER)
    contents = (replace(fiche(f"Permis {rank}"), description=LONG, institution="") for rank in range(FICHES))
    with base.write() as uow:
        resources.save_many(uow, [Save(each, LEA, FORM) for each in contents], now=NOW)


def asked(base: Database) -> int:
    with base.write() as uow:
        return uow.exports.add(7, "csv", frozenset(), total=FICHES, at=NOW)


def content_of(base: Database, number: int) -> bytes | None:
    """Return a file as it is given, None as long as it is not."""
    with base.read() as uow:
        found = uow.exports.get(number)
    assert found is not None
    if found.ready_at is None:
        return None
    content = b"".join(Pieces(base, found))
    assert len(content) == found.size
    return content


@pytest.mark.slow
def test_a_file_whose_worker_was_killed_is_written_whole_by_the_next(sqlite_database: Database, rounds: int) -> None:
    base = sqlite_database
    filled(base)
    draw, whole = random.Random(rounds), asked(base)
    write(base, whole)
    expected = content_of(base, whole)
    assert expected is not None and len(expected) > 2 * EXPORT_PIECE_BYTES
    for _ in range(rounds):
        number = asked(base)
        Victim("exporter", (address(base), str(number))).kill_after(draw.randrange(1, 4), draw, within_s=0.1)
        assert content_of(base, number) in (None, expected)
        write(base, number)
        assert content_of(base, number) == expected
