"""A source: its next file, its imports, how its files are read, what it said."""

from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.imports import ImportSource
from directory.domain.rights import Action
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.services.imports.sources import BadSource, NewSource, UnknownSource
from directory.web.imports.lines import BatchLine, batch_lines
from directory.web.imports.origin import REASONS
from directory.web.imports.steps import importer
from directory.web.imports.words import DONE
from importers.registry import format_of

sources = Blueprint("sources", __name__)

SHOWN = 24


@dataclass(frozen=True, slots=True)
class SourceView:
    source: ImportSource
    owner: str
    fiches: int
    format_label: str
    batches: tuple[BatchLine, ...]
    most_mb: int
    done: str
    refusal: str
    field: str


@sources.get("/imports/sources/<int:number>")
@needs(Action.IMPORT)
def page(number: int) -> ResponseReturnValue:
    return source_page(_source(number))


@sources.post("/imports/sources/<int:number>")
@needs(Action.IMPORT)
def save(number: int) -> ResponseReturnValue:
    """Keep another name or contact."""
    source = _source(number)
    name = " ".join(request.form.get("nom", "").split())
    contact = " ".join(request.form.get("contact", "").split())
    try:
        NewSource(name, source.institution, contact).check(current_actor())
    except BadSource as error:
        return source_page(source, error.field, 422)
    current_services().imports.keep_source(importer(), replace(source, name=name, contact=contact))
    return redirect(url_for("sources.page", number=number, fait="enregistre"), 303)


@sources.get("/imports/sources/<int:number>/correspondance.json")
@needs(Action.IMPORT)
def mapping(number: int) -> ResponseReturnValue:
    """Give how the files of a source are read, as the command takes it too."""
    source = _source(number)
    headers = {"Content-Disposition": f'attachment; filename="correspondance-{number}.json"'}
    return Response(source.mapping or "{}", mimetype="application/json", headers=headers)


def source_page(source: ImportSource, field: str = "", status: int = 200) -> ResponseReturnValue:
    services = current_services()
    packaged = format_of(source.format) if source.format and not source.mapping else None
    view = SourceView(
        source,
        services.words.current().label("institution", source.institution) if source.institution else "",
        services.imports.fiches_of(source),
        packaged.label if packaged is not None else "",
        tuple(batch_lines(services.imports.of_source(source, limit=SHOWN), [source])),
        int(current_app.config["MAX_CONTENT_LENGTH"]) // (1024 * 1024),
        DONE.get(request.args.get("fait", ""), ""),
        REASONS.get(field, ""),
        field,
    )
    return render_template("pages/imports/source.html", view=view), status


def _source(number: int) -> ImportSource:
    try:
        return current_services().imports.source(current_actor(), number)
    except UnknownSource:
        abort(404)
