"""*Signaler une erreur*: the form, and what was told."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.reports.report import ReportKind
from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.http.access import current_actor, current_signed, needs, signed_in
from directory.http.request import current_services
from directory.http.visits import current_visit
from directory.services.fiches.editing import UnknownResource
from directory.services.reports.reporting import Told, TooMany
from directory.services.reports.words import WordsRefused
from directory.web.fiche.page import ONE
from directory.web.reports.lines import line_of, proposal_line
from directory.web.reports.suggesting import suggestion_line
from directory.web.reports.words import BETTER, CHOICES, kinds, present_value, refusal_of
from directory.web.search.bar import fiche_url
from directory.web.writing.typed import BACK

reporting = Blueprint("reporting", __name__)

TOO_MANY = "Beaucoup de signalements ont été envoyés aujourd’hui. Réessayez demain."
NO_KIND = "Choisissez ce qui n’est plus vrai."


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A kind: what the fiche says now beside it, and the better value that was typed for it."""

    code: str
    label: str
    present: str
    better_label: str
    better: str
    is_chosen: bool
    type: str


@dataclass(frozen=True, slots=True)
class ReportingView:
    title: str
    who: str
    url: str
    action: str
    owner: str
    is_known: bool
    choices: tuple[ChoiceView, ...]
    text: str
    refusal: str = ""
    field: str = ""


@reporting.get(f"{ONE}/signaler")
@needs(Action.REPORT)
def form(resource_id: int) -> ResponseReturnValue:
    """Show the kinds of errors, each with what the fiche says now."""
    return _form(_fiche(resource_id))


@reporting.post(f"{ONE}/signaler")
@needs(Action.REPORT)
def send(resource_id: int) -> ResponseReturnValue:
    """Keep what is told; what cannot be kept comes back as it was typed, with why."""
    if request.form.get("faire") == BACK:
        return _form(_fiche(resource_id))
    kind = kinds(request.form.getlist("nature"))
    if kind is None:
        return _form(_fiche(resource_id), NO_KIND, f"nature-{ReportKind.CLOSED.value}", 422)
    told = Told(kind, request.form.get("texte", ""), request.form.get(f"valeur.{kind.value}", ""))
    try:
        current_services().reports.reporting.report(current_actor(), resource_id, told, network=current_visit().network)
    except UnknownResource:
        abort(404)
    except WordsRefused as refused:
        field = f"valeur.{kind.value}" if refused.field == "valeur" else refused.field
        return _form(_fiche(resource_id), refusal_of(refused), field, 422)
    except TooMany:
        return _form(_fiche(resource_id), TOO_MANY, "", 429)
    return redirect(f"{fiche_url(_fiche(resource_id))}?fait=signalee", 303)


@reporting.get("/mes-signalements")
@needs(Action.OWN_ACCOUNT)
def mine() -> ResponseReturnValue:
    """Show what one reported, and what was answered."""
    services = current_services()
    account = signed_in().account.id
    found = services.reports.reporting.mine(account)
    return render_template(
        "pages/reports/mine.html",
        lines=[line_of(each.report, each.fiche) for each in found],
        proposals=[proposal_line(each) for each in services.reports.proposing.mine(account)],
        suggestions=[suggestion_line(each) for each in services.reports.suggesting.mine(account)],
    )


def _fiche(resource_id: int) -> Resource:
    found = current_services().fiches.get(resource_id)
    if found is None:
        abort(404)
    return found


def _form(fiche: Resource, refusal: str = "", field: str = "", status: int = 200) -> ResponseReturnValue:
    services = current_services()
    words, owner = services.words.current(), fiche.content.institution
    # A link may come with the kind: the form is then half filled in.
    chosen = kinds((*request.form.getlist("nature"), *request.args.getlist("nature")))
    view = ReportingView(
        fiche.content.title,
        fiche.content.structure.name,
        fiche_url(fiche),
        url_for("reporting.send", resource_id=fiche.id),
        words.label("institution", owner) if owner else "",
        current_signed() is not None,
        tuple(
            ChoiceView(
                kind.value,
                label,
                present_value(kind, fiche, words, services.places),
                BETTER.get(kind, ""),
                request.form.get(f"valeur.{kind.value}", ""),
                kind is chosen,
                "tel" if kind is ReportKind.PHONE else "text",
            )
            for kind, label in CHOICES.items()
        ),
        request.form.get("texte", ""),
        refusal,
        field,
    )
    return render_template("pages/reports/report.html", view=view), status
