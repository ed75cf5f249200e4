"""What somebody answers about the columns and the values of a file: proposed, kept with its source, made a mapping."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath

from directory.domain.changes import Document, Json
from directory.domain.imports import ImportSource
from directory.services.imports.known import known_codes
from directory.services.imports.looks import FileLook, look_into
from directory.services.taxonomy.editing import load_taxonomy
from directory.store.database import Database
from fiche.content import Content
from fiche.fields import Kind
from importers.base import AcceptedRow
from importers.cells.codes import KnownCodes
from importers.cells.usual_words import usual
from importers.columns.building import CUTS, OF_STRUCTURE, Answers, built_mapping
from importers.columns.guess import TARGETS, Guess
from importers.columns.names import CATEGORY
from importers.convert import ImportContext, convert
from importers.files.rows import Row, Rows, UnreadableFile
from importers.files.source import Source
from importers.formats.fields import FIELDS
from importers.formats.mapping import parse_mapping
from importers.formats.rules import values_of
from search.places.gazetteer import Gazetteer
from search.text.analysis import words

SURE = 0.65
"""A column whose score is lower is asked about."""
NEVER_ASKED = frozenset(("institution", "familles", "structure_identifiant"))
"""Fields that no column is given to on the pages."""
TARGETS_SHOWN = tuple(name for name in TARGETS if name not in NEVER_ASKED)
TEXT, LEAVE = "texte", "laisser"
"""Answers about a value: kept as a text, its rows left aside."""


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a coded column. ``codes``: what it is understood as; ``said`` what was answered, or nothing."""

    column: str
    target: str
    value: str
    rows: int
    codes: tuple[str, ...]
    said: str


def proposed_columns(look: FileLook, choices: Mapping[str, Json]) -> dict[str, str]:
    """Return the field of each column, empty for none: what was answered, else what was guessed."""
    answered = _named(choices.get("columns"))
    guessed = {each.column: "" if each.field in NEVER_ASKED else each.field for each in look.guesses}
    return {title: answered.get(title, guessed.get(title, "")) for title in look.header}


def questions(look: FileLook, choices: Mapping[str, Json]) -> list[Guess]:
    """Return the columns that are not sure enough, and that nobody answered for."""
    answered = _named(choices.get("columns"))
    return [
        each
        for each in look.guesses
        if each.field and each.field not in NEVER_ASKED and each.score < SURE and each.column not in answered
    ]


def coded_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """Return the columns whose values are codes of a closed list → the field that they fill."""
    found = {title: "besoins" if target == CATEGORY else target for title, target in columns.items()}
    return {
        title: target
        for title, target in found.items()
        if target in FIELDS and FIELDS[target].row.kind is Kind.CODES and FIELDS[target].row.vocabulary
    }


def terms(look: FileLook, choices: Mapping[str, Json], known: KnownCodes) -> list[Term]:
    """Return the values of the coded columns, each column's most frequent first."""
    said = choices.get("values")
    answered = said if isinstance(said, dict) else {}
    found = []
    for title, target in coded_columns(_used(look, choices)).items():
        answers = _named(answered.get(title))
        found += list(_terms_of(look, title, target, answers, known))
    return found


def _terms_of(look: FileLook, title: str, target: str, answers: Mapping[str, str], known: KnownCodes) -> Iterator[Term]:
    counted: dict[str, int] = {}
    for cell, count in look.values[title].counts if title in look.values else ():
        for value in parts_of(cell, target, known):
            counted[value] = counted.get(value, 0) + count
    for value, count in sorted(counted.items(), key=lambda each: -each[1]):
        yield Term(title, target, value, count, understood(target, value, known), answers.get(value, ""))


def parts_of(cell: str, target: str, known: KnownCodes) -> list[str]:
    """Return the values of a cell as the mapping will cut it: itself when it is understood whole, else its parts."""
    return list(values_of(cell, CUTS, lambda value: bool(understood(target, value, known))))


def understood(target: str, value: str, known: KnownCodes) -> tuple[str, ...]:
    """Return the codes, or the families, that a value stands for by itself."""
    name = FIELDS[target].row.vocabulary
    code = known.of(name).code_of(value)
    if not code and name == "needs":
        code = known.of("families").code_of(value)
    if code:
        return (code,)
    meant = usual(name, value)
    return meant.codes if meant is not None else ()


