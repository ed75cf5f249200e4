"""*Valeurs*: what the words of the coded columns mean; one answer settles all the rows that hold the word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.changes import Document, Json
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.choosing import LEAVE, TEXT, Term, coded_columns, proposed_columns, terms
from directory.services.imports.telling import name_of
from directory.services.taxonomy.suggesting import suggested_needs
from directory.web.imports.steps import Standing, elsewhere, head_of, importer, step_open
from directory.web.imports.words import TOO_LATE
from importers.cells.codes import KnownCodes
from importers.formats.fields import FIELDS
from importers.formats.mapping import BadMapping
from search.text.french import counted, number_in_words

values = Blueprint("values", __name__)

MOST_ASKED = 40
"""Unknown words asked about; rarer ones are kept as texts, and may be changed in their table."""
NONE = "Chaque ligne garde ce mot en texte, là où la fiche a une place pour lui."


@dataclass(frozen=True, slots=True)
class TermView:
    """A word. ``name`` names its answer; ``answer``: codes, ``texte`` or ``laisser``; ``reason`` why it is so."""

    name: str
    value: str
    column: str
    rows: str
    meaning: str
    answer: str
    proposed: str
    proposed_label: str
    reason: str
    target: str


@dataclass(frozen=True, slots=True)
class ColumnTerms:
    column: str
    label: str
    target: str
    terms: tuple[TermView, ...]
    known: str


@dataclass(frozen=True, slots=True)
class ValuesView:
    heading: str
    said: str
    asked: tuple[TermView, ...]
    columns: tuple[ColumnTerms, ...]
    options: Mapping[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]]
    too_many: tuple[str, ...]
    button: str
    refusal: str = ""


@values.get("/imports/<int:number>/valeurs")
@needs(Action.IMPORT)
def page(number: int) -> ResponseReturnValue:
    standing = step_open(number, "valeurs")
    return values_page(standing)


@values.post("/imports/<int:number>/valeurs")
@needs(Action.IMPORT)
def choose(number: int) -> ResponseReturnValue:
    """Keep what the words mean, and try the file."""
    standing = step_open(number, "valeurs")
    assert standing.source is not None
    answers, is_bad = _answers(standing)
    if is_bad:
        return values_page(standing, "Une réponse n’est pas de la liste\u00a0: choisissez-la de nouveau.", 422)
    choices: Document = {**standing.source.choices, "values": answers}
    try:
        current_services().imports.choose_all(importer(), number, standing.source, choices)
    except BatchNotReady:
        return elsewhere(standing, "valeurs", TOO_LATE)
    except BadMapping:
        return values_page(standing, "Ces réponses ne vont pas ensemble\u00a0: revenez aux colonnes.", 422)
    return redirect(url_for("trial.page", number=number), 303)


def values_page(standing: Standing, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    view = _view(standing, refusal)
    return render_template("pages/imports/values.html", head=head_of(standing, "valeurs"), view=view), status


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of a file, with the codes that those of each field may stand for, and their labels."""

    terms: tuple[Term, ...]
    labels: Mapping[str, Mapping[str, str]]
    known: KnownCodes


def _asked(standing: Standing) -> _Asked:
    assert standing.look is not None and standing.source is not None
    known = current_services().imports.known()
    found = tuple(terms(standing.look, standing.source.choices, known))
    return _Asked(found, {target: _labels(target, known) for target in {term.target for term in found}}, known)


def _answers(standing: Standing) -> tuple[dict[str, Json], bool]:
    """Return column → value → answer, and whether one is no answer of the page."""
    found: dict[str, dict[str, Json]] = {}
    is_bad = False
    asked = _asked(standing)
    for rank, term in enumerate(asked.terms):
        said = request.form.get(f"mot-{rank}", "")
        if said == "autre":
            said = request.form.get(f"autre-{rank}", "") or TEXT
        if said in (TEXT, LEAVE) or (said and all(code in asked.labels[term.target] for code in said.split(","))):
            found.setdefault(term.column, {})[term.value] = said
        elif said:
            is_bad = True
        elif not term.codes:
            found.setdefault(term.column, {})[term.value] = TEXT
    named: dict[str, Json] = {}
    named |= found
    return named, is_bad


def _labels(target: str, known: KnownCodes) -> dict[str, str]:
    labels = dict(known.of(FIELDS[target].row.vocabulary).labels)
    return labels | (dict(known.of("families").labels) if target == "besoins" else {})


