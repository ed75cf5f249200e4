"""``If-None-Match`` on whatever the API gives: what was read already is not sent again."""

from flask import Response, request

from directory.http.kept import content_tag

CONDITIONS = frozenset(
    {"HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE"}
)


def tagged(response: Response) -> Response:
    """Tag an answer by what it says, unless its view did; turn it into a 304 for who has it.

    The tag is weak: an answer is the same whether it is compressed or not.
    """
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    if response.is_streamed:
        # A file is tagged by who makes it: reading it here would hold it whole.
        return response
    if "ETag" not in response.headers:
        response.set_etag(content_tag(response.get_data()), weak=True)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    # Nobody who asks without a condition is answered otherwise.
    if not CONDITIONS.isdisjoint(request.environ):
        response.make_conditional(request)
    return response