def _used(look: FileLook, choices: Mapping[str, Json]) -> dict[str, str]:
    return {title: target for title, target in proposed_columns(look, choices).items() if target}


def answers_of(look: FileLook, choices: Mapping[str, Json], known: KnownCodes) -> Answers:
    """Return what is said of a file, as a mapping is made of it."""
    used = _used(look, choices)
    meanings: dict[str, dict[str, tuple[str, ...]]] = {}
    kept: dict[str, list[str]] = {}
    left: dict[str, list[str]] = {}
    cut = set()
    for term in terms(look, choices, known):
        if term.said == LEAVE:
            left.setdefault(term.column, []).append(term.value)
        elif term.said == TEXT and term.target == "besoins":
            kept.setdefault(term.column, []).append(term.value)
        elif term.said and term.said != TEXT:
            meanings.setdefault(term.column, {})[term.value] = tuple(term.said.split(","))
    for title, target in coded_columns(used).items():
        cells = look.values[title].counts if title in look.values else ()
        if any(parts_of(cell, target, known) != [cell] for cell, _ in cells):
            cut.add(title)
    details = {each.column: each.detail for each in look.guesses if each.detail and used.get(each.column) == each.field}
    fixed = choices.get("fixed")
    codes = {name: (str(code),) for name, code in fixed.items() if code} if isinstance(fixed, dict) else {}
    title, structure = str(choices.get("title") or ""), str(choices.get("structure") or "")
    return Answers(used, details, title, structure, codes, meanings, kept, left, frozenset(cut))


def with_mapping(source: ImportSource, look: FileLook, choices: Document, known: KnownCodes) -> ImportSource:
    """Return a source that knows how its files are read. Raises BadMapping."""
    mapping = built_mapping(answers_of(look, choices, known), name=source.said, label=source.name)
    text = json.dumps(mapping, ensure_ascii=False, indent=1)
    parse_mapping(text, source.said)
    return replace(source, format=source.said, mapping=text, choices=choices, columns=look.header)


def mapping_proposed(database: Database, gazetteer: Gazetteer, source: Source, name: str, *, now: datetime) -> str:
    """Return the JSON of the mapping that the columns of a file propose, to be looked at before it is used.

    A structure that no column gives is called as the file, a title that none gives is that of the structure.
    Raises UnreadableFile.
    """
    look = look_into(database, gazetteer, source, name, now=now)
    if look.unreadable is not None:
        raise UnreadableFile(look.unreadable.kind, look.unreadable.text, look.unreadable.advice)
    with database.read() as uow:
        known = known_codes(load_taxonomy(uow), uow.institutions.all())
    targets = set(proposed_columns(look, {}).values())
    label = PurePath(name).stem
    said: Document = {
        "title": "" if "titre_du_service" in targets else OF_STRUCTURE,
        "structure": "" if "structure" in targets else label,
    }
    slug = "-".join(words(label)) or "fichier"
    return json.dumps(
        built_mapping(answers_of(look, said, known), name=slug, label=label), ensure_ascii=False, indent=1
    )


def preview(
    look: FileLook, choices: Mapping[str, Json], known: KnownCodes, gazetteer: Gazetteer, day: date
) -> tuple[int, Content] | None:
    """Return the first line of a file that would be a fiche, with that fiche; None when none would."""
    mapping = parse_mapping(
        json.dumps(built_mapping(answers_of(look, choices, known), name="apercu", label="Aperçu")), "apercu"
    )
    rows = [Row(line, dict(cells)) for line, cells in look.first]
    shown = Rows(look.kind, look.kind, look.header, "", "", (), lambda: (row for row in rows))
    with suppress(UnreadableFile):
        for item in convert(shown, mapping, ImportContext(gazetteer, known, day)):
            if isinstance(item, AcceptedRow):
                return item.draft.lines[0], item.draft.content
    return None


def _named(value: Json) -> dict[str, str]:
    return {name: str(each) for name, each in value.items()} if isinstance(value, dict) else {}
