"""What concerns offices: the use cases of one application, made once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.domain.offices import LABELS, LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTE, MOST_AREAS
from directory.services.fiches.page import Fiches
from directory.services.offices.answering import Sector
from directory.services.offices.belonging import Belonging
from directory.services.offices.importing import OfficeImport
from directory.services.offices.keeping import Offices
from directory.services.offices.notes import TeamNotes
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Database
from importers.offices import OfficeLimits, OfficeReader
from search.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class OfficeRoom:
    """``reader``: of the rows that a form or a file says."""

    kept: Offices
    belonging: Belonging
    importing: OfficeImport
    notes: TeamNotes
    sector: Sector
    reader: OfficeReader


def make_offices(
    database: Database, fiches: Fiches, words: VocabularyReader, *, now: Callable[[], datetime]
) -> OfficeRoom:
    gazetteer = fiches.gazetteer
    reader = office_reader(gazetteer)
    return OfficeRoom(
        Offices(database, now=now),
        Belonging(database, now=now),
        OfficeImport(database, reader, now=now),
        TeamNotes(database, now=now),
        Sector(database, gazetteer, fiches, words, now=now),
        reader,
    )


def office_reader(gazetteer: Gazetteer) -> OfficeReader:
    """Return what reads the rows of offices."""
    limits = OfficeLimits(LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NOTE, MOST_AREAS)
    return OfficeReader(gazetteer, {kind.value: label for kind, label in LABELS.items()}, limits)
