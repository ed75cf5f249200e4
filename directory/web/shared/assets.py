"""Files of ``static/``: addresses that change with the files, kept a year by browsers, compressed once a process.

The version stands in the path, so that an address written in a style sheet carries it too. Pages are compressed as
they leave: nothing secret is in them that a guess of their length could tell.
"""

import gzip
import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from markupsafe import Markup

from directory.http.caches import holds_form, vary_by
from directory.http.kept import SMALLEST_BYTES
from directory.http.packing import LEVEL
from directory.http.request import takes_gzip

YEAR_S = 31_536_000
VERSION_CHARS = 10
TEXT_SUFFIXES = frozenset({".css", ".js", ".svg", ".json", ".txt"})
COMPRESSED_TYPES = frozenset({"text/html", "application/json", "application/problem+json"})
MARK = "v-"


def version_of(folder: Path) -> str:
    """Return a short hash of every file of a folder, names included."""
    seen = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        seen.update(path.relative_to(folder).as_posix().encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()[:VERSION_CHARS]


@lru_cache(maxsize=256)
def _compressed(path: Path, modified_ns: int) -> bytes:
    return gzip.compress(path.read_bytes(), 9, mtime=0)


def serve_assets(app: Flask) -> None:
    """Take over the static view, and give templates ``asset(name)`` and ``icon(name)``, each icon made once."""
    folder = Path(str(app.static_folder))
    prefix = f"{MARK}{version_of(folder)}"

    def serve(filename: str) -> Response:
        first, _, rest = filename.partition("/")
        # An address of an earlier version is still answered, and asked again next time.
        name = rest if first.startswith(MARK) else filename
        answer = send_from_directory(folder, name, max_age=0)
        if first == prefix:
            answer.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
        path = folder / name
        if path.suffix in TEXT_SUFFIXES and answer.status_code == 200:
            answer.headers["Vary"] = "Accept-Encoding"
            if takes_gzip() and "Range" not in request.headers:
                # The file that the answer held open is not sent: it is closed here, since nobody else will.
                answer.close()
                answer.direct_passthrough = False
                answer.set_data(_compressed(path, path.stat().st_mtime_ns))
                answer.headers["Content-Encoding"] = "gzip"
                answer.headers.pop("Accept-Ranges", None)
        return answer

    app.view_functions["static"] = serve
    app.jinja_env.globals["asset"] = lambda name: f"{app.static_url_path}/{prefix}/{name}"

    @cache
    def icon(name: str) -> Markup:
        drawn: Markup = app.jinja_env.get_template("components/icon.html").module.icon(name)  # type: ignore[attr-defined]
        return drawn

    # A page of results has a hundred of them, of some twenty names.
    app.jinja_env.globals["icon"] = icon


def _has_strong_tag(response: Response) -> bool:
    """Say whether the tag of an answer is that of these very bytes, which compressing changes."""
    tag, is_weak = response.get_etag()
    return tag is not None and not is_weak


def compress_answers(app: Flask) -> None:
    @app.after_request
    def compress(response: Response) -> Response:
        # The size of a compressed page would tell, guess by guess, the token it holds.
        if response.mimetype not in COMPRESSED_TYPES or response.is_streamed or holds_form():
            return response
        vary_by(response, "Accept-Encoding")
        if (
            takes_gzip()
            and "Content-Encoding" not in response.headers
            and not _has_strong_tag(response)
            and len(body := response.get_data()) >= SMALLEST_BYTES
        ):
            response.set_data(gzip.compress(body, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
