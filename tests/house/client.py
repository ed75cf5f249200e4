"""The client that every test of pages and of the API asks with: it holds pages to the rules and notes what was sent."""

import gzip
import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.house.pages import page_faults
from tests.house.personal import LINK, look_at_addresses
from tests.house.sent import note

OWN_ADDRESS = re.compile(r'(?:href|action|src)="(/[^"]*)"')
DRAWN = re.compile(r'(?<=name="csrf_token" value=")[^"]*|(?<=nonce=")[^"]*')
"""What each answer draws anew."""
_kept: set[int] = set()
"""Pages that were read already and keep to the rules, by what they hold: tests fetch the same ones again and again."""


class HouseClient(FlaskClient):
    """Flask's client; a page that breaks a rule of the house fails the test that fetched it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # Read whole and closed: a test that looks at the status only would leave a file open.
        answer = super().open(*args, **{"buffered": True, **kwargs})
        for one in (*answer.history, answer):
            note(one)
        is_page = answer.mimetype == "text/html" and not 300 <= answer.status_code < 400
        if is_page and answer.request.method != "HEAD":
            hold_to_the_rules(answer, kwargs.get("data"))
        return answer


def hold_to_the_rules(answer: TestResponse, sent: object = None) -> None:
    """Raise AssertionError, with every fault, for a page that breaks a rule.

    sent   the form that was sent: the body of the request was read by the view, and cannot be read again.
    """
    body = answer.get_data()
    text = (gzip.decompress(body) if answer.content_encoding == "gzip" else body).decode()
    same = hash(DRAWN.sub("", text))
    if same in _kept:
        return
    form = MultiDict(sent) if isinstance(sent, Mapping) else MultiDict()
    said = (answer.request.args, form)
    typed = {
        line
        for values in said
        for value in chain.from_iterable(values.listvalues())
        for line in (str(value), *str(value).splitlines())
        if line
    }
    look_at_addresses(sorted(set(OWN_ADDRESS.findall(text))), f"a link of {answer.request.path[:3]}…")
    found = page_faults(text, typed)
    if LINK.match(answer.request.path) and answer.headers["Referrer-Policy"] != "no-referrer":
        found.append("the page of a mailed link would say its address to the next one")
    assert not found, "\n".join([f"{answer.request.method} {answer.request.full_path}", *found])
    _kept.add(same)
