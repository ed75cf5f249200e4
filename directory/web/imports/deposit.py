"""A file given: dropped or chosen, for a source that is known or not yet."""

from collections.abc import Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO

from flask import Blueprint, Response, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.services.imports.sources import UnknownSource
from directory.services.imports.uploads import UploadCutShort
from directory.web.imports.lines import source_lines
from directory.web.imports.parts import given_files
from directory.web.imports.steps import importer, standing_of, url_of
from importers.files.several import MOST_FILES, archive_of, name_of_archive
from importers.native import template_csv

deposit = Blueprint("deposit", __name__)

SHOWN_SOURCES = 6
LONGEST_NAME = 150
NO_FILE = "Choisissez un fichier."
EMPTY = "Le fichier est vide. Vérifiez l’export et recommencez."
CUT_SHORT = "Le fichier n’est pas arrivé en entier. Choisissez-le de nouveau."
TOO_MANY = f"Donnez ensemble {MOST_FILES} fichiers au plus, ou une archive ZIP qui les contient."
TEMPLATE_NAME, TEMPLATE_BOOK_NAME = "modele-ressources.csv", "modele-ressources.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@deposit.get("/imports/nouveau")
@needs(Action.IMPORT)
def page() -> ResponseReturnValue:
    return deposit_page()


@deposit.post("/imports/nouveau")
@needs(Action.IMPORT)
def send() -> ResponseReturnValue:
    """Keep a file whose source is still to be told."""
    return received(None)


@deposit.post("/imports/sources/<int:number>/deposer")
@needs(Action.IMPORT)
def send_of_source(number: int) -> ResponseReturnValue:
    """Keep the next file of a source: how to read it is known."""
    try:
        current_services().imports.source(current_actor(), number)
    except UnknownSource:
        abort(404)
    return received(number)


@deposit.get("/imports/modele.csv")
@needs(Action.IMPORT)
def template() -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{TEMPLATE_NAME}"'}
    return Response(template_csv(), mimetype="text/csv", headers=headers)


@deposit.get("/imports/modele.xlsx")
@needs(Action.IMPORT)
def template_book() -> Response:
    # Its library is loaded at the first workbook, as by exports.
    from importers.template_book import template_workbook

    known = current_services().imports.known()
    content = template_workbook({name: each.labels for name, each in known.lists.items()})
    headers = {"Content-Disposition": f'attachment; filename="{TEMPLATE_BOOK_NAME}"'}
    return Response(content, mimetype=XLSX, headers=headers)


def received(source_id: int | None) -> ResponseReturnValue:
    """Keep the file of a form, or several as one, and lead to the step that comes next."""
    try:
        with given_files() as given:
            return _received(given, source_id)
    except UploadCutShort:
        return deposit_page(CUT_SHORT, 422)


def _received(given: Sequence[tuple[str, BinaryIO]], source_id: int | None) -> ResponseReturnValue:
    if not given:
        return deposit_page(NO_FILE, 422)
    if len(given) > MOST_FILES:
        return deposit_page(TOO_MANY, 422)
    if not all(stream.read(1) for _, stream in given):
        return deposit_page(EMPTY, 422)
    for _, stream in given:
        stream.seek(0)
    desk, named = current_services().imports, [(name_of(said), stream) for said, stream in given]
    if len(named) == 1:
        batch = desk.deposit(importer(), *named[0], source_id=source_id)
    else:
        with archive_of(named) as whole:
            batch = desk.deposit(importer(), name_of_archive([name for name, _ in named]), whole, source_id=source_id)
    standing = standing_of(batch.id)
    if source_id is None and standing.look is not None and standing.look.is_doubtful:
        return redirect(url_for("reading.page", number=batch.id), 303)
    return redirect(url_of(standing), 303)


def deposit_page(refusal: str = "", status: int = 200) -> ResponseReturnValue:
    desk, actor = current_services().imports, current_actor()
    page = render_template(
        "pages/imports/deposit.html",
        sources=source_lines(desk.sources(actor)[:SHOWN_SOURCES]),
        most_mb=int(current_app.config["MAX_CONTENT_LENGTH"]) // (1024 * 1024),
        refusal=refusal,
        action=url_for("deposit.send"),
    )
    return page, status


def name_of(said: str) -> str:
    """Return the name of a file without the folders that some browsers send, nor what cannot be printed."""
    name = PureWindowsPath(PurePosixPath(said).name).name
    return "".join(char for char in name if char.isprintable()).strip()[-LONGEST_NAME:] or "fichier"
