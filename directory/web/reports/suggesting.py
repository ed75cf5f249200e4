"""*Suggérer une ressource* that is missing: the short form, and what becomes of it."""

from dataclasses import dataclass
from typing import TypeAlias

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.domain.reports.suggestion import MOST_LINE_CHARS, MOST_TEXT_CHARS, Suggestion, SuggestionState
from directory.domain.rights import Action
from directory.http.access import current_actor, needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.http.visits import current_visit
from directory.services.fiches.saving import Then
from directory.services.reports.reporting import TooMany
from directory.services.reports.suggesting import Missing, UnknownSuggestion, commune_named
from directory.services.reports.words import WordsRefused
from directory.web.reports.words import refusal_of, told_ago
from directory.web.writing.typed import BACK, PLACES, Typed

suggesting = Blueprint("suggesting", __name__)

TOO_MANY = "Beaucoup de suggestions ont été envoyées aujourd’hui. Réessayez demain."
SENT = "Merci\u00a0: votre suggestion est envoyée aux institutions de ce territoire."
STATES = {
    SuggestionState.OPEN: "en attente",
    SuggestionState.TAKEN: "prise",
    SuggestionState.DISMISSED: "sans suite",
}
NAME = "suggestion"
Form: TypeAlias = "MultiDict[str, str]"


@dataclass(frozen=True, slots=True)
class QuestionView:
    name: str
    label: str
    help: str
    value: str
    is_long: bool
    most: int


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A suggestion as lists show it. ``url``: of the fiche made of it, empty without one."""

    id: int
    structure: str
    service: str
    place: str
    source: str
    who: str
    ago: str
    is_open: bool
    end: str
    answer: str
    url: str


QUESTIONS = (
    ("structure", "La structure", "Qui propose le service.", False),
    ("service", "Ce qu’elle fait", "", True),
    ("lieu", "Où", "La commune, avec l’adresse si vous la connaissez.", False),
    ("source", "Comment vous le savez", "Facultatif\u00a0: une affiche, un site, un appel.", True),
)


@suggesting.get("/ressources/suggerer")
@needs(Action.REPORT)
def form() -> ResponseReturnValue:
    done = SENT if request.args.get("fait") == "envoyee" else ""
    return _form(MultiDict({"lieu": request.args.get("lieu", "")[:MOST_LINE_CHARS]}), done=done)


@suggesting.post("/ressources/suggerer")
@needs(Action.REPORT)
def send() -> ResponseReturnValue:
    """Keep what is told; what cannot be kept comes back as it was typed, with why."""
    typed = request.form
    if typed.get("faire") == BACK:
        return _form(typed)
    said = Missing(*(typed.get(name, "") for name, *_ in QUESTIONS))
    services = current_services()
    try:
        services.reports.suggesting.suggest(
            current_actor(),
            said,
            commune_code=commune_named(said.place, services.places),
            network=current_visit().network,
        )
    except WordsRefused as refused:
        return _form(typed, refusal=refusal_of(refused), field=refused.field, status=422)
    except TooMany:
        return _form(typed, refusal=TOO_MANY, status=429)
    return redirect(url_for("suggesting.form", fait="envoyee"), 303)


@suggesting.get("/suggestions/<int:number>")
@needs(Action.ANSWER)
def show(number: int) -> ResponseReturnValue:
    return _page(number)


@suggesting.post("/suggestions/<int:number>")
@needs(Action.ANSWER)
def dismiss(number: int) -> ResponseReturnValue:
    """Answer that no fiche is made, and why; who suggested it is told."""
    try:
        current_services().reports.suggesting.dismiss(current_actor(), number, request.form.get("raison", ""))
    except UnknownSuggestion:
        abort(404)
    except WordsRefused as refused:
        return _page(number, refusal_of(refused), 422)
    current_services().todo.forget_count(signed_in().account.id)
    return redirect(url_for("answering.waiting", fait="repondue"), 303)


def suggestion_line(each: Suggestion) -> SuggestionLine:
    services = current_services()
    institution = services.words.current().label("institution", each.institution) if each.institution else ""
    return SuggestionLine(
        each.id, each.structure, each.service, each.place, each.source, institution or "une personne sans compte",
        told_ago(each.at, services.now()), each.is_open, STATES[each.state], each.answer,
        url_for("fiche.page", resource_id=each.resource_id) if each.resource_id else "",
    )  # fmt: skip


def filled_from(typed_number: str) -> Typed | None:
    """Return the form of a new fiche with what a suggestion says; None for one that is not for who asks."""
    number = whole_number(typed_number)
    if number is None:
        return None
    services = current_services()
    try:
        found = services.reports.suggesting.get(current_actor(), number)
    except UnknownSuggestion:
        return None
    if not found.is_open:
        return None
    typed: Typed = MultiDict({"structure.nom": found.structure, "description": found.service, NAME: str(found.id)})
    commune = services.places.gazetteer.get(found.commune_code) if found.commune_code else None
    typed[f"{PLACES}.0.commune"] = commune.name if commune is not None else ""
    if found.place and (commune is None or found.place.casefold() != commune.name.casefold()):
        typed[f"{PLACES}.0.adresse"] = found.place
    return typed


def taking_suggested() -> Then | None:
    """Return what notes that a fiche was made of the suggestion that its form carries, None if it carries none."""
    number = whole_number(request.form.get(NAME, ""))
    return None if number is None else current_services().reports.suggesting.taking(current_actor(), number)


def _form(typed: Form, *, done: str = "", refusal: str = "", field: str = "", status: int = 200) -> ResponseReturnValue:
    questions = [
        QuestionView(name, label, help, typed.get(name, ""), is_long, MOST_TEXT_CHARS if is_long else MOST_LINE_CHARS)
        for name, label, help, is_long in QUESTIONS
    ]
    page = render_template("pages/reports/suggest.html", questions=questions, done=done, refusal=refusal, field=field)
    return page, status


def _page(number: int, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    try:
        found = current_services().reports.suggesting.get(current_actor(), number)
    except UnknownSuggestion:
        abort(404)
    return render_template("pages/reports/suggestion.html", line=suggestion_line(found), refusal=refusal), status
