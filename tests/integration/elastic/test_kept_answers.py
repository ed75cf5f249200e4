"""An answer of a cluster that is kept outlives no save."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from directory.adapters import make_indexer
from directory.services.search.kept_answers import KeptAnswers
from directory.services.search.standing import Follower, Standing
from directory.store.database import Database
from search.document import FINGERPRINT
from tests.accounts import Clock
from tests.api.asking import search
from tests.elastic import engine_on
from tests.fiches import FORM, LEA, NOW
from tests.site import PERMIT, make_site, settings_for

pytestmark = pytest.mark.elasticsearch


def test_a_save_between_two_askings_is_seen(
    sqlite_database: Database, tmp_path: Path, elasticsearch_url: Callable[[int], str]
) -> None:
    url = elasticsearch_url(8)
    with engine_on(url) as engine:
        settings = settings_for(tmp_path, SEARCH_URL=url, SEARCH_PREFIX=engine.prefix)
        site = make_site(sqlite_database, tmp_path, engine=engine, settings=settings)
        indexer = make_indexer(settings, database=sqlite_database, engine=engine, owner="worker", now=Clock())
        services = site.app.extensions["directory"]
        seconds = [0.0]
        standing = Standing(
            sqlite_database, engine, services.places, services.words,
            now=Clock(), follower=Follower((f"{engine.prefix}-{FINGERPRINT}",), 3.0), monotonic=lambda: seconds[0],
        )  # fmt: skip
        answers = KeptAnswers(1_000_000, standing.current)
        site.app.extensions["directory"] = replace(services, answers=answers)

        def title() -> str:
            found = search(site.client, "q=permis")["resultats"]
            return next(each["titre"] for each in found if each["id"] == PERMIT)

        for version, said in enumerate(("Permis à dix euros", "Permis à vingt euros"), start=1):
            content = replace(site.resources.get(PERMIT).content, title=said)
            site.resources.revise(PERMIT, content, expected_version=version, author=LEA, origin=FORM, now=NOW)
            assert title() == said
            indexer.follow()
            assert title() == said and answers.hits == version - 1
            seconds[0] += 3.0
            assert title() == title() == said and answers.hits == version
