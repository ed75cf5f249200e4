"""Rows of imports that may be about a fiche which is there: shown beside it, answered in one gesture."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.import_matches import Candidate
from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.http.access import current_signed, needs
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.duplicates.words import REASONS
from directory.services.imports.answering import NotKept, NotThatFiche, UnknownRow, WaitingRow
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.duplicates.queue import FicheLine, line
from directory.web.imports.steps import importer
from directory.web.shared.words import address_lines, phone_in_words
from directory.web.writing.value_words import ChangeView, ValueWords
from fiche.content import Content

rows = Blueprint("import_rows", __name__)

PAGE = 20
SAME, ANOTHER = "la-meme", "une-autre"
DONE = {
    SAME: "C’est noté\u00a0: la fiche est complétée par ce que la ligne y ajoutait, et le fichier la suivra.",
    ANOTHER: "C’est noté\u00a0: la fiche de cette ligne est créée, à part.",
}
GONE = "Cette ligne n’attend plus de réponse\u00a0: quelqu’un y a répondu, ou un fichier plus récent l’a redite."
NOT_THAT_ONE = "Cette fiche n’est plus publiée\u00a0: choisissez-en une autre, ou dites que c’en est une autre."
NOT_KEPT = "Cette ligne dit quelque chose que la base ne peut pas garder\u00a0: corrigez-la dans son fichier d’origine."


@dataclass(frozen=True, slots=True)
class LikeView:
    """A fiche that a row may be about: why, and what the row says otherwise."""

    fiche: FicheLine
    reasons: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """``said``: structure, place, phone and mail of the row; ``origin``: its file, its line."""

    id: int
    title: str
    said: str
    origin: str
    batch_url: str
    likes: tuple[LikeView, ...]


@dataclass(frozen=True, slots=True)
class RowsView:
    rows: tuple[RowView, ...]
    total: int
    page: int
    pages: int
    done: str
    refusal: str


@rows.get("/doublons/lignes")
@needs(Action.IMPORT)
def listed() -> ResponseReturnValue:
    return page()


@rows.post("/doublons/lignes")
@needs(Action.IMPORT)
def answer() -> ResponseReturnValue:
    """Keep what somebody says of a row."""
    asked, who = current_services().waiting_rows, importer()
    number, said = whole_number(request.form.get("ligne", "")) or 0, request.form.get("fiche", "")
    try:
        if said:
            asked.is_same(who, number, whole_number(said) or 0)
        else:
            asked.is_another(who, number)
    except UnknownRow:
        return page(GONE, 404)
    except NotThatFiche:
        return page(NOT_THAT_ONE, 422)
    except NotKept:
        return page(NOT_KEPT, 422)
    signed = current_signed()
    if signed is not None:
        current_services().todo.forget_count(signed.account.id)
    return redirect(url_for("import_rows.listed", fait=SAME if said else ANOTHER), 303)


def page(refusal: str = "", status: int = 200) -> ResponseReturnValue:
    services, who = current_services(), importer()
    words = services.words.current()
    total = services.waiting_rows.count(who.actor)
    pages = -(-total // PAGE)
    number = whole_number(request.args.get("page", ""), most=pages) or 1
    found = services.waiting_rows.listed(who.actor, limit=PAGE, offset=(number - 1) * PAGE)
    values = ValueWords(words, services.places)
    view = RowsView(
        tuple(_row(each, words, values) for each in found),
        total,
        number,
        pages,
        DONE.get(request.args.get("fait", ""), ""),
        refusal,
    )
    return render_template("pages/duplicates/rows.html", view=view), status


def _row(waiting: WaitingRow, words: Vocabularies, values: ValueWords) -> RowView:
    match, content = waiting.match, waiting.draft.content
    why = {each.resource_id: each for each in match.candidates}
    return RowView(
        match.id,
        content.title,
        " · ".join(_said(content)),
        f"{waiting.file_name}, ligne {match.line}",
        url_for("outcome.page", number=match.batch_id),
        tuple(_like(each, why.get(each.id, match.likeliest), content, words, values) for each in waiting.fiches),
    )


def _said(content: Content) -> list[str]:
    place = next(iter(content.places), None)
    address = "" if place is None else ", ".join(address_lines(place))
    return [part for part in (content.structure.name, address, phone_in_words(content.phone), content.email) if part]


def _like(fiche: Resource, why: Candidate, content: Content, words: Vocabularies, values: ValueWords) -> LikeView:
    reasons = ", ".join(REASONS[each] for each in why.reasons)
    # What the row does not say takes nothing away.
    says = (each for each in values.changes(fiche.content, content) if any(part.look == "new" for part in each.pieces))
    return LikeView(line(fiche, words), reasons, tuple(says))
