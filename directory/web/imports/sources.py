"""A source: its next file, its imports, how its files are read, what it said."""

from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.imports import ImportSource
from directory.domain.rights import Action, may
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.services.imports.schedule import BadSchedule, Schedule, Where, schedule_from
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
    schedule: Schedule
    may_schedule: bool


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


@sources.post("/imports/sources/<int:number>/programmation")
@needs(Action.OPERATE)
def schedule(number: int) -> ResponseReturnValue:
    """Say where the next files are found each night: a folder, an address, or nowhere."""
    source = _source(number)
    asked = request.form.get("ou", "")
    place = request.form.get(asked, "").strip() if asked in (Where.FOLDER, Where.ADDRESS) else ""
    said = Schedule(Where(asked) if asked in set(Where) else Where.NOWHERE, place)
    try:
        current_services().imports.schedule(importer(), source, said)
    except BadSchedule as error:
        return source_page(source, asked, 422, error.message, said)
    return redirect(url_for("sources.page", number=number, fait="enregistre"), 303)


def source_page(
    source: ImportSource, field: str = "", status: int = 200, refusal: str = "", said: Schedule | None = None
) -> ResponseReturnValue:
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
        refusal or REASONS.get(field, ""),
        field,
        said or schedule_from(source.schedule),
        may(current_actor(), Action.OPERATE),
    )
    return render_template("pages/imports/source.html", view=view), status


def _source(number: int) -> ImportSource:
    try:
        return current_services().imports.source(current_actor(), number)
    except UnknownSource:
        abort(404)
