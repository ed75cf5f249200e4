"""Creating and modifying a fiche: the form, its preview, the save."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, abort, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.domain.joining import join
from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.errors import FieldError
from directory.http.access import current_actor, needs
from directory.http.links import LARGEST_ID, whole_number
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.fiches.demands import asks_all
from directory.services.fiches.editing import InvalidResource, MergedAway, StaleVersion, UnknownResource
from directory.services.fiches.faults import told
from directory.services.fiches.writing import NotAllowed
from directory.web.duplicates.before import Asked, ask_before, remember_others
from directory.web.reports.boxes import NAME as SETTLED
from directory.web.reports.boxes import settling_named
from directory.web.reports.suggesting import NAME as SUGGESTION
from directory.web.reports.suggesting import filled_from, taking_suggested
from directory.web.search.bar import fiche_url
from directory.web.writing.answers import done, form_page, not_yours, preview_page
from directory.web.writing.conflict import ELSEWHERE, conflict_page, take_choices
from directory.web.writing.entries import KEY, asked_entry, drop_saved, typed_in
from directory.web.writing.reading import Read, read_form
from directory.web.writing.sections import wire_of
from directory.web.writing.typed import BACK, HOURS, NAMES, PLACES, Typed, ranks_of, typed_of
from directory.web.writing.view import Shown
from fiche.codes import Status
from fiche.content import Content
from fiche.parts import Structure

writing = Blueprint("writing", __name__)

ONE = f"/ressources/<int(max={LARGEST_ID}):resource_id>"
NOTHING = Content("", Structure(""))
LINE_MORE, PLACE_MORE, PREVIEW, REMOVE = "plage", "lieu", "apercu", "retirer-"
DRAFT = "brouillon"
DONE = {
    DRAFT: "Le brouillon est gardé\u00a0: il attend ici, et les recherches ne le montrent pas.",
    "incomplet": "La fiche n’est pas encore en ligne\u00a0: ce qui manque est listé.",
}
"""What the form says of what has just been done, by the code that the address carries."""
Ending = Callable[[Read, Typed, Resource | None], ResponseReturnValue]
"""What is done with a form that nothing is wrong with: what it says, what was typed, the fiche it began from."""
ORDER = {wire_of(name): rank for rank, name in enumerate(NAMES)}


@writing.get("/ressources/nouvelle")
@needs(Action.WRITE)
def new() -> ResponseReturnValue:
    """Show an empty form, or one filled like another fiche (``modele``)."""
    entry = asked_entry(None)
    if entry is not None:
        return _taken_up(typed_in(entry), None)
    suggested = filled_from(request.args.get(SUGGESTION, ""))
    if suggested is not None:
        return _taken_up(suggested, None)
    content = _model(request.args.get("modele", ""))
    typed: Typed = MultiDict() if content is None else typed_of(content)
    typed["confirme"] = "oui"
    return form_page(Shown(typed, content or NOTHING), None)


@writing.post("/ressources/nouvelle")
@needs(Action.WRITE)
def create() -> ResponseReturnValue:
    return answer_form(None, _save)


@writing.get(f"{ONE}/modifier")
@needs(Action.WRITE)
def edit(resource_id: int) -> ResponseReturnValue:
    found = editable(resource_id)
    if isinstance(found, Response):
        return found
    entry = asked_entry(resource_id)
    if entry is None:
        done_before = DONE.get(request.args.get("fait", ""))
        notes = () if done_before is None else (done_before,)
        typed = typed_of(found.content)
        typed.setlist(SETTLED, request.args.getlist(SETTLED))
        return form_page(Shown(typed, found.content, notes=notes), found)
    base = as_of(found, entry.base_version)
    return _taken_up(typed_in(entry), found if base is None else base)


@writing.post(f"{ONE}/modifier")
@needs(Action.WRITE)
def modify(resource_id: int) -> ResponseReturnValue:
    """Save a form over the version that it began from, which it carries."""
    return answer_over(editable(resource_id), _save)


def answer_over(found: Resource | Response, save: Ending) -> ResponseReturnValue:
    """Do what a form over the version of a fiche that it began from asks, or lead where ``editable`` does."""
    if isinstance(found, Response):
        return found
    base = as_of(found, version_typed())
    if base is None:
        abort(400)
    return answer_form(base, save)


def as_of(found: Resource, version: int) -> Resource | None:
    """Return a fiche as it was at a version, None where it has none of that number."""
    if version == found.version:
        return found
    try:
        content = current_services().writing.content_at(found.id, version)
    except UnknownResource:
        return None
    # Whose it is is no answer of the form: a fiche handed over meanwhile is its new keeper's.
    return replace(found, version=version, content=replace(content, institution=found.content.institution))


def _taken_up(typed: Typed, base: Resource | None) -> ResponseReturnValue:
    """Return the form as it was left."""
    read = read_form(typed, None if base is None else base.content, current_services().places)
    return form_page(Shown(typed, read.content), base)


def version_typed() -> int:
    """Return the version that a form began from, 0 for none."""
    return whole_number(request.form.get("version", "")) or 0


def editable(resource_id: int, action: Action = Action.WRITE) -> Resource | Response:
    """Return a fiche on which who asks may do something, or the page that says whose it is."""
    try:
        return current_services().writing.get(current_actor(), resource_id, action)
    except MergedAway as merged:
        return to_survivor(merged)
    except UnknownResource:
        abort(404)
    except NotAllowed as refused:
        return not_yours(refused.owner)


def to_survivor(merged: MergedAway) -> Response:
    """Return the way to the fiche that stands for one that was merged; what a form held stays in its entry."""
    services = current_services()
    survivor = services.fiches.get(merged.survivor_id)
    if survivor is None:
        abort(404)
    return make_response(redirect(f"{fiche_url(services.fiches.standing_for(survivor))}?fait=deja-fusionnee", 303))


def _model(typed_number: str) -> Content | None:
    """Return what a new fiche takes from another: all but the name of a contact and the dates."""
    number = whole_number(typed_number)
    found = None if number is None else current_services().fiches.get(number)
    if found is None:
        return None
    return replace(found.content, named_contact="", closures=(), valid_from=None, valid_to=None, institution="")


def answer_form(base: Resource | None, save: Ending) -> ResponseReturnValue:
    """Do what the button says: a line more or less, a preview, the save.

    base   the fiche as the form began from it.
    """
    typed: Typed = MultiDict(request.form)
    asked = request.form.get("faire", "")
    if asked.startswith(REMOVE):
        _remove(typed, asked.removeprefix(REMOVE))
    before = None if base is None else base.content
    unsettled = [] if before is None else take_choices(typed, before)
    read = read_form(typed, before, current_services().places)
    if before is None or before.status == Status.DRAFT:
        read.content = replace(read.content, status=Status.DRAFT if asked == DRAFT else Status.PUBLISHED)
    if asked == PLACE_MORE:
        count = max(len(ranks_of(typed, PLACES)), 1)
        for rank in range(count + 1):
            typed.setdefault(f"{PLACES}.{rank}.adresse", "")
    if asked in (LINE_MORE, PLACE_MORE, BACK) or asked.startswith(REMOVE):
        return form_page(Shown(typed, read.content, notes=tuple(read.notes)), base)
    if unsettled:
        notes = (f"Pas encore enregistrée\u00a0: il reste à choisir un texte pour {', '.join(unsettled)}.", *read.notes)
        return form_page(Shown(typed, read.content, notes=notes), base, 422)
    errors = _errors(read, before)
    if errors:
        return form_page(Shown(typed, read.content, errors, tuple(read.notes)), base, 422)
    return preview_page(read.content, typed, base) if asked == PREVIEW else save(read, typed, base)


def _remove(typed: Typed, line: str) -> None:
    for name in [name for name in typed if name.startswith(f"{line}.")]:
        typed.poplist(name)


def _errors(read: Read, before: Content | None) -> tuple[FieldError, ...]:
    """Return everything that keeps a form from being saved, in the order of the form."""
    try:
        current_services().writing.checked(before, read.content)
        errors = read.errors
    except InvalidResource as invalid:
        # Hours that could not be read are told where they were typed, not as missing.
        has_bad_hours = any(error.field.startswith(f"{HOURS}.") for error in read.errors)
        found = [told(error) for error in invalid.errors]
        errors = [*read.errors, *(each for each in found if each.field != HOURS or not has_bad_hours)]
    return tuple(sorted(errors, key=_place_in_form))


def _place_in_form(error: FieldError) -> int:
    whole, first = error.field, error.field.split(".")[0]
    return ORDER.get(whole, ORDER.get(first, len(ORDER)))


def _save(read: Read, typed: Typed, base: Resource | None) -> ResponseReturnValue:
    services, writer = current_services(), current_writer()
    confirmed = "confirme" in typed and read.content.status != Status.DRAFT
    try:
        asked = _asked(read.content, typed, base)
        if asked.page is not None:
            return asked.page
        if base is None:
            receipt = services.writing.create(writer, read.content, confirmed=confirmed, then=taking_suggested())
        else:
            receipt = services.writing.revise(
                writer, base.id, read.content, expected_version=base.version, confirmed=confirmed,
                then=settling_named(),
            )  # fmt: skip
        remember_others(receipt.resource.id, asked.others)
    except StaleVersion as stale:
        assert base is not None
        return _meet(base, stale, typed, confirmed=confirmed)
    except NotAllowed as refused:
        return not_yours(refused.owner)
    drop_saved(typed)
    return done(receipt, confirmed=confirmed)


def _asked(content: Content, typed: Typed, base: Resource | None) -> Asked:
    """Ask about look-alikes of a fiche that is shown for the first time; nothing of any other."""
    before = None if base is None else base.content
    if not asks_all(before, content):
        return Asked(None, ())
    return ask_before(current_services().writing.checked(before, content), typed, base)


def _meet(base: Resource, stale: StaleVersion, typed: Typed, *, confirmed: bool) -> ResponseReturnValue:
    """Join what two saves changed apart from each other, and save it; ask where they meet."""
    services, current = current_services(), stale.current
    joined = join(base.content, current.content, stale.yours)
    if not joined.both:
        try:
            receipt = services.writing.revise(
                current_writer(), base.id, joined.content, expected_version=current.version, confirmed=confirmed,
                then=settling_named(),
            )  # fmt: skip
            drop_saved(typed)
            return done(receipt, said="jointe")
        except (InvalidResource, StaleVersion):
            pass
    _, history = services.writing.history(current_actor(), base.id)
    last = history.versions[-1].author
    is_own = last.account is not None and last.account == current_writer().author.account
    author = ELSEWHERE if is_own else last.label
    return conflict_page(current, base.content, stale.yours, joined, author, typed.get(KEY, ""), confirmed=confirmed)
