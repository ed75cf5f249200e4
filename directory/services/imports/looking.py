"""A file looked at before anything is kept: what was read of it, its format, what its columns may be."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from directory.services.imports.known import known_codes
from directory.services.taxonomy.editing import load_taxonomy
from directory.store.database import Database
from importers.columns.guess import SAMPLE_ROWS, Guess, guess_columns
from importers.convert import ImportContext
from importers.files.corrections import AS_FOUND, Corrections
from importers.files.reading import read_rows
from importers.files.rows import Rows
from importers.files.source import Source
from importers.recognition import Recognition, recognised
from importers.registry import known_columns
from search.places.clock import local_day
from search.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a file that nobody has mapped yet."""

    rows: Rows
    recognition: Recognition
    guesses: tuple[Guess, ...]


def look_at(
    database: Database,
    gazetteer: Gazetteer,
    source: Source,
    name: str,
    *,
    now: datetime,
    said: Corrections = AS_FOUND,
) -> Look:
    """Read a file and say what it is. Raises UnreadableFile."""
    rows = read_rows(source, name, columns=known_columns(), said=said)
    with database.read() as uow:
        known = known_codes(load_taxonomy(uow), uow.institutions.all())
    context = ImportContext(gazetteer, known, local_day(now))
    with closing(rows.open_rows()) as found:
        some = [row.cells for row in islice(found, SAMPLE_ROWS)]
    return Look(rows, recognised(rows, context), guess_columns(rows.header, some, gazetteer, known))
