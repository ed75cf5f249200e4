"""The ranking that is judged: what a page shows first, without place or criteria."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.relevance.corpora import NOW, TODAY, Collection
from bench.relevance.measure import DEPTH
from directory.domain.taxonomy import Taxonomy
from search.elastic.client import Address
from search.elastic.engine import ElasticEngine
from search.places.gazetteer import default_gazetteer
from search.port import SearchEngine
from search.query import Around, Hit, SearchAnswer, SearchQuery
from search.reference import ReferenceEngine
from search.sqlite.engine import SqliteEngine
from search.text.need_words import NeedWords
from search.text.plan import TextPlan
from search.text.planning import make_plan
from search.text.synonyms import Synonyms
from search.wider import search_wider

MakeEngine = Callable[[Path], SearchEngine]


def on_cluster(_: Path) -> SearchEngine:
    """Return an engine on the cluster of ELASTICSEARCH_URL, on indices of its own."""
    url = os.environ.get("ELASTICSEARCH_URL", "http://127.0.0.1:9200")
    return ElasticEngine.at(Address((url,)), prefix="relevance")


ENGINES: Mapping[str, MakeEngine] = {
    "reference": lambda _: ReferenceEngine(),
    "embedded": SqliteEngine,
    "elasticsearch": on_cluster,
}
"""Makes an empty engine; the folder is its own and goes away with it."""


class Searcher:
    """Asks an engine as the product does."""

    def __init__(self, engine: SearchEngine, taxonomy: Taxonomy) -> None:
        self._engine = engine
        self._synonyms = Synonyms.load()
        current = {code: need for code, need in taxonomy.needs.items() if not need.retired and not need.replaced_by}
        self._need_words = NeedWords.of(
            {code: (need.label, *need.search_words) for code, need in current.items()},
            {code: need.family for code, need in current.items()},
        )

    def plan(self, text: str) -> TextPlan:
        return make_plan(
            text,
            vocabulary=self._engine.vocabulary(),
            synonyms=self._synonyms,
            need_words=self._need_words,
            gazetteer=default_gazetteer(),
            today=TODAY,
            correct=True,
        )

    def answer(self, text: str, around: Around) -> SearchAnswer:
        """Return the first page around a place."""
        return search_wider(self._engine, SearchQuery(NOW, self.plan(text), around=around, size=DEPTH, facets=False))[1]

    def ranking(self, text: str) -> list[int]:
        """Return the first fiches of the main list, then of "meme-besoin", then of "moins-de-mots"."""
        query = SearchQuery(NOW, self.plan(text), size=DEPTH, facets=False)
        plan, answer = search_wider(self._engine, query)
        same_need: tuple[Hit, ...] = ()
        if any(listing.key == "meme-besoin" for listing in answer.listings):
            same_need = self._engine.search(replace(query, plan=plan, listing="meme-besoin")).hits
        return first_shown(answer, same_need)


def first_shown(answer: SearchAnswer, same_need: Sequence[Hit] = ()) -> list[int]:
    """Return the identifiers in the order they are read on a page without place or criteria.

    same_need   the listing "meme-besoin": one click opens it whole, the page itself shows its first three.
    """
    fewer = [hit for listing in answer.listings if listing.key == "moins-de-mots" for hit in listing.hits]
    return [hit.id for hit in (*answer.hits, *same_need, *fewer)][:DEPTH]


@contextmanager
def searcher(name: str, collection: Collection, taxonomy: Taxonomy) -> Iterator[Searcher]:
    """Index a collection in a new engine of ``ENGINES`` and give what asks it."""
    with TemporaryDirectory(prefix="relevance-") as folder:
        engine = ENGINES[name](Path(folder))
        engine.rebuild(collection.documents, cursor=len(collection.documents))
        yield Searcher(engine, taxonomy)
