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
from directory.services.taxonomy.arranging import beside
from directory.services.taxonomy.classifying import EditMoved, Tried
from directory.services.taxonomy.editing import TaxonomyError
from fiche.codes import SIDES

classification = Blueprint("classification", __name__)

ROOT = "/administration/classification"
REASONS: Mapping[str, str] = {
    "vide": "Le titre est nécessaire.",
    "trop-long": "Trop long\u00a0: titre de 120 caractères, description de 300, mots de recherche de 60, 80 au plus.",
    "sans-besoin": "Choisissez les besoins qui passent à la nouvelle famille.",
    "remplace": "Cela vient d’être fusionné avec autre chose.",
    "retire": "Ce qui n’est plus proposé ne peut rien reprendre ni être divisé.",
}
MOVED = "Ce besoin ou cette famille a changé depuis\u00a0: annulez d’abord ce qui est venu après."
DONE = {
    "enregistre": "C’est enregistré. Les recherches suivent dans un instant.",
    "inchange": "Rien n’avait changé.",
    "annule": "C’est annulé\u00a0: tout est remis comme avant.",
    "ajoute": "C’est ajouté. Donnez-lui ses mots de recherche\u00a0: sans eux, seul son titre le fait trouver.",
    "place": "C’est rangé à sa nouvelle place.",
    "fusionne": "C’est fusionné. Les anciens liens et les anciens imports mènent à ce qui reste.",
    "divise": "C’est divisé. Donnez au nouveau venu sa place, sa description et ses mots de recherche.",
}
PREVIEW = "apercu"


@dataclass(frozen=True, slots=True)
class EntryView:
    """A need, or a family, being edited.

    words     one a line.
    tried     what it would do, once asked.
    families  those a need can be in, its own included; none for a family.
    others    those shown with it; ``follows``: code of the one before it, empty when it is the first.
    """

    kind: EntryKind
    code: str
    title: str
    label: str
    words: str
    description: str
    is_retired: bool
    query: str
    tried: Tried | None
    refusal: str
    family: str
    families: tuple[Family, ...]
    others: tuple[Need | Family, ...]
    follows: str


@classification.get(ROOT)
@needs(Action.MANAGE_REFERENCE)
def page() -> ResponseReturnValue:
    return classification_page()


@classification.get(f"{ROOT}/besoins/<code>", defaults={"entry": EntryKind.NEED.value})
@classification.get(f"{ROOT}/familles/<code>", defaults={"entry": EntryKind.FAMILY.value})
@needs(Action.MANAGE_REFERENCE)
def edit(entry: str, code: str) -> ResponseReturnValue:
    kind, found = entry_named(entry, code)
    return entry_form(kind, found, Said.of(found))


@classification.post(f"{ROOT}/besoins/<code>", defaults={"entry": EntryKind.NEED.value})
@classification.post(f"{ROOT}/familles/<code>", defaults={"entry": EntryKind.FAMILY.value})
@needs(Action.MANAGE_REFERENCE)
def save(entry: str, code: str) -> ResponseReturnValue:
    """Show what an edit would do, or keep it."""
    services, (kind, found) = current_services(), entry_named(entry, code)
    said = Said(
        request.form.get("titre", ""),
        tuple(request.form.get("mots", "").splitlines()),
        "retire" in request.form,
        request.form.get("description", ""),
        family=request.form.get("famille", "") if kind is EntryKind.NEED else "",
    )
    try:
        if request.form.get("faire") == PREVIEW:
            query = request.form.get("essai", "")[:200]
            return entry_form(kind, found, said, tried=services.classifying.try_out(kind, code, said, query))
        made = services.classifying.save(kind, code, said, account_id=signed_in().account.id)
    except TaxonomyError as refused:
        return entry_form(kind, found, said, refusal=REASONS.get(refused.reason, ""), status=422)
    return redirect(url_for("classification.page", fait="inchange" if made is None else "enregistre"), 303)


@classification.post(f"{ROOT}/annuler/<int:number>")
@needs(Action.MANAGE_REFERENCE)
def undo(number: int) -> ResponseReturnValue:
    try:
        current_services().classifying.undo(number, account_id=signed_in().account.id)
    except TaxonomyError:
        abort(404)
    except EditMoved:
        return classification_page(MOVED, 409)
    return redirect(url_for("classification.page", fait="annule"), 303)


def entry_named(entry: str, code: str) -> tuple[EntryKind, Need | Family]:
    try:
        return EntryKind(entry), current_services().classifying.entry(EntryKind(entry), code)
    except TaxonomyError:
        abort(404)


def classification_page(refusal: str = "", status: int = 200) -> ResponseReturnValue:
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
        sides=SIDES,
        labels=services.words.current().labels,
        done=DONE.get(request.args.get("fait", ""), ""),
        refusal=refusal,
    )
    return page, status


def entry_form(
    kind: EntryKind,
    found: Need | Family,
    said: Said,
    *,
    tried: Tried | None = None,
    refusal: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    taxonomy = current_services().words.current().taxonomy
    shown = beside(taxonomy, found)
    families = [each for part in SIDES for each in taxonomy.families_of(part)] if kind is EntryKind.NEED else []
    place = next((spot for spot, each in enumerate(shown) if each.code == found.code), 0)
    view = EntryView(
        kind, found.code, found.label, said.label, "\n".join(said.search_words), said.description, said.retired,
        request.form.get("essai", ""), tried, refusal, said.family, tuple(families),
        tuple(each for each in shown if each.code != found.code),
        shown[place - 1].code if place else "",
    )  # fmt: skip
    return render_template("pages/admin/classified.html", view=view), status
