"""*Proposer une modification*: the form of a fiche that others keep, and what they take of it."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.resource import Resource
from directory.domain.rights import Action, may
from directory.http.access import current_actor, needs, signed_in
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.fiches.editing import InvalidResource, StaleVersion
from directory.services.fiches.faults import told
from directory.services.reports.proposing import (
    Answered,
    NothingProposed,
    Proposed,
    TooManyProposals,
    UnknownProposal,
)
from directory.services.reports.words import WordsRefused
from directory.web.fiche.page import ONE
from directory.web.reports.on_fiche import said_of
from directory.web.reports.words import ENDS, refusal_of, told_ago
from directory.web.search.bar import fiche_url
from directory.web.writing.answers import done, form_page, moved
from directory.web.writing.page import answer_over, editable, version_typed
from directory.web.writing.reading import Read
from directory.web.writing.typed import Typed, typed_of
from directory.web.writing.value_words import ChangeView, ValueWords
from directory.web.writing.view import Shown
from fiche.content import FIELDS

proposing = Blueprint("proposing", __name__)

NOTHING = "Rien ne change encore\u00a0: modifiez ce qui doit l’être, puis envoyez."
TOO_MANY = "Beaucoup de propositions ont été envoyées aujourd’hui. Réessayez demain."
NOTHING_TAKEN = "Cochez ce que vous prenez, ou dites pourquoi vous ne prenez rien."
ANSWERED = "Quelqu’un a déjà répondu à cette proposition."
TAKE = "prendre"


@dataclass(frozen=True, slots=True)
class OfferView:
    """A field that would change. ``has_moved``: others changed it since the form was opened."""

    name: str
    change: ChangeView
    has_moved: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    id: int
    title: str
    url: str
    version: int
    who: str
    ago: str
    note: str
    offers: tuple[OfferView, ...]
    end: str
    answer: str
    refusal: str
    said: str


@proposing.get(f"{ONE}/proposer")
@needs(Action.PROPOSE)
def form(resource_id: int) -> ResponseReturnValue:
    """Show the form of a fiche that one does not keep; of one's own, lead to the form that saves."""
    found = _base(resource_id)
    return found if isinstance(found, Response) else form_page(Shown(typed_of(found.content), found.content), found)


@proposing.post(f"{ONE}/proposer")
@needs(Action.PROPOSE)
def send(resource_id: int) -> ResponseReturnValue:
    """Keep what the form says otherwise than the version that it began from."""
    return answer_over(_base(resource_id), _propose)


@proposing.get("/propositions/<int:number>")
@needs(Action.ANSWER)
def show(number: int) -> ResponseReturnValue:
    """Show what a proposal would change, a box for each field."""
    return _page(_found(number))


@proposing.post("/propositions/<int:number>")
@needs(Action.ANSWER)
def answer(number: int) -> ResponseReturnValue:
    """Take the fields that are ticked, or none with a reason; who proposed is told."""
    found, reason = _found(number), request.form.get("raison", "")
    services = current_services()
    try:
        if request.form.get("faire", TAKE) != TAKE:
            services.reports.proposing.dismiss(current_actor(), number, reason)
            services.todo.forget_count(signed_in().account.id)
            return redirect(f"{fiche_url(found.fiche)}?fait=proposition-classee", 303)
        receipt = services.reports.proposing.take(
            current_writer(), number, request.form.getlist("champ"), expected_version=version_typed(), answer=reason
        )
    except WordsRefused as refused:
        return _page(found, refusal_of(refused), 422)
    except NothingProposed:
        return _page(found, NOTHING_TAKEN, 422)
    except Answered:
        return _page(_found(number), ANSWERED, 409)
    except StaleVersion as stale:
        return moved(stale.current)
    except InvalidResource as invalid:
        return _page(found, " ".join(told(error).message for error in invalid.errors), 422)
    return done(receipt, said="proposition-prise")


def _base(resource_id: int) -> Resource | Response:
    found = editable(resource_id, Action.PROPOSE)
    if isinstance(found, Response):
        return found
    if may(current_actor(), Action.WRITE, owner=found.content.institution):
        there = redirect(url_for("writing.edit", resource_id=found.id), 303)
        assert isinstance(there, Response)
        return there
    return found


def _propose(read: Read, typed: Typed, base: Resource | None) -> ResponseReturnValue:
    assert base is not None
    said, status = "", 422
    try:
        current_services().reports.proposing.propose(current_actor(), base, read.content, note=typed.get("mot", ""))
    except NothingProposed:
        said = NOTHING
    except TooManyProposals:
        said, status = TOO_MANY, 429
    except WordsRefused as refused:
        said = refusal_of(refused)
    if said:
        return form_page(Shown(typed, read.content, notes=(said,)), base, status)
    return redirect(f"{fiche_url(base)}?fait=proposee", 303)


def _found(number: int) -> Proposed:
    try:
        return current_services().reports.proposing.get(current_actor(), number)
    except UnknownProposal:
        abort(404)


def _page(found: Proposed, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    services = current_services()
    proposal, fiche = found.proposal, found.fiche
    view = ProposalView(
        proposal.id,
        fiche.content.title,
        fiche_url(fiche),
        fiche.version,
        said_of(found),
        told_ago(proposal.at, services.now()),
        proposal.note,
        _offers(found) if proposal.is_open else (),
        "" if proposal.is_open else ENDS[proposal.state],
        proposal.answer,
        refusal,
        request.form.get("raison", ""),
    )
    return render_template("pages/reports/proposal.html", view=view), status


def _offers(found: Proposed) -> tuple[OfferView, ...]:
    """Return what would change in the fiche as it is now; what it says already is no change."""
    services = current_services()
    say = ValueWords(services.words.current(), services.places)
    now, offered, moved = found.fiche.content, found.offered, found.moved
    names = [name for name in FIELDS if getattr(now, name) != getattr(offered, name)]
    chosen = request.form.getlist("champ")
    return tuple(
        OfferView(name, change, name in moved, name in chosen)
        for name, change in zip(names, say.changes(now, offered), strict=True)
    )
