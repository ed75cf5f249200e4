"""What several fiches of a structure share, changed in one go, with the list of those it touches."""

from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.errors import FieldError
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.fiches.editing import InvalidResource, StaleVersion
from directory.services.fiches.faults import told
from directory.services.fiches.together import Change, Shared
from directory.services.fiches.typed_values import read_value
from directory.web.search.bar import fiche_url
from directory.web.writing.answers import moved
from directory.web.writing.blocks import HoursView, PlaceView, hours_view, place_views
from directory.web.writing.hours_form import read_hours_form
from directory.web.writing.page import LINE_MORE, ONE, editable
from directory.web.writing.places_form import read_places
from directory.web.writing.typed import HOURS, PLACES, Typed, typed_of
from directory.web.writing.view import ErrorLine, FieldView, sentences, target_of
from fiche.content import FIELDS, Content
from fiche.fields import Kind

together = Blueprint("together", __name__)

PHONE = FIELDS["phone"].wire
PARTS = {"phone": PHONE, "place": PLACES, "hours": HOURS}
WITH = "avec"
LONGEST_VERSION = 9


@dataclass(frozen=True, slots=True)
class FollowerView:
    id: int
    title: str
    version: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TogetherView:
    """``followers``: by part of the form, the fiches that say the same. ``saved``, ``left``: how many, after a save."""

    title: str
    structure: str
    url: str
    action: str
    id: int
    version: int
    phone: FieldView
    places: tuple[PlaceView, ...]
    hours_field: FieldView
    hours: HoursView
    followers: dict[str, tuple[FollowerView, ...]]
    everyone: tuple[FollowerView, ...]
    errors: tuple[ErrorLine, ...]
    saved: int
    left: tuple[tuple[str, str], ...]


@together.get(f"{ONE}/ensemble")
@needs(Action.WRITE)
def form(resource_id: int) -> ResponseReturnValue:
    """Show what the fiche shares with others of its structure, all of them ticked."""
    found = editable(resource_id)
    if not isinstance(found, Resource):
        return found
    shared = current_services().together.of(current_writer(), resource_id)
    typed = _one_place(typed_of(found.content))
    for part, others in _by_part(shared).items():
        typed.setlist(f"{WITH}.{part}", [str(each.id) for each in others])
    return _page(shared, typed, found.content)


@together.post(f"{ONE}/ensemble")
@needs(Action.WRITE)
def save(resource_id: int) -> ResponseReturnValue:
    found = editable(resource_id)
    if not isinstance(found, Resource):
        return found
    services, writer = current_services(), current_writer()
    shared = services.together.of(writer, resource_id)
    typed: Typed = MultiDict(request.form)
    content, errors = _read(typed, found.content)
    if request.form.get("faire") == LINE_MORE:
        return _page(shared, typed, content)
    if errors:
        return _page(shared, typed, content, errors)
    chosen = {name: _numbers(typed, wire) for name, wire in PARTS.items()}
    versions = {number: int(typed.get(f"version.{number}", "0")) for number in _shown(shared, typed)}
    try:
        done = services.together.save(writer, shared, Change(content, **chosen), versions)
    except StaleVersion as stale:
        return moved(stale.current)
    services.todo.forget_count(signed_in().account.id)
    services.showing.show(done.seq)
    return redirect(
        url_for("together.form", resource_id=resource_id, faites=len(done.saved), laissees=list(done.left)), 303
    )


def _read(typed: Typed, before: Content) -> tuple[Content, tuple[FieldError, ...]]:
    """Return the fiche with what was typed, and everything that keeps it from being saved."""
    places = read_places(typed, before, current_services().places)
    hours = read_hours_form(typed, before)
    content = replace(
        before,
        phone=before.phone if typed.get(PHONE, "") == before.phone else read_value(Kind.PHONE, typed.get(PHONE, "")),
        places=(*places.places[:1], *before.places[1:]),
        hours=hours.osm,
        hours_text="\n".join(part for part in (before.hours_text, hours.left) if part),
    )
    errors = [*places.errors, *hours.errors]
    try:
        current_services().writing.checked(before, content)
    except InvalidResource as invalid:
        errors += map(told, invalid.errors)
    return content, tuple(errors)


def _page(shared: Shared, typed: Typed, content: Content, errors: tuple[FieldError, ...] = ()) -> ResponseReturnValue:
    said, found = sentences(errors), shared.resource
    by_part = _by_part(shared)
    view = TogetherView(
        title=f"Modifier ensemble les fiches de «\u00a0{found.content.structure.name}\u00a0»",
        structure=found.content.structure.name,
        url=fiche_url(found),
        action=url_for("together.save", resource_id=found.id),
        id=found.id,
        version=found.version,
        phone=_field("phone", typed, said, "tel"),
        places=place_views(typed, said, content.places[:1])[:1],
        hours_field=_field("hours", typed, said),
        hours=hours_view(typed, said, content),
        followers={part: _followers(others, set(typed.getlist(f"{WITH}.{part}"))) for part, others in by_part.items()},
        everyone=_followers(shared.others, set()),
        errors=tuple(ErrorLine(target_of(error.field), error.message) for error in errors),
        saved=request.args.get("faites", 0, type=int),
        left=_left(shared),
    )
    return render_template("pages/writing/together.html", view=view), 422 if errors else 200


def _field(name: str, typed: Typed, said: dict[str, tuple[str, ...]], kind: str = "text") -> FieldView:
    row = FIELDS[name]
    return FieldView(row.wire, "line", row.label, row.help, typed.get(row.wire, ""), said.get(row.wire, ()), type=kind)


def _by_part(shared: Shared) -> dict[str, tuple[Resource, ...]]:
    return {PHONE: shared.phone, PLACES: shared.place, HOURS: shared.hours}


def _followers(others: tuple[Resource, ...], chosen: set[str]) -> tuple[FollowerView, ...]:
    return tuple(FollowerView(each.id, each.content.title, each.version, str(each.id) in chosen) for each in others)


def _left(shared: Shared) -> tuple[tuple[str, str], ...]:
    """Return the title and the address of the fiches that a save left as they were, among those one may write."""
    asked = set(request.args.getlist("laissees", type=int))
    found = current_services().structures.fiches_of(shared.resource.content.structure) if asked else []
    return tuple((each.content.title, fiche_url(each)) for each in found if each.id in asked)


def _one_place(typed: Typed) -> Typed:
    for name in [name for name in typed if name.startswith(f"{PLACES}.") and not name.startswith(f"{PLACES}.0.")]:
        typed.poplist(name)
    return typed


def _numbers(typed: Typed, wire: str) -> frozenset[int]:
    found = map(whole_number, typed.getlist(f"{WITH}.{wire}"))
    return frozenset(each for each in found if each is not None)


def _shown(shared: Shared, typed: Typed) -> list[int]:
    numbers = [shared.resource.id, *(each.id for each in shared.others)]
    return [number for number in numbers if whole_number(typed.get(f"version.{number}", "")) is not None]
