"""What a list holds in all, asked without any of its fiches."""

from dataclasses import replace

from search.port import SearchEngine
from search.query import SearchQuery
from tests.contract.search.arithmetic import NOW, plan


def test_a_page_of_no_fiche_tells_the_total(engine: SearchEngine) -> None:
    for asked in (plan(engine, "permis"), plan(engine, "01 99 00 00 07"), None):
        query = SearchQuery(instant=NOW, plan=asked, size=300, preview=False, facets=False)
        whole, counted = engine.search(query), engine.search(replace(query, size=0))
        assert whole.total == counted.total > 0
        assert (counted.hits, counted.listings) == ((), ())
