"""Stems kept in files stand where FTS5 says they stand."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.document import ResourceDocument
from search.sqlite import occurrences, postings
from search.sqlite.engine import SqliteEngine
from search.sqlite.occurrences import LONGEST, Occurrences
from search.sqlite.postings import Postings

STEMS = st.lists(st.sampled_from(["aid", "perm", "log", "crech"]), max_size=8).map(" ".join)
LONG = "a" * (LONGEST + 1)


def rows_of(engine: SqliteEngine, field: str, *stems: str) -> list[int]:
    """Return the rows once each, as the engine reads them."""
    with engine._reader.view() as view:
        found: list[int] = view.postings.rows(view.connection, field, stems).tolist()
    return sorted(set(found))


def from_files(engine: SqliteEngine, field: str, *stems: str) -> list[int] | None:
    with engine._reader.view() as view:
        assert view.path is not None
        found = Occurrences(view.path).rows((field,), stems).get(field, np.empty(0))
    return None if found is None else sorted(set(found.tolist()))


def from_fts5(engine: SqliteEngine, field: str, *stems: str) -> list[int]:
    with engine._reader.view() as view, TemporaryDirectory() as nothing:
        found: list[int] = Postings(Path(nothing), 0).rows(view.connection, field, stems).tolist()
    return sorted(set(found))


@settings(max_examples=40, deadline=None)
@given(
    bodies=st.lists(st.tuples(STEMS, STEMS), min_size=1, max_size=12),
    asked=st.lists(st.sampled_from(["aid", "perm", "log"]), min_size=1, max_size=3),
)
def test_one_stem_and_stems_side_by_side(bodies: list[tuple[str, str]], asked: list[str]) -> None:
    with TemporaryDirectory() as folder:
        engine = SqliteEngine(Path(folder))
        documents = [ResourceDocument(id=n, seq=1, title=title, body=body) for n, (title, body) in enumerate(bodies)]
        engine.rebuild(documents, cursor=1)
        for field in ("title", "body"):
            found = from_files(engine, field, *asked)
            assert found == from_fts5(engine, field, *asked)
            assert rows_of(engine, field, *asked) == from_fts5(engine, field, *asked)


def test_the_last_word_of_a_fiche_and_the_first_of_the_next_are_not_side_by_side(tmp_path: Path) -> None:
    engine = SqliteEngine(tmp_path)
    engine.rebuild([ResourceDocument(id=1, seq=1, body="aid"), ResourceDocument(id=2, seq=1, body="log")], cursor=1)
    assert from_files(engine, "body", "aid", "log") == []


def test_what_the_files_cannot_hold_is_left_to_fts5(tmp_path: Path) -> None:
    far = "mot " * occurrences.MOST_WORDS + "loin"
    engine = SqliteEngine(tmp_path)
    engine.rebuild([ResourceDocument(id=1, seq=1, title=f"loin {LONG}", body=far)], cursor=1)
    assert from_files(engine, "body", "loin") is None
    assert from_files(engine, "title", "loin") == [1]
    assert from_files(engine, "title", LONG) is None
    assert rows_of(engine, "body", "loin") == rows_of(engine, "title", LONG) == [1]


def test_a_fiche_saved_after_the_build_moves_and_its_old_words_are_not_found(tmp_path: Path) -> None:
    engine = SqliteEngine(tmp_path)
    engine.rebuild([ResourceDocument(id=n, seq=1, title="perm aid") for n in (1, 2)], cursor=1)
    engine.put([ResourceDocument(id=2, seq=2, title="log")], cursor=2)
    engine.put([ResourceDocument(id=2, seq=3, title="log aid")], cursor=3)
    engine.put([ResourceDocument(id=3, seq=4, title="perm aid")], cursor=4)
    with engine._reader.view() as view:
        live = view.columns.flags["live"]
        held = {int(view.columns.integers["id"][row]): row for row in range(1, 5) if int(live[0]) >> row & 1}
    assert held == {1: 1, 2: 3, 3: 4}
    assert rows_of(engine, "title", "log", "aid") == [3]
    assert rows_of(engine, "title", "perm", "aid") == [1, 2, 4]
    assert [document.title for document in engine.documents()] == ["perm aid", "log aid", "perm aid"]


def test_a_row_left_by_the_last_fiche_of_the_build_is_not_taken_again(tmp_path: Path) -> None:
    engine = SqliteEngine(tmp_path)
    engine.rebuild([ResourceDocument(id=1, seq=1, title="perm")], cursor=1)
    engine.remove({1: 2}, cursor=2)
    engine.put([ResourceDocument(id=2, seq=3, title="log")], cursor=3)
    assert rows_of(engine, "title", "log") == [2]


def test_rows_that_are_many_are_a_set_and_those_of_now_stand_beside(tmp_path: Path) -> None:
    engine = SqliteEngine(tmp_path)
    engine.rebuild(
        [ResourceDocument(id=n, seq=1, title="perm aid", body="log" if n == 5 else "") for n in range(1, 101)], cursor=1
    )
    engine.put([ResourceDocument(id=101, seq=2, title="perm aid", body="log")], cursor=2)
    with engine._reader.view() as view:
        many, few = (view.postings.held(view.connection, (stem,)) for stem in ("perm", "log"))
    assert len(many["title"].many) and many["title"].listed.tolist() == [101]
    assert not len(few["body"].many) and few["body"].listed.tolist() == [5, 101]
    assert rows_of(engine, "title", "perm") == rows_of(engine, "title", "perm", "aid") == list(range(1, 102))
    assert set(many) == {"title"}


def test_stems_that_follow_one_another_are_read_together_however_many_places_each_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(occurrences, "MOST_AT_ONCE", 4)
    monkeypatch.setattr(occurrences, "MOST_IN_A_TEXT", 8)
    texts = ["aid log", "aid log ¶ log", f"aid {LONG}", "aid perm perm perm", "aid aid aid aid aid zon", "crech"]
    engine = SqliteEngine(tmp_path)
    engine.rebuild([ResourceDocument(id=n, seq=1, title=text, body=text[:8]) for n, text in enumerate(texts)], cursor=1)
    for stem in ("aid", "log", "perm", "zon", "crech", "nowher"):
        for field in ("title", "structure", "body"):
            assert from_files(engine, field, stem) == from_fts5(engine, field, stem)


def test_lists_kept_are_not_kept_for_ever(tmp_path: Path) -> None:
    engine = SqliteEngine(tmp_path)
    engine.rebuild([ResourceDocument(id=1, seq=1, title="perm")], cursor=1)
    with engine._reader.view() as view:
        for number in range(3 * postings.CACHE_BYTES // postings.ENTRY_BYTES):
            view.postings.held(view.connection, (str(number),))
        assert len(view.postings._of_build) <= postings.CACHE_BYTES // postings.ENTRY_BYTES


def test_a_generation_made_before_there_were_such_files_is_read_from_fts5(tmp_path: Path) -> None:
    SqliteEngine(tmp_path).rebuild([ResourceDocument(id=1, seq=1, title="perm")], cursor=1)
    for file in tmp_path.rglob("occurrences-*"):
        file.unlink()
    engine = SqliteEngine(tmp_path)
    assert from_files(engine, "title", "perm") is None
    assert rows_of(engine, "title", "perm") == [1]
