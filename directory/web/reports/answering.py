"""Reports answered: those on one fiche, all that wait for one's answer, one closed with a reason."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.reports.report import Report
from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.http.access import current_actor, needs, signed_in
from directory.http.request import current_services
from directory.services.fiches.editing import UnknownResource
from directory.services.reports.reporting import UnknownReport
from directory.services.reports.words import WordsRefused
from directory.web.fiche.page import ONE
from directory.web.reports.lines import ReportLine, line_of, proposal_line
from directory.web.reports.suggesting import suggestion_line
from directory.web.reports.words import refusal_of
from directory.web.search.bar import fiche_url
from directory.web.shared.coming_back import back_to_list, came_from_list

answering = Blueprint("answering", __name__)

DONE = {"classe": "Le signalement est classé sans suite.", "repondue": "La suggestion a sa réponse."}


@answering.get(f"{ONE}/signalements")
@needs(Action.READ_PEOPLE)
def of_fiche(resource_id: int) -> ResponseReturnValue:
    """Show all that was reported on a fiche, and to who keeps it how to answer."""
    return _of_fiche(resource_id)


@answering.get("/signalements")
@needs(Action.ANSWER)
def waiting() -> ResponseReturnValue:
    """Show the reports that wait for one's answer, the oldest first."""
    services, actor = current_services(), current_actor()
    found = services.reports.reporting.waiting(actor)
    lines = [line_of(each.report, each.fiche) for each in found]
    done = DONE.get(request.args.get("fait", ""), "")
    return render_template(
        "pages/reports/waiting.html",
        lines=lines,
        done=done,
        proposals=[proposal_line(each) for each in services.reports.proposing.waiting(actor)],
        suggestions=[suggestion_line(each) for each in services.reports.suggesting.waiting(actor)],
    )


@answering.post("/signalements/<int:number>/sans-suite")
@needs(Action.ANSWER)
def dismiss(number: int) -> ResponseReturnValue:
    """Close a report with a reason, which its reporter reads."""
    services, actor = current_services(), current_actor()
    try:
        answered = services.reports.reporting.dismiss(actor, number, request.form.get("raison", ""))
    except UnknownReport:
        abort(404)
    except WordsRefused as refused:
        return _of_fiche(_fiche_of(number), refusal_of(refused), f"raison-{number}", 422)
    services.todo.forget_count(signed_in().account.id)
    if came_from_list():
        return back_to_list(fait="classe")
    return redirect(url_for("answering.of_fiche", resource_id=answered.fiche.id, fait="classe"), 303)


def _fiche_of(number: int) -> int:
    """Return the fiche that a report is on, once it was seen that who asks may answer it."""
    found = current_services().reports.reporting.get(number)
    assert found is not None, "looked at by the service"
    return found.resource_id


def _of_fiche(resource_id: int, refusal: str = "", field: str = "", status: int = 200) -> ResponseReturnValue:
    services, actor = current_services(), current_actor()
    try:
        fiche, found = services.reports.reporting.of(actor, resource_id)
    except UnknownResource:
        abort(404)
    page = render_template(
        "pages/reports/of_fiche.html",
        fiche=fiche,
        url=fiche_url(fiche),
        lines=_lines(found, fiche),
        may_answer=may(actor, Action.ANSWER, owner=fiche.content.institution),
        done=DONE.get(request.args.get("fait", ""), ""),
        refusal=refusal,
        field=field,
    )
    return page, status


def _lines(reports: Sequence[Report], fiche: Resource) -> list[ReportLine]:
    """Return what is shown, what waits before what was answered."""
    ordered = sorted(reports, key=lambda each: (not each.is_open, -each.id))
    return [line_of(each, fiche) for each in ordered]
