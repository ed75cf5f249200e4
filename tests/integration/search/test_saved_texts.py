"""Beside words, texts are shown as the index holds them, as long as it holds the very texts of the fiche."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from directory.services.search.kept_lines import KeptLines
from directory.services.search.saved_texts import SavedTexts
from directory.store.database import Database
from search.sqlite.engine import SqliteEngine
from tests.api.asking import search
from tests.fiches import FORM, LEA, NOW
from tests.site import CRECHE, PERMIT, Site, make_site

LONG = (
    "Un accueil le matin. " * 12
    + "Le permis se passe ici, et le code\nse prépare\u00a0: venez ! "
    + "Le soir aussi. " * 12
)


@pytest.fixture
def engine(tmp_path: Path) -> SqliteEngine:
    return SqliteEngine(tmp_path / "index")


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path, engine: SqliteEngine) -> Site:
    return make_site(sqlite_database, tmp_path, engine=engine)


def excerpt(site: Site, words: str) -> str:
    found = next(each for each in search(site.client, f"q={words}")["resultats"] if each["id"] == PERMIT)
    return str(found["extrait"])


def describe(site: Site, description: str, version: int) -> None:
    content = replace(site.resources.get(PERMIT).content, description=description)
    site.resources.revise(
        PERMIT, content, expected_version=version, author=LEA, origin=FORM, now=NOW + timedelta(minutes=version)
    )


def test_an_index_that_is_behind_shows_the_texts_of_now(site: Site) -> None:
    describe(site, LONG, 1)
    behind = excerpt(site, "permis")
    assert behind.startswith("Le permis se passe ici, et le code se prépare : venez !")
    site.index()
    assert excerpt(site, "permis") == behind
    describe(site, LONG.replace("Le permis", "Sur demande, le permis"), 2)
    assert excerpt(site, "permis").startswith("Sur demande, le permis")


def test_what_is_known_of_texts_is_kept_as_long_as_they_are_and_no_more(site: Site, engine: SqliteEngine) -> None:
    lines = KeptLines(site.database).published([PERMIT, CRECHE], with_texts=True)
    saved = SavedTexts(engine, most=2)
    found = saved.of(lines)
    assert list(found) == [PERMIT, CRECHE]
    assert saved.of(lines)[PERMIT] is found[PERMIT]
    texts = lines[PERMIT].texts
    assert texts is not None
    moved = lines[PERMIT]._replace(texts=(*texts[:2], "Autre chose.", *texts[3:]))
    assert saved.of({PERMIT: moved}) == {}
