"""What a process keeps of fiches and of lists never outlives a save."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from directory.services.search.kept_lines import KeptLines
from directory.store.database import Database
from search.port import SearchEngine
from search.reference import ReferenceEngine
from search.sqlite.engine import SqliteEngine
from tests.api.asking import search
from tests.contract.search.arithmetic import NUMBERS, ask, document
from tests.fiches import FORM, LEA, NOW
from tests.site import ARCHIVED, CRECHE, PERMIT, PERMIT_FAR, Site, make_site

LATER = NOW + timedelta(minutes=1)
MakeEngine = Callable[[Path], SearchEngine]


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return make_site(sqlite_database, tmp_path)


def titles(site: Site) -> dict[int, str]:
    return {each["id"]: each["titre"] for each in search(site.client, "q=permis")["resultats"]}


@pytest.mark.parametrize("make", [lambda _: ReferenceEngine(), SqliteEngine], ids=["reference", "embedded"])
def test_a_save_between_two_askings_is_seen(sqlite_database: Database, tmp_path: Path, make: MakeEngine) -> None:
    site = make_site(sqlite_database, tmp_path, engine=make(tmp_path / "index"))
    before, resources = titles(site), site.resources
    content = replace(resources.get(PERMIT).content, title="Permis à dix euros")
    resources.revise(PERMIT, content, expected_version=1, author=LEA, origin=FORM, now=LATER)
    # Even before the index is told.
    assert titles(site) == before | {PERMIT: "Permis à dix euros"}
    resources.archive(PERMIT_FAR, expected_version=1, author=LEA, origin=FORM, now=LATER)
    assert PERMIT_FAR in before and PERMIT_FAR not in titles(site)


def test_what_moves_without_a_version_is_seen(site: Site) -> None:
    def line() -> dict[str, object]:
        return next(each for each in search(site.client, "q=creche")["resultats"] if each["id"] == CRECHE)

    assert line()["verifiee_le"] is None
    site.resources.verify(CRECHE, author=LEA, now=NOW)
    assert line()["verifiee_le"] == "2026-03-02T09:30:00Z"


def test_a_line_that_did_not_move_is_not_made_again(site: Site) -> None:
    kept = KeptLines(site.database, most=2)
    first = kept.published([PERMIT, PERMIT_FAR])
    again = kept.published([PERMIT_FAR, PERMIT])
    assert all(again[each] is first[each] for each in first)
    kept.published([PERMIT])
    # Two are kept: the one asked for longest ago gives way.
    kept.published([CRECHE])
    assert len(kept) == 2
    assert kept.published([PERMIT])[PERMIT] is first[PERMIT]
    assert kept.published([PERMIT_FAR])[PERMIT_FAR].line is not first[PERMIT_FAR].line


def test_only_what_moved_is_made_again(site: Site) -> None:
    kept = KeptLines(site.database)
    first = kept.published([PERMIT, CRECHE])
    site.resources.verify(CRECHE, author=LEA, now=NOW)
    again = kept.published([PERMIT, CRECHE])
    assert again[PERMIT].line is first[PERMIT].line
    assert again[CRECHE].line == first[CRECHE].line._replace(verified_at=NOW)
    site.resources.archive(PERMIT, expected_version=1, author=LEA, origin=FORM, now=LATER)
    assert list(kept.published([PERMIT, CRECHE])) == [CRECHE]


def test_texts_are_read_where_words_are_looked_for(site: Site) -> None:
    kept = KeptLines(site.database)
    assert kept.published([CRECHE])[CRECHE].texts is None
    content = site.resources.get(CRECHE).content
    texts = kept.published([CRECHE], with_texts=True)[CRECHE].texts
    assert texts is not None and texts[:3] == (content.title, content.structure.name, content.description)
    # They stay with the line, for the next question.
    assert kept.published([CRECHE])[CRECHE].texts is texts


def test_a_line_that_is_kept_is_that_of_the_place_asked_for_and_of_this_question(site: Site) -> None:
    def line(query: str) -> dict[str, object]:
        return next(each for each in search(site.client, query)["resultats"] if each["id"] == CRECHE)

    asked = ("commune=13201&rayon=5", "commune=13004&rayon=5", "q=enfants", "champs=adresse")
    fresh = [line(f"besoin=famille-garde&{each}") for each in asked]
    assert fresh[0]["code_insee"] != fresh[1]["code_insee"]
    assert (fresh[0]["extrait"], fresh[0]["raisons"]) != (fresh[2]["extrait"], fresh[2]["raisons"])
    for query in reversed(asked):
        assert line(f"besoin=famille-garde&{query}") == fresh[asked.index(query)]


def test_no_name_of_a_contact_is_kept_and_no_fiche_that_is_not_published_given(site: Site) -> None:
    found = KeptLines(site.database).published([PERMIT, ARCHIVED, 999], with_texts=True)
    assert site.resources.get(PERMIT).content.named_contact == "Madame Personne"
    assert list(found) == [PERMIT] and "Personne" not in repr(found)


def test_facets_move_with_a_document(tmp_path: Path) -> None:
    engine = SqliteEngine(tmp_path)
    engine.rebuild((document(n) for n in NUMBERS), cursor=1)
    before = ask(engine).facets["frais"]
    assert ask(engine, sort="nom").facets["frais"] == before
    engine.put([replace(document(3), seq=2, costs=("gratuit",))], cursor=2)
    assert ask(engine).facets["frais"]["gratuit"] == before["gratuit"] + 1
