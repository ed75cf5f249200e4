"""Files that the worker writes: asked for, followed, taken by who asked; those of the night."""

from dataclasses import dataclass

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.exports import ExportFile
from directory.domain.rights import Action
from directory.http.access import current_actor, needs
from directory.http.files import kept_answer
from directory.http.request import current_services
from directory.services.exports.behind import UnknownExport
from directory.services.exports.formats import EXPORT_FORMATS
from search.text.french import counted, number_in_words

kept_exports = Blueprint("kept_exports", __name__)
ONE = "/exporter/fichiers/<int:number>"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class KeptView:
    """``what``: such as "31 204 ressources, Tableau (CSV)". ``size``: in words, empty until the file is written."""

    number: int
    what: str
    written: int
    total: int
    size: str
    is_late: bool


@kept_exports.post("/exporter/preparer")
@needs(Action.EXPORT)
def prepare() -> ResponseReturnValue:
    """Have the whole base written in a form, and follow it."""
    form = EXPORT_FORMATS.get(request.form.get("format", ""))
    if form is None or not current_actor().is_account:
        abort(404)
    number = current_services().exports.kept.ask(current_actor(), form)
    return redirect(url_for("kept_exports.page", number=number), 303)


@kept_exports.get(ONE)
@needs(Action.OWN_ACCOUNT)
def page(number: int) -> str:
    found = _found(number)
    size = "" if found.ready_at is None else f"{number_in_words(max(1, found.size // MEGABYTE))}\u00a0Mo"
    view = KeptView(
        number=found.id,
        what=f"{counted(found.total, 'ressource', 'ressources')}, {EXPORT_FORMATS[found.form].label}",
        written=found.written,
        total=found.total,
        size=size,
        is_late=found.is_late(current_services().now()),
    )
    return render_template("pages/exports/kept.html", view=view)


@kept_exports.get(f"{ONE}/avancement")
@needs(Action.OWN_ACCOUNT)
def progress(number: int) -> ResponseReturnValue:
    """Say how many fiches are written, for the script that shows it."""
    found = _found(number)
    return jsonify(fini=found.ready_at is not None, fait=found.written, total=found.total)


@kept_exports.get(f"{ONE}/fichier")
@needs(Action.OWN_ACCOUNT)
def file(number: int) -> ResponseReturnValue:
    found = _found(number)
    return abort(404) if found.ready_at is None else kept_answer(found)


@kept_exports.get("/exporter/nuit/<form>")
@needs(Action.EXPORT)
def nightly(form: str) -> ResponseReturnValue:
    known = EXPORT_FORMATS.get(form)
    found = current_services().exports.kept.of_the_night(known) if known is not None else None
    return abort(404) if found is None else kept_answer(found)


def _found(number: int) -> ExportFile:
    try:
        return current_services().exports.kept.get(current_actor(), number)
    except UnknownExport:
        abort(404)
