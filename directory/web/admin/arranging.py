"""The classification arranged by administrators: needs and families added, put in another place."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.domain.taxonomy_edits import EntryKind
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.taxonomy.editing import TaxonomyError
from directory.web.admin.classification import REASONS, ROOT, classification_page, entry_named

arranging = Blueprint("arranging", __name__)


@arranging.post(f"{ROOT}/ajouter")
@needs(Action.MANAGE_REFERENCE)
def add() -> ResponseReturnValue:
    """Add a need to a family, or a family to a volet: ``dans`` is ``besoin:<family>`` or ``famille:<volet>``."""
    entry, _, inside = request.form.get("dans", "").partition(":")
    kind = EntryKind.FAMILY if entry == EntryKind.FAMILY else EntryKind.NEED
    try:
        current_services().arranging.add(kind, inside, request.form.get("titre", ""), account_id=signed_in().account.id)
    except TaxonomyError as refused:
        return classification_page(REASONS.get(refused.reason, "Choisissez où l’ajouter."), 422)
    return redirect(url_for("classification.page", fait="ajoute"), 303)


@arranging.post(f"{ROOT}/besoins/<code>/place", defaults={"entry": EntryKind.NEED.value})
@arranging.post(f"{ROOT}/familles/<code>/place", defaults={"entry": EntryKind.FAMILY.value})
@needs(Action.MANAGE_REFERENCE)
def place(entry: str, code: str) -> ResponseReturnValue:
    """Show an entry after the one named ``apres``, first when it is empty."""
    kind, found = entry_named(entry, code)
    try:
        made = current_services().arranging.place(
            kind, found.code, request.form.get("apres", ""), account_id=signed_in().account.id
        )
    except TaxonomyError:
        abort(404)
    return redirect(url_for("classification.page", fait="inchange" if made is None else "place"), 303)
