"""A web process: what it loads before its first request, why it may not serve, what it writes when it ends."""

import contextlib
import gc

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from directory.http.request import SERVICES
from directory.services.accounts.demonstration import IN_PRODUCTION
from directory.services.search.question import Question
from search.port import SearchUnavailable
from search.text.meanings import default_meanings

COLLECTED_AFTER = (10_000, 10, 10)
"""Objects more than freed since the last look of the collector, then looks of a generation before the next one."""


def warm_up(app: Flask) -> None:
    """Make a process ready to answer fast: what the first requests would load is loaded, and then left alone.

    The gazetteer and the vocabularies are a quarter of a million objects that never go away. The collector would walk
    through them all from time to time, a tenth of a second each.
    """
    services = app.extensions[SERVICES]
    default_meanings()
    with contextlib.suppress(LookupError):
        services.places.warm_up()
    with contextlib.suppress(SearchUnavailable, SQLAlchemyError):
        services.words.current()
        services.finder.find(Question(text="permis", size=1))
    gc.collect()
    gc.freeze()
    # An answer makes thousands of objects and no cycle: looked for at every seven hundred, cycles cost 3 % of its time.
    gc.set_threshold(*COLLECTED_AFTER)


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
