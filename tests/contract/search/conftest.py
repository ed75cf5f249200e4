"""Each engine over the arithmetic corpus."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from search.port import SearchEngine
from search.reference import ReferenceEngine
from search.sqlite.engine import SqliteEngine
from tests.contract.search.arithmetic import (
    NUMBERS,
    document,
)
from tests.elastic import VERSIONS, engine_on

ENGINES = (
    "reference",
    "embedded",
    *(pytest.param(major, id=f"elasticsearch-{major}", marks=pytest.mark.elasticsearch) for major in VERSIONS),
)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    with TemporaryDirectory() as folder, ExitStack() as kept:
        found: SearchEngine = ReferenceEngine()
        if request.param == "embedded":
            found = SqliteEngine(Path(folder))
        elif request.param != "reference":
            url_of: Callable[[int], str] = request.getfixturevalue("elasticsearch_url")
            found = kept.enter_context(engine_on(url_of(request.param)))
        found.rebuild((document(n) for n in NUMBERS), cursor=7)
        yield found
