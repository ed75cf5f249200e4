"""*Ce que nous avons lu*: what a file is, what was mended in it, its first lines; each thing read can be corrected."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.imports import BatchState
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.corrected import READING, corrections_from
from directory.services.imports.desk import OPEN
from directory.services.imports.looks import FileLook
from directory.web.imports.steps import Standing, elsewhere, head_of, importer, standing_of, url_of, working_page
from directory.web.imports.words import ENCODINGS, KINDS, SEPARATORS, TOO_LATE
from importers.files.corrections import AS_FOUND, NO_TITLES, Corrections
from search.text.french import NBSP, counted, number_in_words

reading = Blueprint("reading", __name__)

ACROSS = 4
"""Lines of the file shown side by side."""


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """An answer: ``value`` is what the form sends, ``what`` what it would give."""

    value: str
    label: str
    what: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class ReadingFact:
    """A thing that was read. ``field`` names its answers in the form; no ``choices`` where nothing can be corrected."""

    name: str
    words: str
    reason: str = ""
    field: str = ""
    choices: tuple[ReadingChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingView:
    """``lines`` numbers of those shown; ``rows``: title and a cell for each line; ``pages``: words and first of others.

    mended   line, text received, text read.
    """

    said: str
    facts: tuple[ReadingFact, ...]
    notices: tuple[str, ...]
    claims: tuple[str, ...]
    mended: tuple[tuple[int, str, str], ...]
    wounds: str
    lines: tuple[int, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    pages: tuple[tuple[str, int], ...]
    next_url: str
    may_correct: bool


@reading.get("/imports/<int:number>/lecture")
@needs(Action.IMPORT)
def page(number: int) -> ResponseReturnValue:
    standing = standing_of(number)
    if standing.look is None:
        return working_page(standing, "lecture")
    head = head_of(standing, "lecture")
    if standing.look.unreadable is not None:
        is_corrected = corrections_from(standing.batch.options.get(READING)) != AS_FOUND and _may_correct(standing)
        return render_template(
            "pages/imports/unreadable.html", head=head, message=standing.look.unreadable, is_corrected=is_corrected
        )
    return render_template("pages/imports/reading.html", head=head, view=_view(standing, standing.look))


@reading.post("/imports/<int:number>/lecture")
@needs(Action.IMPORT)
def correct(number: int) -> ResponseReturnValue:
    """Read the file again as the form says; as it was found when the form says nothing."""
    standing = standing_of(number)
    if standing.look is None:
        return working_page(standing, "lecture")
    if not _may_correct(standing):
        return elsewhere(standing, "lecture", TOO_LATE)
    try:
        current_services().imports.reread(importer(), number, _said(standing, standing.look))
    except BatchNotReady:
        return elsewhere(standing, "lecture", TOO_LATE)
    return redirect(request.path, 303)


def _may_correct(standing: Standing) -> bool:
    return standing.batch.state in OPEN and (standing.work is None or standing.work.has_failed)


def _said(standing: Standing, look: FileLook) -> Corrections:
    """Return what the form corrects; what it leaves as it was read stays as it was said, or found."""
    before = corrections_from(standing.batch.options.get(READING))
    asked = {fact.field: request.form.get(fact.field) for fact in _facts(look) if fact.field}
    allowed = {fact.field: {each.value: each.is_read for each in fact.choices} for fact in _facts(look)}
    moved = {name: value for name, value in asked.items() if value is not None and allowed[name].get(value) is False}
    if not any(asked.values()):
        return AS_FOUND
    titles = moved.get("titres")
    return Corrections(
        moved.get("encodage") or before.encoding,
        moved.get("separateur") or before.separator,
        moved.get("feuille") or before.sheet,
        # Other sheets and other separators have their titles elsewhere.
        int(titles) if titles else None if "feuille" in moved or "separateur" in moved else before.titles,
    )


def _facts(look: FileLook) -> list[ReadingFact]:
    others = look.others
    facts = [ReadingFact("Nature", KINDS.get(look.kind, look.kind), "d’après son contenu, non son nom")]
    if look.encoding:
        code = look.encoding.lower()
        choices = tuple(
            ReadingChoice(name, ENCODINGS.get(name, name), words, name == code) for name, words in others.encodings
        )
        facts.append(ReadingFact("Encodage", ENCODINGS.get(code, code), "", "encodage", choices))
    if look.separator:
        widths = dict(others.separators)
        choices = tuple(
            ReadingChoice(sign, _separator(sign), counted(max(width, 1), "colonne", "colonnes"), sign == look.separator)
            for sign, width in others.separators
        )
        reason = counted(widths.get(look.separator, len(look.header)), "cellule", "cellules") + " sur chaque ligne"
        facts.append(ReadingFact("Séparateur", _separator(look.separator), reason, "separateur", choices))
    if look.sheet:
        choices = tuple(ReadingChoice(name, name, words, name == look.sheet) for name, words in others.sheets)
        reason = f"{number_in_words(len(choices))} feuilles dans le classeur" if len(choices) > 1 else ""
        facts.append(ReadingFact("Feuille", look.sheet, reason, "feuille", choices if len(choices) > 1 else ()))
    if others.lines:
        none = ReadingChoice(
            str(NO_TITLES), "Aucune", "les colonnes s’appelleront «\u00a0colonne 1\u00a0», «\u00a0colonne 2\u00a0»…",
            look.titles == NO_TITLES,
        )  # fmt: skip
        choices = tuple(
            ReadingChoice(str(line), f"Ligne {line}", words, line == look.titles) for line, words in others.lines
        )
        said = f"Ligne {look.titles}" if look.titles else "Aucune"
        facts.append(ReadingFact("Ligne des titres", said, "", "titres", (*choices, none)))
    return facts


def _separator(sign: str) -> str:
    return SEPARATORS.get(sign, f"«{NBSP}{sign}{NBSP}»")


def _view(standing: Standing, look: FileLook) -> ReadingView:
    start = _first_shown(len(look.first))
    shown = look.first[start : start + ACROSS]
    claims = tuple(f"{each.label}{NBSP}: {f'{NBSP}; '.join(each.reasons)}." for each in look.claims[:1])
    is_open = standing.batch.state in OPEN and standing.batch.state is not BatchState.UNREADABLE
    return ReadingView(
        f"Un tableau de {counted(len(look.header), 'colonne', 'colonnes')} et {counted(look.rows, 'ligne', 'lignes')}.",
        tuple(_facts(look)),
        tuple(f"{each.text} {each.advice}".strip() for each in look.notices),
        claims if look.taken else (),
        look.mended,
        counted(look.wounds, "endroit réparé", "endroits réparés") if look.wounds else "",
        tuple(line for line, _ in shown),
        tuple((title, tuple(cells.get(title, "") for _, cells in shown)) for title in look.header),
        _pages(look, start),
        url_of(standing) if is_open or standing.step != "lecture" else "",
        _may_correct(standing),
    )


def _first_shown(count: int) -> int:
    start = whole_number(request.args.get("depuis", ""), most=count - 1) or 0
    return start - start % ACROSS


def _pages(look: FileLook, start: int) -> tuple[tuple[str, int], ...]:
    found = []
    for first in range(0, len(look.first), ACROSS):
        lines = [line for line, _ in look.first[first : first + ACROSS]]
        if first != start:
            found.append((f"Lignes {lines[0]} à {lines[-1]}" if len(lines) > 1 else f"Ligne {lines[0]}", first))
    return tuple(found)
