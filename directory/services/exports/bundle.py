"""The use cases of exports, made for one running application."""

from collections.abc import Callable
from datetime import datetime

from directory.services.exports.behind import ExportWork
from directory.services.exports.exporting import Exports
from directory.services.exports.writing import ExportWriter, Terms
from directory.services.search.find import Finder
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.services.work.jobs import JobService
from directory.store.database import Database
from search.places.gazetteer import Gazetteer


def make_exports(
    database: Database,
    finder: Finder,
    words: VocabularyReader,
    gazetteer: Gazetteer,
    terms: Terms,
    *,
    now: Callable[[], datetime],
) -> Exports:
    """Return what pages and API ask for."""
    return Exports(finder, ExportWriter(database, words, gazetteer, terms, now=now), now=now)


def make_export_work(
    database: Database, gazetteer: Gazetteer, terms: Terms, *, now: Callable[[], datetime]
) -> ExportWork:
    """Return what the worker does."""
    writer = ExportWriter(database, VocabularyReader(database), gazetteer, terms, now=now)
    return ExportWork(writer, JobService(database))
