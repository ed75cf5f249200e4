"""What every engine must agree on with the reference; each function checks one promise on one drawn base."""

from dataclasses import replace

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from search.criteria import FACETS
from search.document import ResourceDocument
from search.port import SearchEngine
from search.query import Box, SearchAnswer, SearchQuery
from search.reference import ReferenceEngine
from search.text.synonyms import Synonyms
from tests.contract.search.strategies import corpora, documents, queries

QUERIES_EACH = 25

SYNONYMS = Synonyms.load(None)
TYPED = ("p", "per", "permis de", "conduire", "CAF", "santé s", "", "aide al", "é")
PROVENCE = Box(43.0, 4.5, 43.45, 5.3)
FRANCE = Box(-90.0, -180.0, 90.0, 180.0)


def both(engine: SearchEngine, corpus: list[ResourceDocument]) -> ReferenceEngine:
    reference = ReferenceEngine()
    reference.rebuild(corpus, cursor=1)
    engine.rebuild(corpus, cursor=1)
    return reference


def comparable(answer: SearchAnswer) -> object:
    facets = {name: dict(sorted(values.items())) for name, values in sorted(answer.facets.items())}
    return answer.total, answer.hits, answer.listings, facets


def assert_same(reference: SearchEngine, engine: SearchEngine, query: SearchQuery) -> None:
    expected, found = reference.search(query), engine.search(query)
    assert comparable(found) == comparable(expected)
    for box in (FRANCE, PROVENCE):
        assert engine.points(query, box, 6) == reference.points(query, box, 6)


def slowly(bases: int) -> settings:
    """Return the settings of a test that draws so many bases."""
    return settings(
        max_examples=bases,
        deadline=None,
        # A whole base shrinks for minutes and reads no better.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )


def any_question(engine: SearchEngine, data: st.DataObject) -> None:
    reference = both(engine, data.draw(corpora()))
    assert dict(engine.vocabulary().entries()) == dict(reference.vocabulary().entries())
    for _ in range(QUERIES_EACH):
        assert_same(reference, engine, data.draw(queries(reference.vocabulary(), SYNONYMS)))


def a_base_that_moves(engine: SearchEngine, data: st.DataObject) -> None:
    reference = both(engine, data.draw(corpora()))
    again = data.draw(queries(reference.vocabulary(), SYNONYMS))
    assert_same(reference, engine, again)
    for cursor in range(2, 6):
        identifiers = data.draw(st.lists(st.integers(1, 45), unique=True, max_size=6))
        if data.draw(st.booleans()):
            gone = dict.fromkeys(identifiers, cursor * 10)
            reference.remove(gone, cursor=cursor)
            engine.remove(gone, cursor=cursor)
        else:
            moved = [replace(data.draw(documents(each)), seq=cursor * 10) for each in identifiers]
            reference.put(moved, cursor=cursor)
            engine.put(moved, cursor=cursor)
        assert engine.status().cursor == cursor
        assert engine.status().documents == reference.status().documents
        assert list(engine.documents()) == list(reference.documents())
        assert dict(engine.vocabulary().entries()) == dict(reference.vocabulary().entries())
        # Nothing that is kept of a question outlives a save.
        assert_same(reference, engine, again)
        for _ in range(4):
            assert_same(reference, engine, data.draw(queries(reference.vocabulary(), SYNONYMS)))


def suggestions(engine: SearchEngine, data: st.DataObject) -> None:
    reference = both(engine, data.draw(corpora()))
    for text in TYPED:
        for limit in (1, 5):
            assert engine.suggest(text, limit) == reference.suggest(text, limit)


def facets_are_clicks(engine: SearchEngine, data: st.DataObject) -> None:
    both(engine, data.draw(corpora()))
    query = data.draw(queries(engine.vocabulary(), SYNONYMS))
    answer = engine.search(query)
    for name, kind in FACETS.items():
        for code, total in answer.facets.get(name, {}).items():
            assert engine.search(query.choosing(kind((code,)))).total == total, (name, code)
