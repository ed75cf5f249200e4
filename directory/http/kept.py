"""What was answered already, sent again while nothing of it may have moved: before anything of the question is read."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, request

from directory.criteria import BY_NAME
from directory.http.packing import LEVEL
from directory.http.request import current_services, takes_gzip
from directory.services.search.kept_answers import KeptAnswer

Asked = ParamSpec("Asked")

ELSEWHERE = frozenset({"structure", "sans_doublons"})
"""Parameters answered from tables that no number of the change log follows: such a question is asked each time."""
MOST_NORMALISED = 50
"""Parameters of a request, up to which none can be one too many."""
SMALLEST_BYTES = 1000
"""What is not worth compressing."""


def kept(view: Callable[Asked, Response]) -> Callable[Asked, Response]:
    """Make a view answer from what is kept.

    To stand under ``needs``: who asks was let in, counted and logged before. For answers that are the same for whoever
    may ask, and that come from what ``Standing`` tells alone.
    """

    @wraps(view)
    def answer(*said: Asked.args, **named: Asked.kwargs) -> Response:
        answers = current_services().answers
        if reads_elsewhere() or (stand := answers.stand()) is None:
            return view(*said, **named)
        key = _key()
        found = answers.get(stand, key)
        if found is None:
            made = view(*said, **named)
            if made.status_code != 200 or made.is_streamed:
                return made
            found = _kept_answer(made)
            answers.keep(stand, key, found)
        return _sent(found)

    return answer


def reads_elsewhere() -> bool:
    """Say whether the answer comes from more than ``Standing`` tells of."""
    return not ELSEWHERE.isdisjoint(request.args)


def content_tag(body: bytes) -> str:
    """Return what an ETag says of a body: who has the same has nothing to read again."""
    return hashlib.sha256(body).hexdigest()[:24]


def _key() -> str:
    """Return what is asked, whatever the order of the parameters and those left blank, and how it is to be sent."""
    asked = list(request.args.items(multi=True))
    if len(asked) <= MOST_NORMALISED:
        # One that no search has is an error, blank or not.
        asked = [(name, value) for name, value in asked if value.strip() or name not in BY_NAME]
    # The values of one parameter keep their order, in which links repeat them.
    asked.sort(key=lambda pair: pair[0])
    return f"{request.endpoint} {takes_gzip()} {asked}"


def _kept_answer(made: Response) -> KeptAnswer:
    body, tag = made.get_data(), content_tag(made.get_data())
    content_type = made.headers["Content-Type"]
    if not takes_gzip() or len(body) < SMALLEST_BYTES:
        return KeptAnswer(body, tag, content_type)
    return KeptAnswer(gzip.compress(body, LEVEL, mtime=0), tag, content_type, "gzip")


def _sent(answer: KeptAnswer) -> Response:
    response = Response(answer.body, 200, content_type=answer.content_type)
    response.set_etag(answer.tag, weak=True)
    if answer.encoding:
        response.headers["Content-Encoding"] = answer.encoding
    return response
