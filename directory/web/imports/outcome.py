"""An import being applied, its report, and what takes it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.imports import Batch, BatchState
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.desk import OPEN, FichesMoved
from directory.services.imports.reports import REFUSED, report_from_json
from directory.services.imports.undo import KEPT, LEFT_ALONE, TAKEN_BACK
from directory.services.imports.vanished import told_from
from directory.web.imports.steps import Standing, head_of, importer, standing_of, url_of
from directory.web.imports.told import ReportView, report_view
from directory.web.imports.words import DONE, LEFT, STATES
from directory.web.search.bar import fiche_url
from directory.web.shared.coming_back import back_to_list, came_from_list
from directory.web.writing.value_words import ValueWords

outcome = Blueprint("outcome", __name__)

_UNDOABLE = (BatchState.APPLYING, BatchState.STOPPED, BatchState.APPLIED)


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """``taken_back`` and ``kept``: fiches of an import that was undone. ``waiting``: rows that wait for an answer.

    left        the first of those that were kept, each its title, its address and why.
    file_until  the day on which the file received is dropped, None once it was.
    """

    state: str
    title: str
    report: ReportView
    who: str
    done: str
    is_stopped: bool
    is_undone: bool
    may_undo: bool
    has_refused: bool
    file_until: date | None
    taken_back: int
    kept: int
    left: tuple[tuple[str, str, str], ...]
    source_url: str
    waiting: int


@outcome.get("/imports/<int:number>")
@needs(Action.IMPORT)
def page(number: int) -> ResponseReturnValue:
    """Show how far an import is, then its report; before that, lead to where it stands."""
    standing = standing_of(number)
    head = head_of(standing, "appliquer")
    if standing.work is not None:
        may_stop = standing.batch.state is BatchState.APPLYING
        return render_template("pages/imports/working.html", head=head, work=standing.work, may_stop=may_stop)
    if standing.batch.state in OPEN:
        return render_template("pages/imports/open.html", head=head, url=url_of(standing))
    return render_template("pages/imports/outcome.html", head=head, view=_view(standing), batch=standing.batch)


@outcome.get("/imports/<int:number>/avancement")
@needs(Action.IMPORT)
def progress(number: int) -> ResponseReturnValue:
    """Say how far the work behind an import is, for the script that shows it."""
    work = standing_of(number).work
    if work is None or work.has_failed:
        return jsonify(fini=True, attend=False, fait=0, total=0)
    return jsonify(fini=False, attend=work.is_waiting, fait=work.done, total=work.total)


@outcome.get("/imports/<int:number>/fichier")
@needs(Action.IMPORT)
def file(number: int) -> ResponseReturnValue:
    """Give the file as it was received."""
    standing = standing_of(number)
    content = current_services().imports.file(standing.batch)
    if content is None:
        abort(404)
    answer = Response(content, mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=standing.batch.file_name)
    return answer


@outcome.post("/imports/<int:number>/arreter")
@needs(Action.IMPORT)
def stop(number: int) -> ResponseReturnValue:
    standing_of(number)
    current_services().imports.stop(importer(), number)
    return redirect(url_for("outcome.page", number=number, fait="arrete"), 303)


@outcome.post("/imports/<int:number>/reprendre")
@needs(Action.IMPORT)
def go_on(number: int) -> ResponseReturnValue:
    """Go on with an import that was stopped, or ask again for work that failed."""
    standing = standing_of(number)
    desk = current_services().imports
    try:
        if standing.batch.state is BatchState.STOPPED:
            desk.go_on(importer(), number)
        elif standing.work is None or standing.work.has_failed:
            desk.ask_again(importer(), number)
    except BatchNotReady:
        pass
    except FichesMoved:
        return redirect(url_for("trial.page", number=number, fait="bouge"), 303)
    return redirect(url_for("outcome.page", number=number), 303)


@outcome.get("/imports/<int:number>/annuler")
@needs(Action.IMPORT)
def undoing(number: int) -> ResponseReturnValue:
    """Ask whether to take an import back."""
    standing = standing_of(number)
    return render_template(
        "pages/imports/undo.html", head=head_of(standing, "appliquer"), is_open=standing.batch.state in OPEN,
        may_undo=standing.batch.state in _UNDOABLE,
    )  # fmt: skip


@outcome.post("/imports/<int:number>/annuler")
@needs(Action.IMPORT)
def undo(number: int) -> ResponseReturnValue:
    """Take an import back; one of which nothing was applied is given up."""
    standing, services = standing_of(number), current_services()
    desk = services.imports
    try:
        if standing.batch.state in OPEN:
            desk.drop(importer(), number)
            if came_from_list():
                services.todo.forget_count(signed_in().account.id)
                return back_to_list(fait="import-abandonne")
            return redirect(url_for("imports.page", fait="abandonne"), 303)
        desk.undo(importer(), number)
    except BatchNotReady:
        return redirect(url_for("outcome.page", number=number), 303)
    return redirect(url_for("outcome.page", number=number, fait="annulation"), 303)


def _left_alone(batch: Batch) -> Iterator[tuple[str, str, str]]:
    listed = batch.report.get(LEFT_ALONE)
    why = (
        {int(str(each[0])): str(each[1]) for each in listed if isinstance(each, list)}
        if isinstance(listed, list)
        else {}
    )
    for fiche in current_services().imports.fiches(list(why)):
        if fiche.content.has_page:
            yield fiche.content.title, fiche_url(fiche), LEFT[why[fiche.id]]


def _view(standing: Standing) -> OutcomeView:
    services, batch = current_services(), standing.batch
    report = report_from_json({**batch.report, "counts": {**batch.counts}})
    words = ValueWords(services.words.current(), services.places)
    told = told_from(batch.report)
    url = url_for("absent.page", number=batch.id) if told.count else ""
    titles = {
        BatchState.APPLIED: "Import appliqué",
        BatchState.STOPPED: "Import arrêté en route",
        BatchState.UNDONE: "Import annulé",
    }
    return OutcomeView(
        STATES[batch.state],
        titles.get(batch.state, "Import"),
        report_view(report, words, absent=told.count, absent_url=url, is_applied=True),
        batch.author.label,
        # The address stays that of the request when the work is over: what was asked is then done.
        "" if batch.state is BatchState.UNDONE else DONE.get(request.args.get("fait", ""), ""),
        batch.state is BatchState.STOPPED,
        batch.state is BatchState.UNDONE,
        batch.state in _UNDOABLE,
        bool(batch.counts.get(REFUSED)),
        services.imports.file_until(batch),
        batch.counts.get(TAKEN_BACK, 0),
        batch.counts.get(KEPT, 0),
        tuple(_left_alone(batch)),
        url_for("sources.page", number=standing.source.id) if standing.source is not None else "",
        services.waiting_rows.count_of(batch.id),
    )
