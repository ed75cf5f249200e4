"""The classification edited by administrators: listed, tried on words, kept, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.domain.taxonomy import Family, Need
from directory.domain.taxonomy_edits import EntryKind, Said
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.taxonomy.classifying import EditMoved, Tried
from directory.services.taxonomy.editing import TaxonomyError
from fiche.codes import SIDES

classification = Blueprint("classification", __name__)

ROOT = "/administration/classification"
REASONS: Mapping[str, str] = {
    "vide": "Le titre est nécessaire.",
    "trop-long": "Le titre tient en 120 caractères, chaque mot de recherche en 60, et il y en a 80 au plus.",
}
MOVED = "Ce besoin ou cette famille a changé depuis\u00a0: annulez d’abord ce qui est venu après."
DONE = {
    "enregistre": "C’est enregistré. Les recherches suivent dans un instant.",
    "inchange": "Rien n’avait changé.",
    "annule": "C’est annulé\u00a0: les mots d’avant sont remis.",
}
PREVIEW = "apercu"


@dataclass(frozen=True, slots=True)
class EntryView:
    """A need, or a family, being edited. ``words``: one a line; ``tried``: what it would do, once asked."""

    kind: EntryKind
    code: str
    title: str
    label: str
    words: str
    is_retired: bool
    query: str
    tried: Tried | None
    refusal: str


@classification.get(ROOT)
@needs(Action.MANAGE_REFERENCE)
def page() -> ResponseReturnValue:
    return _page()


@classification.get(f"{ROOT}/besoins/<code>", defaults={"entry": EntryKind.NEED.value})
@classification.get(f"{ROOT}/familles/<code>", defaults={"entry": EntryKind.FAMILY.value})
@needs(Action.MANAGE_REFERENCE)
def edit(entry: str, code: str) -> ResponseReturnValue:
    kind, found = _found(entry, code)
    return _form(kind, found, Said.of(found))


@classification.post(f"{ROOT}/besoins/<code>", defaults={"entry": EntryKind.NEED.value})
@classification.post(f"{ROOT}/familles/<code>", defaults={"entry": EntryKind.FAMILY.value})
@needs(Action.MANAGE_REFERENCE)
def save(entry: str, code: str) -> ResponseReturnValue:
    """Show what an edit would do, or keep it."""
    services, (kind, found) = current_services(), _found(entry, code)
    said = Said(
        request.form.get("titre", ""),
        tuple(request.form.get("mots", "").splitlines()),
        "retire" in request.form,
    )
    try:
        if request.form.get("faire") == PREVIEW:
            query = request.form.get("essai", "")[:200]
            return _form(kind, found, said, tried=services.classifying.try_out(kind, code, said, query))
        made = services.classifying.save(kind, code, said, account_id=signed_in().account.id)
    except TaxonomyError as refused:
        return _form(kind, found, said, refusal=REASONS.get(refused.reason, ""), status=422)
    return redirect(url_for("classification.page", fait="inchange" if made is None else "enregistre"), 303)


@classification.post(f"{ROOT}/annuler/<int:number>")
@needs(Action.MANAGE_REFERENCE)
def undo(number: int) -> ResponseReturnValue:
    try:
        current_services().classifying.undo(number, account_id=signed_in().account.id)
    except TaxonomyError:
        abort(404)
    except EditMoved:
        return _page(MOVED, 409)
    return redirect(url_for("classification.page", fait="annule"), 303)


def _found(entry: str, code: str) -> tuple[EntryKind, Need | Family]:
    try:
        return EntryKind(entry), current_services().classifying.entry(EntryKind(entry), code)
    except TaxonomyError:
        abort(404)


def _page(refusal: str = "", status: int = 200) -> ResponseReturnValue:
    services = current_services()
    taxonomy = services.words.current().taxonomy
    families = [each for each in taxonomy.families.values() if not each.replaced_by]
    listed = [
        (family, SIDES[family.part], [need for need in taxonomy.needs.values() if need.family == family.code])
        for family in families
    ]
    page = render_template(
        "pages/admin/classification.html",
        families=listed,
        counts=services.classifying.counts(),
        edits=services.classifying.edits(),
        done=DONE.get(request.args.get("fait", ""), ""),
        refusal=refusal,
    )
    return page, status


def _form(
    kind: EntryKind,
    found: Need | Family,
    said: Said,
    *,
    tried: Tried | None = None,
    refusal: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    view = EntryView(
        kind, found.code, found.label, said.label, "\n".join(said.search_words), said.retired,
        request.form.get("essai", ""), tried, refusal,
    )  # fmt: skip
    return render_template("pages/admin/classified.html", view=view), status
