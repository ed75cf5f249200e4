"""*Colonnes*: what each column of an unknown file is, the doubtful ones asked first, all confirmed by one button."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.changes import Document, Json
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.choosing import (
    TARGETS_SHOWN,
    coded_columns,
    preview,
    proposed_columns,
    questions,
)
from directory.services.imports.looks import FileLook
from directory.services.imports.telling import name_of
from directory.web.imports.column_groups import GROUPS, fixed_choices
from directory.web.imports.steps import Standing, elsewhere, head_of, importer, step_open
from directory.web.imports.words import TOO_LATE
from directory.web.writing.value_words import ValueWords
from fiche.content import FIELDS as CONTENT_FIELDS
from importers.columns.building import OF_STRUCTURE
from importers.columns.guess import Guess
from importers.formats.mapping import BadMapping
from search.places.clock import local_day
from search.text.french import NBSP, counted, number_in_words

columns = Blueprint("columns", __name__)

PREVIEWED = ("needs", "audiences", "access_modes", "phone", "email", "places", "hours", "description")
LONGEST_TEXT = 120
REFUSALS = {
    "titre": "Dites d’où vient le titre des fiches\u00a0: une colonne, un texte, ou le nom de la structure.",
    "structure": "Dites d’où vient le nom de la structure\u00a0: une colonne, ou un texte.",
    "question": "Une question attend votre réponse.",
    "champ": "Ce champ n’existe pas.",
}


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column. ``rank``: its place in the file, which names its answers; ``loss`` what is lost without it."""

    rank: int
    title: str
    field: str
    label: str
    values: tuple[str, ...]
    reason: str
    loss: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ColumnsView:
    heading: str
    said: str
    asked: tuple[ColumnView, ...]
    sure: tuple[ColumnView, ...]
    unused: tuple[ColumnView, ...]
    asks_title: bool
    asks_structure: bool
    title: str
    title_text: str
    structure_text: str
    fixed: tuple[tuple[str, str, dict[str, str], str], ...]
    preview: tuple[int, str, str, tuple[tuple[str, tuple[str, ...]], ...]] | None
    button: str
    refusal: str = ""
    field: str = ""


@columns.get("/imports/<int:number>/colonnes")
@needs(Action.IMPORT)
def page(number: int) -> ResponseReturnValue:
    standing = step_open(number, "colonnes")
    assert standing.source is not None
    return columns_page(standing, standing.source.choices)


@columns.post("/imports/<int:number>/colonnes")
@needs(Action.IMPORT)
def choose(number: int) -> ResponseReturnValue:
    """Keep the answers, and lead to the values of the coded columns, or to the dry run when there are none."""
    standing = step_open(number, "colonnes")
    assert standing.source is not None and standing.look is not None
    choices, fault = _answers(standing, standing.look)
    if fault:
        return columns_page(standing, choices, fault, 422)
    if request.form.get("faire") == "apercu":
        return columns_page(standing, choices)
    desk = current_services().imports
    try:
        if coded_columns(proposed_columns(standing.look, choices)):
            desk.choose(importer(), number, standing.source, choices)
            return redirect(url_for("values.page", number=number), 303)
        desk.choose_all(importer(), number, standing.source, choices)
    except BatchNotReady:
        return elsewhere(standing, "colonnes", TOO_LATE)
    except BadMapping:
        return columns_page(standing, choices, "champ", 422)
    return redirect(url_for("trial.page", number=number), 303)


def columns_page(standing: Standing, choices: Document, fault: str = "", status: int = 200) -> ResponseReturnValue:
    assert standing.look is not None
    view = _view(standing, standing.look, choices, fault)
    page = render_template(
        "pages/imports/columns.html", head=head_of(standing, "colonnes"), view=view, groups=GROUPS, name_of=name_of
    )
    return page, status


def _answers(standing: Standing, look: FileLook) -> tuple[Document, str]:
    """Return what the form answers, and what is wrong with it."""
    form, fault = request.form, ""
    asked = {each.column: each for each in questions(look, _before(standing))}
    found: dict[str, Json] = {}
    for rank, title in enumerate(look.header):
        target = form.get(f"champ-{rank}", "")
        if title in asked:
            answer = form.get(f"question-{rank}", "")
            target = asked[title].field if answer == "oui" else target if answer == "autre" else ""
            fault = fault or ("" if answer else "question")
        if target and target not in TARGETS_SHOWN:
            target, fault = "", fault or "champ"
        found[title] = target
    title_text = " ".join(form.get("titre-texte", "").split())[:LONGEST_TEXT]
    structure = " ".join(form.get("structure-texte", "").split())[:LONGEST_TEXT]
    title = OF_STRUCTURE if form.get("titre") == OF_STRUCTURE else title_text
    targets = set(found.values())
    if "titre_du_service" not in targets and not title:
        fault = fault or "titre"
    if "structure" not in targets and not structure:
        fault = fault or "structure"
    fixed: dict[str, Json] = {
        name: code
        for name, _, labels in fixed_choices()
        if name not in targets and (code := form.get(f"fixe-{name}", "")) in labels
    }
    values = _before(standing).get("values")
    return {
        "columns": found, "title": title, "structure": structure, "fixed": fixed,
        "values": values if isinstance(values, dict) else {},
    }, fault  # fmt: skip


