"""The classification regrouped by administrators: a need or a family merged into another, or divided, once seen."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.domain.taxonomy import Family, Need
from directory.domain.taxonomy_edits import EntryKind
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.fiches.writing import Writer
from directory.services.taxonomy.editing import TaxonomyError
from directory.services.taxonomy.regrouping import Division, Follow, Regrouped, heirs
from directory.web.admin.classification import PREVIEW, REASONS, ROOT, entry_named

regrouping = Blueprint("regrouping", __name__)

NO_HEIR = "Choisissez avec quoi fusionner."
FOLLOWS = {
    Follow.LEFT: "restent dans le besoin d’aujourd’hui",
    Follow.MOVED: "passent dans le nouveau besoin",
    Follow.BOTH: "ont les deux besoins",
}


@dataclass(frozen=True, slots=True)
class RegroupingView:
    """An entry about to be merged or divided.

    groups     what it can be merged into, under the title of a family, empty for families themselves.
    needs      those of a family being divided.
    chosen     code of what it goes into; ``division``: what the new one would be.
    regrouped  what the gesture would do, once asked.
    """

    kind: EntryKind
    entry: Need | Family
    groups: tuple[tuple[str, tuple[Need | Family, ...]], ...]
    needs: tuple[Need, ...]
    chosen: str
    division: Division
    regrouped: Regrouped | None
    refusal: str


@regrouping.route(f"{ROOT}/besoins/<code>/fusionner", methods=["GET", "POST"], defaults={"entry": EntryKind.NEED.value})
@regrouping.route(
    f"{ROOT}/familles/<code>/fusionner", methods=["GET", "POST"], defaults={"entry": EntryKind.FAMILY.value}
)
@needs(Action.MANAGE_REFERENCE)
def merge(entry: str, code: str) -> ResponseReturnValue:
    """Show what merging would do, or merge into ``avec``."""
    (kind, found), regrouping_of = entry_named(entry, code), current_services().regrouping
    if request.method == "GET":
        return _page("merging", kind, found)
    into = request.form.get("avec", "")
    try:
        if request.form.get("faire") == PREVIEW:
            return _page("merging", kind, found, regrouped=regrouping_of.try_merging(kind, code, into))
        regrouping_of.merge(kind, code, into, account_id=signed_in().account.id)
    except TaxonomyError as refused:
        return _page("merging", kind, found, refusal=REASONS.get(refused.reason, NO_HEIR), status=422)
    return redirect(url_for("classification.page", fait="fusionne"), 303)


@regrouping.route(f"{ROOT}/besoins/<code>/diviser", methods=["GET", "POST"], defaults={"entry": EntryKind.NEED.value})
@regrouping.route(
    f"{ROOT}/familles/<code>/diviser", methods=["GET", "POST"], defaults={"entry": EntryKind.FAMILY.value}
)
@needs(Action.MANAGE_REFERENCE)
def divide(entry: str, code: str) -> ResponseReturnValue:
    """Show what dividing would do, or make the new entry."""
    (kind, found), regrouping_of = entry_named(entry, code), current_services().regrouping
    if request.method == "GET":
        return _page("dividing", kind, found)
    try:
        if request.form.get("faire") == PREVIEW:
            return _page("dividing", kind, found, regrouped=regrouping_of.try_dividing(kind, code, _division()))
        regrouping_of.divide(kind, code, _division(), Writer.of(signed_in()))
    except TaxonomyError as refused:
        return _page("dividing", kind, found, refusal=REASONS.get(refused.reason, ""), status=422)
    return redirect(url_for("classification.page", fait="divise"), 303)


def _division() -> Division:
    follow = request.form.get("fiches", "")
    return Division(
        request.form.get("titre", ""),
        tuple(request.form.getlist("mots")),
        Follow(follow) if follow in set(Follow) else Follow.LEFT,
        tuple(request.form.getlist("besoins")),
    )


def _page(
    template: str,
    kind: EntryKind,
    found: Need | Family,
    *,
    regrouped: Regrouped | None = None,
    refusal: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    taxonomy = current_services().words.current().taxonomy
    groups: dict[str, list[Need | Family]] = {}
    for each in heirs(taxonomy, found):
        title = taxonomy.families[each.family].label if isinstance(each, Need) else ""
        groups.setdefault(title, []).append(each)
    view = RegroupingView(
        kind, found, tuple((title, tuple(entries)) for title, entries in groups.items()),
        () if isinstance(found, Need) else taxonomy.needs_of(found.code), request.form.get("avec", ""), _division(),
        regrouped, refusal,
    )  # fmt: skip
    return render_template(f"pages/admin/{template}.html", view=view, follows=FOLLOWS), status
