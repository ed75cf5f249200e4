"""The synonyms and the weak words of an instance, edited by administrators: tried on a search, kept, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.domain.taxonomy_edits import EntryKind
from directory.http.access import needs, signed_in
from directory.http.request import current_services
from directory.services.taxonomy.wording import Answered
from directory.web.admin.classification import PREVIEW, ROOT
from search.text.synonyms import ARROW, BadSynonyms, SynonymLineError

wording = Blueprint("wording", __name__)

TITLES: Mapping[EntryKind, str] = {EntryKind.SYNONYMS: "Synonymes", EntryKind.WEAK_WORDS: "Mots faibles"}
FAULTS = {
    "too-few": "il faut deux expressions au moins, séparées par des virgules",
    "no-word": "il ne reste aucun mot à chercher",
    "arrows": "une seule flèche par ligne",
    "not-there": "cette expression n’est pas dans la liste du produit",
    "too-long": "500 lignes au plus, de 300 caractères au plus",
}


@dataclass(frozen=True, slots=True)
class WordingView:
    """A list being edited.

    lines      of the instance, as typed; ``product``: what they stand over.
    tried      what the search finds today, and what it would find.
    faults     what is wrong, line by line.
    """

    kind: EntryKind
    title: str
    lines: str
    product: tuple[str, ...]
    query: str
    tried: tuple[Answered, Answered] | None
    faults: tuple[str, ...]


@wording.route(f"{ROOT}/synonymes", methods=["GET", "POST"], defaults={"entry": EntryKind.SYNONYMS.value})
@wording.route(f"{ROOT}/mots-faibles", methods=["GET", "POST"], defaults={"entry": EntryKind.WEAK_WORDS.value})
@needs(Action.MANAGE_REFERENCE)
def edit(entry: str) -> ResponseReturnValue:
    """Show the lines of a list; show what others would do to a search, or keep them."""
    kind, service = EntryKind(entry), current_services().wording
    if request.method == "GET":
        return _page(kind, "\n".join(service.lines(kind)))
    typed = request.form.get("lignes", "")
    lines, query = typed.splitlines(), request.form.get("essai", "").strip()[:200]
    try:
        if request.form.get("faire") == PREVIEW:
            return _page(kind, typed, tried=service.try_out(kind, lines, query) if query else None)
        made = service.save(kind, lines, account_id=signed_in().account.id)
    except BadSynonyms as bad:
        return _page(kind, typed, faults=tuple(map(_said, bad.errors)), status=422)
    return redirect(url_for("classification.page", fait="inchange" if made is None else "enregistre"), 303)


def _said(error: SynonymLineError) -> str:
    return f"Ligne {error.line}, «\u00a0{error.value[:60]}\u00a0»\u00a0: {FAULTS[error.code]}."


def _page(
    kind: EntryKind,
    lines: str,
    *,
    tried: tuple[Answered, Answered] | None = None,
    faults: tuple[str, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    product = tuple(line.replace("'", "’") for line in current_services().wording.of_the_product(kind))
    view = WordingView(kind, TITLES[kind], lines, product, request.form.get("essai", ""), tried, faults)
    return render_template("pages/admin/wording.html", view=view, arrow=ARROW), status
