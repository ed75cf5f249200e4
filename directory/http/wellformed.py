"""What no browser sends by itself, refused before any view: so that none has to think of it."""

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

from directory.domain.rights import Action
from directory.http.access import action_of
from directory.http.links import LARGEST_ID

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
NUL = "\0"
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of a form or of a text of the API, which are kept in memory; files of imports have a setting of their own."""


class Number(IntegerConverter):
    """A number in an address, as large as a base keeps: a longer one names nothing, and its page is not there."""

    def __init__(self, map: Map, **said: Any) -> None:
        super().__init__(map, **({"max": LARGEST_ID} | said))


def refuse_malformed(app: Flask) -> None:
    """Answer 404 to numbers too long, 413 to bodies longer than a route makes use of, 400 to addresses that are not
    UTF-8, and to forms with a NUL, of which PostgreSQL keeps none.

    To be called before routes are added.
    """
    app.url_map.converters["int"] = Number

    @app.before_request
    def check_address() -> None:
        try:
            request.query_string.decode()
        except UnicodeDecodeError:
            abort(400)

    @app.before_request
    def bound_body() -> None:
        endpoint = request.endpoint
        if endpoint is not None and action_of(app, endpoint) is not Action.IMPORT:
            most = request.max_content_length
            request.max_content_length = LARGEST_BODY if most is None else min(LARGEST_BODY, most)

    @app.before_request
    def check_form() -> None:
        if request.mimetype in FORMS and any(NUL in text for pair in request.form.items(multi=True) for text in pair):
            abort(400)
