"""One meaning: whatever the reference answers, Elasticsearch answers, order included (search-semantics)."""

import os
from collections.abc import Callable, Iterator

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st

from search.port import SearchEngine
from tests.contract.search.agreement import a_base_that_moves, any_question, facets_are_clicks, slowly, suggestions
from tests.elastic import PATIENCE_S, VERSIONS, engine_on

pytestmark = pytest.mark.elasticsearch

# "make elasticsearch-long" asks for 60 corpora of each version.
CORPORA = int(os.environ.get("ELASTIC_CORPORA", "4"))


@pytest.fixture(scope="module", params=VERSIONS)
def new_engine(request: pytest.FixtureRequest, elasticsearch_url: Callable[[int], str]) -> Iterator[SearchEngine]:
    with engine_on(elasticsearch_url(request.param)) as engine:
        yield engine


@pytest.mark.parametrize("major", VERSIONS)
def test_the_server_is_of_the_version_said(
    major: int, elasticsearch_url: Callable[[int], str], record_property: Callable[[str, object], None]
) -> None:
    with Elasticsearch(elasticsearch_url(major), request_timeout=PATIENCE_S) as client:
        version = str(client.info()["version"]["number"])
    record_property("elasticsearch", version)
    assert version.startswith(f"{major}.")


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
