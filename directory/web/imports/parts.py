"""Large files sent in parts, and put together again when the form that follows names them."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import BinaryIO, cast

from flask import Blueprint, Response, request

from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.imports.uploads import PART_BYTES, BadPart, UploadTooLarge

parts = Blueprint("parts", __name__)

UPLOAD, FILE, RANK, CONTENT = "envoi", "rang_fichier", "rang", "morceau"
NAME, PARTS = "nom_fichier", "morceaux"
"""Fields of the form that follows, once for each file, in their order."""


@parts.post("/imports/envois")
@needs(Action.IMPORT)
def keep() -> Response:
    """Keep a part of a file."""
    content = request.files.get(CONTENT)
    file, rank = (whole_number(request.form.get(name, "")) for name in (FILE, RANK))
    if content is None or file is None or rank is None:
        return _told(400)
    account, uploads = signed_in().account.id, current_services().imports.uploads
    try:
        with closing(content):
            uploads.keep(account, request.form.get(UPLOAD, ""), file, rank, content.read(PART_BYTES + 1))
    except BadPart:
        return _told(400)
    except UploadTooLarge:
        return _told(413)
    return _told(204)


@contextmanager
def given_files() -> Iterator[list[tuple[str, BinaryIO]]]:
    """Give the files of a form with the names said, sent in it or before it in parts. Raises UploadCutShort."""
    with ExitStack() as opened:
        if upload := request.form.get(UPLOAD, ""):
            uploads, account = current_services().imports.uploads, signed_in().account.id
            counts = [whole_number(said) or 0 for said in request.form.getlist(PARTS)]
            sent = zip(request.form.getlist(NAME), counts, strict=False)
            yield [
                (name, opened.enter_context(uploads.whole(account, upload, file, count)))
                for file, (name, count) in enumerate(sent)
            ]
            uploads.forget(account, upload)
        else:
            # Werkzeug gives a temporary file.
            found = [each for each in request.files.getlist("fichier") if each.filename]
            yield [(str(each.filename), cast(BinaryIO, each.stream)) for each in found]


def _told(status: int) -> Response:
    return Response(status=status, mimetype="text/plain")
