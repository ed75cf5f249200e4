"""One meaning: whatever the reference answers, the embedded engine answers, order included (search-semantics)."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.port import SearchEngine
from search.sqlite.engine import SqliteEngine
from tests.contract.search.agreement import a_base_that_moves, any_question, facets_are_clicks, slowly, suggestions

pytestmark = pytest.mark.slow

# "make contract" asks for 100 corpora, 2,500 questions; "make test" for 300.
CORPORA = int(os.environ.get("CONTRACT_CORPORA", "12"))


@pytest.fixture(scope="module")
def new_engine() -> Iterator[SearchEngine]:
    with TemporaryDirectory() as folder:
        yield SqliteEngine(Path(folder))


@slowly(CORPORA)
@given(data=st.data())
def test_any_question_on_any_base_gets_the_same_answer(new_engine: SearchEngine, data: st.DataObject) -> None:
    any_question(new_engine, data)


@slowly(CORPORA)
@given(data=st.data())
def test_a_base_that_moves_keeps_the_same_answers(new_engine: SearchEngine, data: st.DataObject) -> None:
    a_base_that_moves(new_engine, data)


@slowly(CORPORA)
@given(data=st.data())
def test_suggestions_are_the_same(new_engine: SearchEngine, data: st.DataObject) -> None:
    suggestions(new_engine, data)


@slowly(CORPORA)
@given(data=st.data())
def test_each_facet_says_what_a_click_would_give(new_engine: SearchEngine, data: st.DataObject) -> None:
    facets_are_clicks(new_engine, data)
