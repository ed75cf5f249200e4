"""Each fiche is in one listing at most, and no fiche is lost between them (search-semantics §3)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import LISTINGS, MAIN, SearchQuery
from search.reference import ReferenceEngine
from search.text.synonyms import Synonyms
from tests.contract.search.strategies import NEEDS, NOW, corpora, queries

SYNONYMS = Synonyms.load(None)


def listed(engine: ReferenceEngine, query: SearchQuery, key: str) -> list[int]:
    answer = engine.search(replace(query, listing=key, page=1, size=1000, after=0, facets=False))
    assert answer.total == len(answer.hits)
    return [hit.id for hit in answer.hits]


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_fiche_is_in_one_listing_at_most(data: st.DataObject) -> None:
    engine = ReferenceEngine()
    engine.rebuild(data.draw(corpora()), cursor=1)
    query = data.draw(queries(engine.vocabulary(), SYNONYMS))
    listings = [listed(engine, query, key) for key in (MAIN, *LISTINGS)]
    found = [identifier for listing in listings for identifier in listing]
    assert len(found) == len(set(found))


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_without_words_or_place_what_a_criterion_does_not_refuse_is_found(data: st.DataObject) -> None:
    engine = ReferenceEngine()
    corpus = data.draw(corpora())
    engine.rebuild(corpus, cursor=1)
    query = SearchQuery(
        instant=NOW, need_families=NEEDS, criteria=data.draw(queries(engine.vocabulary(), SYNONYMS)).criteria
    )
    minute = int(NOW.timestamp()) // 60
    valid = [document for document in corpus if document.valid_from <= minute < document.valid_to]
    kept = {d.id for d in valid if min((c.judge(d) for c in query.criteria), default=2) > 0}
    assert {*listed(engine, query, MAIN), *listed(engine, query, "a-verifier")} == kept
