"""*Avant d’appliquer*: what the file would change, and the one button that does it."""

from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.changes import Json
from directory.domain.imports import BatchState
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.deciding import CREATE_DOUBTFUL, IGNORE_ZEROS, KEEP_VALUES, OVERWRITE
from directory.services.imports.desk import FichesMoved, stamp
from directory.services.imports.opening import RENAMED, WITHOUT
from directory.services.imports.reports import EMPTIED, ImportReport, report_from_json
from directory.services.imports.vanished import told_from
from directory.web.imports.sample import SampleView, sample_view
from directory.web.imports.steps import Standing, elsewhere, head_of, importer, standing_of, step_open
from directory.web.imports.told import ReportView, doing, report_view
from directory.web.imports.words import BOUGE, TOO_LATE
from directory.web.writing.value_words import ValueWords
from importers.gone import Gone

trial = Blueprint("trial", __name__)

GONE = "colonnes-disparues"
OPTIONS = {OVERWRITE: "remplacer", IGNORE_ZEROS: "zeros", KEEP_VALUES: "garder", CREATE_DOUBTFUL: "creer"}
"""Options of a batch, and the fields of the form that say them."""


@dataclass(frozen=True, slots=True)
class GoneView:
    """A column that the last file had. ``field``: name of its answers in the form."""

    column: str
    like: str
    field: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrialView:
    """``seen`` tells this dry run from any other; ``button`` says what applying does."""

    report: ReportView
    seen: str
    button: str
    overwrite: bool
    ignore_zeros: bool
    keep_values: bool
    empties: bool
    create_doubtful: bool
    warning: str
    sample: SampleView | None


@trial.get("/imports/<int:number>/essai")
@needs(Action.IMPORT)
def page(number: int) -> ResponseReturnValue:
    standing = step_open(number, "essai")
    return trial_page(standing, BOUGE if request.args.get("fait") == "bouge" else "")


@trial.post("/imports/<int:number>/essai")
@needs(Action.IMPORT)
def again(number: int) -> ResponseReturnValue:
    """Try again, with what was answered about columns that are gone and rows that replace others."""
    standing = step_open(number, "essai")
    if standing.source is None:
        return elsewhere(standing, "essai", TOO_LATE)
    try:
        current_services().imports.settle(importer(), number, standing.source, **_options(standing))
    except BatchNotReady:
        return elsewhere(standing, "essai", TOO_LATE)
    return redirect(url_for("trial.page", number=number), 303)


@trial.post("/imports/<int:number>/appliquer")
@needs(Action.IMPORT)
def apply(number: int) -> ResponseReturnValue:
    """Ask for what was shown to be done, unless it is no longer what would be done."""
    step_open(number, "essai")
    try:
        current_services().imports.apply(importer(), number, seen=request.form.get("vu", ""))
    except BatchNotReady:
        return redirect(url_for("trial.page", number=number), 303)
    except FichesMoved:
        return redirect(url_for("trial.page", number=number, fait="bouge"), 303)
    return redirect(url_for("outcome.page", number=number), 303)


@trial.get("/imports/<int:number>/refusees.csv")
@needs(Action.IMPORT)
def refused(number: int) -> ResponseReturnValue:
    """Give the refused rows as they were read, with what is wrong: to correct and send back."""
    standing = standing_of(number)
    pieces = current_services().imports.engine.refused_file(standing.batch.id)
    headers = {"Content-Disposition": f'attachment; filename="lignes-refusees-{number}.csv"'}
    return Response(pieces, mimetype="text/csv", headers=headers)


def trial_page(standing: Standing, warning: str = "", status: int = 200) -> ResponseReturnValue:
    batch, head = standing.batch, head_of(standing, "essai")
    report = report_from_json(batch.report)
    if report.unreadable is not None and report.unreadable.kind == GONE:
        return render_template("pages/imports/gone.html", head=head, columns=_gone(standing))
    if report.unreadable is not None:
        return render_template("pages/imports/unreadable.html", head=head, message=report.unreadable)
    if batch.state is not BatchState.PREVIEWED:
        return render_template("pages/imports/try.html", head=head)
    view = TrialView(
        _report(standing, report),
        stamp(batch),
        doing(report.counts),
        bool(batch.options.get(OVERWRITE)),
        bool(batch.options.get(IGNORE_ZEROS)),
        bool(batch.options.get(KEEP_VALUES)),
        bool(report.counts.get(EMPTIED)),
        bool(batch.options.get(CREATE_DOUBTFUL)),
        warning,
        sample_view(batch, report),
    )
    return render_template("pages/imports/trial.html", head=head, view=view), status


def _report(standing: Standing, report: ImportReport) -> ReportView:
    services = current_services()
    words = ValueWords(services.words.current(), services.places)
    told = told_from(standing.batch.report)
    url = url_for("absent.page", number=standing.batch.id) if told.count else ""
    return report_view(report, words, absent=told.count, absent_url=url)


def _gone(standing: Standing) -> list[GoneView]:
    found: tuple[Gone, ...] = current_services().imports.gone(standing.batch)
    header = standing.look.header if standing.look is not None else ()
    return [
        GoneView(each.column, each.like, f"colonne-{rank}", tuple(title for title in header if title != each.like))
        for rank, each in enumerate(found)
    ]


def _options(standing: Standing) -> dict[str, Json]:
    """Return the options of a batch with what the form answers."""
    form, before = request.form, standing.batch.options
    without = before.get(WITHOUT)
    renamed = before.get(RENAMED)
    agreed: list[Json] = [*without] if isinstance(without, list) else []
    names: dict[str, Json] = {**renamed} if isinstance(renamed, dict) else {}
    header = standing.look.header if standing.look is not None else ()
    for each in _gone(standing):
        answer = form.get(each.field, "")
        title = each.like if answer == "semblable" else form.get(f"{each.field}-autre", "") if answer == "autre" else ""
        if title in header:
            names[title] = each.column
        elif answer == "aucune":
            agreed.append(each.column)
    options: dict[str, Json] = {WITHOUT: agreed, RENAMED: names}
    if form.get("options") == "oui":
        return options | {name: field in form for name, field in OPTIONS.items()}
    return options | {name: bool(before.get(name)) for name in OPTIONS}
