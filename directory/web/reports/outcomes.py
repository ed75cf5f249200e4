"""*Ce que cela a donné*: one question on one page."""

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.outcomes import CHOICES, Answer, Outcome
from directory.domain.reports.report import ReportKind
from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.fiches.editing import UnknownResource
from directory.services.reports.outcomes import AlreadyGiven
from directory.web.fiche.page import ONE
from directory.web.reports.outcome_words import ANSWERS, WAITS
from directory.web.search.bar import fiche_url

outcomes = Blueprint("outcomes", __name__)

REPORTED: Mapping[Answer, ReportKind] = {
    Answer.OTHER_TERMS: ReportKind.TERMS,
    Answer.UNREACHED: ReportKind.CLOSED,
}
"""Answers after which a report is offered, and its kind."""
NOTHING_CHOSEN = "Choisissez une réponse."
ALREADY = (
    "Vous avez déjà répondu pour cette fiche cette semaine\u00a0: une réponse par personne et par semaine est comptée. "
    "La première est gardée. Merci\u00a0!"
)


@outcomes.get(f"{ONE}/suite")
@needs(Action.RECORD_OUTCOME)
def form(resource_id: int) -> ResponseReturnValue:
    """Ask what came of it; after an answer that tells of an error, offer to report it."""
    fiche = _fiche(resource_id)
    given = CHOICES.get(request.args.get("fait", ""))
    kind = REPORTED.get(given.answer) if given is not None else None
    if kind is None:
        return _form(fiche)
    report = url_for("reporting.form", resource_id=fiche.id, nature=kind.value)
    return render_template("pages/reports/outcome_thanks.html", fiche=fiche, url=fiche_url(fiche), report=report)


@outcomes.post(f"{ONE}/suite")
@needs(Action.RECORD_OUTCOME)
def give(resource_id: int) -> ResponseReturnValue:
    fiche, code = _fiche(resource_id), request.form.get("suite", "")
    given = CHOICES.get(code)
    if given is None:
        return _form(fiche, NOTHING_CHOSEN, 422)
    try:
        current_services().reports.outcomes.give(signed_in().account, fiche.id, given)
    except UnknownResource:
        abort(404)
    except AlreadyGiven:
        return _form(fiche, ALREADY, 409)
    if given.answer in REPORTED:
        return redirect(url_for("outcomes.form", resource_id=fiche.id, fait=code), 303)
    return redirect(f"{fiche_url(fiche)}?fait=suite", 303)


def _fiche(resource_id: int) -> Resource:
    found = current_services().fiches.get(resource_id)
    if found is None or not found.content.is_published:
        abort(404)
    return found


def _form(fiche: Resource, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    codes = {given: code for code, given in CHOICES.items()}
    page = render_template(
        "pages/reports/outcome.html", fiche=fiche, url=fiche_url(fiche), refusal=refusal,
        received=[(codes[Outcome(Answer.RECEIVED, wait)], label) for wait, label in WAITS.items()],
        others=[(codes[Outcome(answer)], label) for answer, label in ANSWERS.items()],
    )  # fmt: skip
    return page, status
