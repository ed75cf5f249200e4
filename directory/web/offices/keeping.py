"""The offices that one keeps: listed, written, confirmed, retired."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.institution import Institution
from directory.domain.offices import LABELS, Office, OfficeKind
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.links import LARGEST_ID, whole_number
from directory.http.request import current_services
from directory.services.offices.answering import Answerer
from directory.services.offices.keeping import BadOffice, StaleOffice, UnknownOffice
from directory.web.offices.typed import CONFIRMED, WRONG, OfficeForm, differing, kinds, read_form, typed_of
from directory.web.offices.view import OfficeView, office_view
from directory.web.shared.coming_back import back_to_list, came_from_list

offices = Blueprint("offices", __name__)

ALL = "/antennes"
ONE = f"{ALL}/<int(max={LARGEST_ID}):office_id>"
DONE = {
    "creee": "L’antenne est ajoutée.",
    "enregistree": "L’antenne est enregistrée.",
    "confirmee": "C’est noté\u00a0: l’antenne est à jour.",
    "retiree": "L’antenne est retirée\u00a0: elle n’est plus proposée à personne.",
    "retablie": "L’antenne est rétablie.",
}
READ_AGAIN = "Cette antenne vient d’être modifiée\u00a0: relisez-la avant de confirmer."
CHANGED = (
    "Quelqu’un a enregistré cette antenne entre-temps. Votre saisie est gardée\u00a0: enregistrez-la pour la "
    "mettre à la place."
)


@dataclass(frozen=True, slots=True)
class LineView:
    """One office in the list. ``areas``: the first names, and how many more."""

    office: Office
    kind: str
    view: OfficeView | None
    areas: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """The offices of one institution: those in use, those that are retired."""

    institution: Institution
    lines: tuple[LineView, ...]
    retired: tuple[LineView, ...]


MOST_AREAS_NAMED = 4


@offices.get(ALL)
@needs(Action.MANAGE_OFFICES)
def listed() -> str:
    room, caller = current_services().handing.offices, signed_in().caller
    found = room.kept.of(caller)
    shown = room.sector.shown(found)
    lines = [_line(each, shown.get(each.id)) for each in found]
    groups = [
        GroupView(
            each,
            tuple(line for line in lines if line.office.institution == each.code and not line.office.retired),
            tuple(line for line in lines if line.office.institution == each.code and line.office.retired),
        )
        for each in room.kept.owners(caller)
    ]
    return render_template(
        "pages/offices/list.html",
        groups=[each for each in groups if each.lines or each.retired],
        done=DONE.get(request.args.get("fait", ""), ""),
    )


@offices.get(f"{ALL}/nouvelle")
@needs(Action.MANAGE_OFFICES)
def new() -> ResponseReturnValue:
    started = {"type": request.args.get("type", "")[:40], "zones": request.args.get("zones", "")[:40], "rang": "1"}
    return _form(OfficeForm(started, {}), None)


@offices.post(f"{ALL}/nouvelle")
@needs(Action.MANAGE_OFFICES)
def create() -> ResponseReturnValue:
    made, form = read_form(Office(0, OfficeKind.OTHER, "", ""))
    if form.errors:
        return _form(form, None, status=422)
    try:
        current_services().handing.offices.kept.create(signed_in().caller, made, is_confirmed=_is_confirmed())
    except BadOffice as bad:
        return _form(OfficeForm(form.typed, {bad.column: WRONG[bad.column]}), None, status=422)
    return redirect(url_for("offices.listed", fait="creee"), 303)


@offices.get(ONE)
@needs(Action.MANAGE_OFFICES)
def one(office_id: int) -> ResponseReturnValue:
    office = _kept(office_id)
    return _form(OfficeForm(typed_of(office), {}), office)


@offices.post(ONE)
@needs(Action.MANAGE_OFFICES)
def change(office_id: int) -> ResponseReturnValue:
    office = _kept(office_id)
    changed, form = read_form(office)
    if form.errors:
        return _form(form, office, status=422)
    try:
        current_services().handing.offices.kept.change(signed_in().caller, changed, is_confirmed=_is_confirmed())
    except UnknownOffice:
        abort(404)
    except StaleOffice as stale:
        return _form(form, stale.current, said=CHANGED, others=differing(form.typed, stale.current), status=409)
    except BadOffice as bad:
        return _form(OfficeForm(form.typed, {bad.column: WRONG[bad.column]}), office, status=422)
    return redirect(url_for("offices.listed", fait="enregistree"), 303)


@offices.post(f"{ONE}/confirmer")
@needs(Action.MANAGE_OFFICES)
def confirm(office_id: int) -> ResponseReturnValue:
    """Say that an office is as the list showed it."""
    version = whole_number(request.form.get("version", "")) or 0
    try:
        current_services().handing.offices.kept.confirm(signed_in().caller, office_id, version)
    except UnknownOffice:
        abort(404)
    except StaleOffice as stale:
        return _form(OfficeForm(typed_of(stale.current), {}), stale.current, said=READ_AGAIN, status=409)
    current_services().todo.forget_count(signed_in().account.id)
    if came_from_list():
        return back_to_list(fait="antenne")
    return redirect(url_for("offices.listed", fait="confirmee"), 303)


@offices.post(f"{ONE}/retirer")
@needs(Action.MANAGE_OFFICES)
def retire(office_id: int) -> ResponseReturnValue:
    try:
        current_services().handing.offices.kept.retire(signed_in().caller, office_id)
    except UnknownOffice:
        abort(404)
    return redirect(url_for("offices.listed", fait="retiree"), 303)


@offices.post(f"{ONE}/retablir")
@needs(Action.MANAGE_OFFICES)
def restore(office_id: int) -> ResponseReturnValue:
    try:
        current_services().handing.offices.kept.restore(signed_in().caller, office_id)
    except UnknownOffice:
        abort(404)
    return redirect(url_for("offices.listed", fait="retablie"), 303)


def _kept(office_id: int) -> Office:
    try:
        return current_services().handing.offices.kept.get(signed_in().caller, office_id)
    except UnknownOffice:
        abort(404)


def _is_confirmed() -> bool:
    return CONFIRMED in request.form


def _form(
    form: OfficeForm,
    office: Office | None,
    *,
    said: str = "",
    others: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> ResponseReturnValue:
    """Return the form. ``others``: label and value of what somebody else wrote in between."""
    room = current_services().handing.offices
    owners = room.kept.owners(signed_in().caller)
    is_confirmed = office is None if request.method == "GET" else _is_confirmed()
    page = render_template(
        "pages/offices/form.html", typed=form.typed, errors=form.errors, office=office, owners=owners, kinds=kinds(),
        said=said, others=others, is_confirmed=is_confirmed,
        people=room.belonging.count(office.id) if office is not None else 0,
    )  # fmt: skip
    return page, status


def _line(office: Office, answerer: Answerer | None) -> LineView:
    names = [(current_services().places.gazetteer.territory(each) or each).partition(" (")[0] for each in office.areas]
    left = len(names) - MOST_AREAS_NAMED
    more = "" if left <= 0 else " et une autre" if left == 1 else f" et {left} autres"
    view = office_view(answerer) if answerer is not None else None
    return LineView(office, LABELS[office.kind], view, f"{', '.join(names[:MOST_AREAS_NAMED])}{more}")