def _view(standing: Standing, refusal: str) -> ValuesView:
    words = _asked(standing)
    views = [_term(rank, term, words) for rank, term in enumerate(words.terms)]
    unknown = [view for view, term in zip(views, words.terms, strict=True) if not term.codes and not term.said]
    asked = tuple(unknown[:MOST_ASKED])
    by_column: dict[str, list[TermView]] = {}
    for view in views:
        by_column.setdefault(view.column, []).append(view)
    shown = {view.name for view in asked}
    columns = tuple(
        ColumnTerms(
            title, name_of(own[0].target), own[0].target, tuple(view for view in own if view.name not in shown),
            counted(len(own), "valeur", "valeurs"),
        )
        for title, own in by_column.items()
    )  # fmt: skip
    count = len(asked)
    heading = (
        "Tous les mots sont compris"
        if not count
        else "Un mot à traduire"
        if count == 1
        else (f"{number_in_words(count)} mots à traduire")
    )
    known = len(views) - len(unknown)
    waiting = f", {number_in_words(count)} attendent le vôtre" if count > 1 else ", un attend le vôtre" if count else ""
    said = (
        f"{counted(len(views), 'valeur', 'valeurs')} dans {counted(len(columns), 'colonne', 'colonnes')}\u00a0:"
        f" {number_in_words(known)} ont un sens connu{waiting}."
        " Une réponse vaut pour toutes ses lignes, et pour les prochains fichiers."
    )
    return ValuesView(
        heading, said, asked, columns, {target: _options(target, labels) for target, labels in words.labels.items()},
        _too_many(standing, words.terms),
        f"Confirmer {counted(len(views), 'valeur', 'valeurs')} et essayer" if views else "Essayer", refusal,
    )  # fmt: skip


def _too_many(standing: Standing, found: Sequence[Term]) -> tuple[str, ...]:
    """Return the coded columns that hold too many different values to be translated one by one."""
    assert standing.look is not None and standing.source is not None
    coded = coded_columns(proposed_columns(standing.look, standing.source.choices))
    listed = {term.column for term in found}
    return tuple(title for title in coded if title not in listed)


def _term(rank: int, term: Term, words: _Asked) -> TermView:
    labels = words.labels[term.target]
    proposed, reason = ("", "") if term.codes else _proposed(term, words)
    meaning, why = _meaning(term, labels)
    answer = request.form.get(f"mot-{rank}", "") or term.said or ("" if term.codes else proposed or TEXT)
    return TermView(
        f"mot-{rank}", term.value, term.column, counted(term.rows, "ligne", "lignes"), meaning, answer, proposed,
        labels.get(proposed, ""), reason or why, term.target,
    )  # fmt: skip


def _meaning(term: Term, labels: Mapping[str, str]) -> tuple[str, str]:
    if term.said == LEAVE:
        return "Ses lignes sont laissées de côté", "choisi pour cette source"
    if term.said == TEXT:
        return "Gardé en texte", "choisi pour cette source"
    codes = tuple(term.said.split(",")) if term.said else term.codes
    why = "choisi pour cette source" if term.said else "compris à son libellé ou par les mots courants"
    return " · ".join(labels.get(code, code) for code in codes), why if codes else ""


def _proposed(term: Term, words: _Asked) -> tuple[str, str]:
    """Return the code proposed for an unknown word, with why; nothing when none is best."""
    nearest = words.known.of(FIELDS[term.target].row.vocabulary).nearest(term.value)
    if nearest:
        code = next(code for code, label in words.labels[term.target].items() if label == nearest)
        return code, f"vouliez-vous dire «\u00a0{nearest}\u00a0»\u00a0?"
    if term.target != "besoins":
        return "", ""
    called = suggested_needs(term.value, "", current_services().words.current(), limit=2)
    if len(called) == 1:
        return called[0].need.code, f"«\u00a0{called[0].word}\u00a0» est un mot de recherche de ce besoin"
    return "", ""


def _options(target: str, labels: Mapping[str, str]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the choices of a select, in groups: needs by family, other lists in one group without a name."""
    if target != "besoins":
        return (("", tuple(labels.items())),)
    taxonomy = current_services().words.current().taxonomy
    return tuple(
        (
            family.label,
            tuple(
                (need.code, need.label)
                for need in taxonomy.needs.values()
                if need.family == family.code and not need.replaced_by and not need.retired
            ),
        )
        for family in taxonomy.families.values()
        if not family.replaced_by
    )
