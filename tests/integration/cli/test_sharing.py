"""What the first web process does before it forks the others."""

import gc
from pathlib import Path

from structlog.testing import capture_logs

from directory.serving import share
from directory.store.database import Database
from search.query import SearchAnswer, SearchQuery
from search.reference import ReferenceEngine
from tests.site import make_site


class Stumbling(ReferenceEngine):
    """An engine in which some fiche breaks an answer, in a way that nobody foresaw."""

    def search(self, query: SearchQuery) -> SearchAnswer:
        raise ZeroDivisionError("Madame Personne")


def test_an_answer_that_breaks_keeps_no_site_from_starting(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, engine=Stumbling())
    try:
        with capture_logs() as events:
            share(site.app)
    finally:
        gc.unfreeze()
    (told,) = [each for each in events if each["event"] == "start.rehearsal_failed"]
    assert told["error"] == "ZeroDivisionError" and "Personne" not in repr(told)
