"""One meaning: whatever the reference answers, every engine answers, order included (search-semantics)."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from search.criteria import FACETS
from search.document import ResourceDocument
from search.port import SearchEngine
from search.query import Box, SearchAnswer, SearchQuery
from search.reference import ReferenceEngine
from search.sqlite.engine import SqliteEngine
from search.text.synonyms import Synonyms
from tests.contract.search.strategies import corpora, documents, queries

# "make contract" asks for 100 corpora, 2,500 questions; "make test" for 300.
CORPORA = int(os.environ.get("CONTRACT_CORPORA", "12"))
QUERIES_EACH = 25

SYNONYMS = Synonyms.load(None)
TYPED = ("p", "per", "permis de", "conduire", "CAF", "santé s", "", "aide al", "é")
PROVENCE = Box(43.0, 4.5, 43.45, 5.3)
FRANCE = Box(-90.0, -180.0, 90.0, 180.0)

slowly = settings(
    max_examples=CORPORA,
    deadline=None,
    # A whole base shrinks for minutes and reads no better.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@pytest.fixture(scope="module", params=["embedded"])
def new_engine(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    assert request.param == "embedded"
    with TemporaryDirectory() as folder:
        yield SqliteEngine(Path(folder))


def both(engine: SearchEngine, corpus: list[ResourceDocument]) -> ReferenceEngine:
    reference = ReferenceEngine()
    reference.rebuild(corpus, cursor=1)
    engine.rebuild(corpus, cursor=1)
    return reference


def comparable(answer: SearchAnswer) -> object:
    facets = {name: dict(sorted(values.items())) for name, values in sorted(answer.facets.items())}
    return answer.total, answer.hits, answer.groups, facets


def assert_same(reference: SearchEngine, engine: SearchEngine, query: SearchQuery) -> None:
    expected, found = reference.search(query), engine.search(query)
    assert comparable(found) == comparable(expected)
    for box in (FRANCE, PROVENCE):
        assert engine.points(query, box, 6) == reference.points(query, box, 6)


@slowly
@given(data=st.data())
def test_any_question_on_any_base_gets_the_same_answer(new_engine: SearchEngine, data: st.DataObject) -> None:
    reference = both(new_engine, data.draw(corpora()))
    assert dict(new_engine.vocabulary().entries()) == dict(reference.vocabulary().entries())
    for _ in range(QUERIES_EACH):
        assert_same(reference, new_engine, data.draw(queries(reference.vocabulary(), SYNONYMS)))


@slowly
@given(data=st.data())
def test_a_base_that_moves_keeps_the_same_answers(new_engine: SearchEngine, data: st.DataObject) -> None:
    reference = both(new_engine, data.draw(corpora()))
    assert_same(reference, new_engine, data.draw(queries(reference.vocabulary(), SYNONYMS)))
    for cursor in range(2, 6):
        identifiers = data.draw(st.lists(st.integers(1, 45), unique=True, max_size=6))
        if data.draw(st.booleans()):
            gone = dict.fromkeys(identifiers, cursor * 10)
            reference.remove(gone, cursor=cursor)
            new_engine.remove(gone, cursor=cursor)
        else:
            moved = [replace(data.draw(documents(each)), seq=cursor * 10) for each in identifiers]
            reference.put(moved, cursor=cursor)
            new_engine.put(moved, cursor=cursor)
        assert new_engine.status().cursor == cursor
        assert new_engine.status().documents == reference.status().documents
        assert list(new_engine.documents()) == list(reference.documents())
        assert dict(new_engine.vocabulary().entries()) == dict(reference.vocabulary().entries())
        for _ in range(4):
            assert_same(reference, new_engine, data.draw(queries(reference.vocabulary(), SYNONYMS)))


@slowly
@given(
    corpus=corpora(), text=st.sampled_from(("p", "per", "permis de", "conduire", "CAF", "santé s", "", "aide al", "é"))
)
def test_suggestions_are_the_same(new_engine: SearchEngine, corpus: list[ResourceDocument], text: str) -> None:
    reference = both(new_engine, corpus)
    for limit in (1, 5):
        assert new_engine.suggest(text, limit) == reference.suggest(text, limit)


@slowly
@given(data=st.data())
def test_each_facet_says_what_a_click_would_give(new_engine: SearchEngine, data: st.DataObject) -> None:
    corpus = data.draw(corpora())
    both(new_engine, corpus)
    query = data.draw(queries(new_engine.vocabulary(), SYNONYMS))
    answer = new_engine.search(query)
    for name, kind in FACETS.items():
        for code, total in answer.facets.get(name, {}).items():
            assert new_engine.search(query.choosing(kind((code,)))).total == total, (name, code)