def _before(standing: Standing) -> Mapping[str, Json]:
    return standing.source.choices if standing.source is not None else {}


def _view(standing: Standing, look: FileLook, choices: Document, fault: str) -> ColumnsView:
    asked = {each.column for each in questions(look, _before(standing))}
    proposed = proposed_columns(look, choices)
    guesses = {each.column: each for each in look.guesses}
    listed = [_column(rank, title, proposed[title], guesses.get(title), look) for rank, title in enumerate(look.header)]
    used = [each for each in listed if each.field]
    sure = tuple(each for each in used if each.title not in asked)
    doubtful = tuple(each for each in listed if each.title in asked)
    unused = tuple(each for each in listed if not each.field and each.title not in asked)
    targets = set(proposed.values())
    asks_title, asks_structure = "titre_du_service" not in targets, "structure" not in targets
    count = len(doubtful) + asks_title + asks_structure
    title = str(choices.get("title") or "")
    fixed = choices.get("fixed")
    kept = fixed if isinstance(fixed, dict) else {}
    choosable = (
        fixed_choices() if not any(name in targets for name in ("besoins", "categorie")) else fixed_choices()[1:]
    )
    return ColumnsView(
        _heading(count),
        _said(len(sure), len(doubtful), len(unused)),
        doubtful, sure, unused, asks_title, asks_structure,
        OF_STRUCTURE if title == OF_STRUCTURE else "texte" if title else "",
        "" if title == OF_STRUCTURE else title,
        str(choices.get("structure") or ""),
        tuple((name, text, codes, str(kept.get(name) or "")) for name, text, codes in choosable if name not in targets),
        _preview(look, choices),
        f"Confirmer {counted(len(used), 'colonne', 'colonnes')}",
        REFUSALS.get(fault, ""),
        _first_field(fault, doubtful),
    )  # fmt: skip


def _first_field(fault: str, doubtful: tuple[ColumnView, ...]) -> str:
    if fault == "question":
        unanswered = [each for each in doubtful if not each.answer]
        return f"question-{(unanswered or doubtful)[0].rank}-oui" if doubtful else ""
    return {"titre": "titre-structure", "structure": "structure-texte"}.get(fault, "")


def _heading(count: int) -> str:
    if not count:
        return "Tout est reconnu"
    return "Une question sur les colonnes" if count == 1 else f"{number_in_words(count)} questions sur les colonnes"


def _said(sure: int, asked: int, unused: int) -> str:
    total = sure + asked + unused
    parts = [f"{sure} des {total} colonnes ont trouvé leur champ."]
    if asked:
        parts.append(f"{asked} {'demande' if asked == 1 else 'demandent'} votre avis.")
    if unused:
        parts.append(f"{unused} ne {'sert' if unused == 1 else 'servent'} pas.")
    return " ".join(parts)


def _column(rank: int, title: str, field: str, guess: Guess | None, look: FileLook) -> ColumnView:
    held = look.values.get(title)
    filled = held.filled if held is not None else 0
    values = guess.values if guess is not None else ()
    reason = f"{NBSP}; ".join(guess.reasons) if guess is not None and guess.field == field else ""
    if guess is not None and guess.rival and not field:
        reason = f"une autre colonne donne déjà {name_of(guess.rival).lower()}"
    asked = request.form.get(f"question-{rank}", "")
    answer = asked or ("oui" if guess is not None and guess.field and not request.form else "")
    label = name_of(field) if field else name_of(guess.field) if guess is not None and guess.field else ""
    return ColumnView(
        rank, title, field or request.form.get(f"champ-{rank}", ""), label, values, reason,
        counted(filled, "cellule remplie", "cellules remplies"), answer,
    )  # fmt: skip


def _preview(look: FileLook, choices: Document) -> tuple[int, str, str, tuple[tuple[str, tuple[str, ...]], ...]] | None:
    services = current_services()
    try:
        day = local_day(services.now())
        found = preview(look, choices, services.imports.known(), services.places.gazetteer, day)
    except BadMapping:
        return None
    if found is None:
        return None
    line, content = found
    words = ValueWords(services.words.current(), services.places)
    facts = ((CONTENT_FIELDS[name].label, words.lines(name, content)) for name in PREVIEWED)
    return line, content.title, content.structure.name, tuple((label, lines) for label, lines in facts if lines)
