"""The web processes: what the first loads for all, what each opens, why they may not serve, what they write last."""

import contextlib
import gc
import re
from dataclasses import dataclass

import structlog
from flask import Flask
from jinja2 import Environment
from sqlalchemy.exc import SQLAlchemyError

from directory.http.request import SERVICES
from directory.log import where
from directory.services.accounts.demonstration import IN_PRODUCTION
from directory.services.bundle import Services
from directory.services.search.question import Question
from directory.store.database import Database
from directory.web.search.results import make_page
from search.document import FINGERPRINT
from search.port import IndexMissing, SearchEngine, SearchUnavailable
from search.text.meanings import default_meanings

ADAPTERS = "directory-adapters"
"""Key of the ``Adapters`` of an application, among its extensions."""

COLLECTED_AFTER = (10_000, 10, 10)
"""Objects more than freed since the last look of the collector, then looks of a generation before the next one."""

REHEARSED = ("permis", "garde d’enfants", "hebergemnt", "")
"""Words of the questions asked before the fork: one, several, one misspelt, none."""
REHEARSED_PLACES = ("13055", "dep:13")
REHEARSED_PAGES = ("/recherche?q=permis&commune=13055", "/recherche?besoin=mobilite-permis&commune=13056")

RESULTS = "pages/search.html"
"""The template that nearly every process renders first."""
_REFERENCES = re.compile(r'{%-?\s*(?:extends|include|import|from)\s+"([^"]+)"')

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Adapters:
    """What holds connections, which belong to one process each."""

    database: Database
    engine: SearchEngine


def share(app: Flask) -> None:
    """Load, in the process that forks the others, what all of them read; leave no connection and no thread behind.

    What is loaded here is in memory once. The collector never walks through it: it would write in every object that it
    looks at, and so make a copy of it in each process. A last look, before the fork, takes 0.2 s and frees 1 MB.
    """
    services, adapters = app.extensions[SERVICES], app.extensions[ADAPTERS]
    default_meanings()
    with contextlib.suppress(LookupError):
        services.places.warm_up()
    with contextlib.suppress(SearchUnavailable, SQLAlchemyError):
        services.words.current()
        if adapters.engine.share():
            _rehearse(app, services)
            adapters.engine.share()
    _load_templates(app.jinja_env)
    adapters.database.close()
    gc.freeze()


def _rehearse(app: Flask, services: Services) -> None:
    """Answer some questions: what first answers load and make, and code that was run, is then made once for all.

    Pages are made as for a visitor and go nowhere: they are neither counted nor kept.
    """
    try:
        for code in REHEARSED_PLACES:
            for text in REHEARSED:
                services.finder.find(Question(text=text, place=services.places.of_code(code)))
        for address in REHEARSED_PAGES:
            with app.test_request_context(address, headers={"Accept-Encoding": "gzip"}):
                make_page()
    except Exception as error:
        # What breaks one answer is told to who asks for it: it must not keep a site from starting.
        logger.error("start.rehearsal_failed", error=type(error).__name__, where=where(error))


def _load_templates(environment: Environment) -> None:
    """Compile the page of results and what it is made of: compiling leaves behind many times what is kept of it."""
    waiting, known = [RESULTS], set[str]()
    while waiting:
        name = waiting.pop()
        if name in known or environment.loader is None:
            continue
        known.add(name)
        environment.get_template(name)
        source, _, _ = environment.loader.get_source(environment, name)
        waiting += _REFERENCES.findall(source)


def warm_up(app: Flask) -> None:
    """Make a process ready to answer fast: it opens what is its own, and what its first answer makes stays."""
    services, adapters = app.extensions[SERVICES], app.extensions[ADAPTERS]
    _say_index(adapters.engine)
    with contextlib.suppress(SearchUnavailable, SQLAlchemyError):
        services.words.current()
        services.finder.find(Question(text="permis", size=1))
    gc.freeze()
    # An answer makes thousands of objects and no cycle: looked for at every seven hundred, cycles cost 3 % of its time.
    gc.set_threshold(*COLLECTED_AFTER)
    gc.enable()


def _say_index(engine: SearchEngine) -> None:
    """Say at start that searches will not be answered, and why."""
    try:
        engine.status()
    except IndexMissing:
        logger.warning("search.index_missing", fingerprint=FINGERPRINT, advice="flask index rebuild")
    except SearchUnavailable as error:
        logger.warning("search.unavailable", reason=error.reason)


def wind_down(app: Flask) -> None:
    """Write what a process that ends still holds."""
    app.extensions[SERVICES].steering.counters.write()


def why_not_serve(app: Flask) -> str:
    """Return, in French, why this site may not be opened to people; empty when it may."""
    if app.config["DEVELOPMENT"]:
        return ""
    with contextlib.suppress(SQLAlchemyError):
        if app.extensions[SERVICES].accounts.demonstration.are_there():
            return IN_PRODUCTION
    return ""
