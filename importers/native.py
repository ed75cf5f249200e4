"""The template people download, fill and send: its columns, its rows to follow and how it is read, from the rows of the
fields of a fiche."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fiche.content import FIELDS as CONTENT_FIELDS
from fiche.fields import Field, Kind
from fiche.parts import PLACE_FIELDS
from importers.flat import FLAT_FIELDS
from importers.formats.fields import FIELDS
from importers.formats.mapping import FileMapping, parse_mapping

NATIVE = "modele"
IDENTIFIER = "identifiant"
ROWS = Path(__file__).parent / "formats" / "templates" / "autres_lignes.json"
"""Rows after the first, which is made of the example of each column."""

_SEPARATORS = "|;\n"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of the template.

    vocabulary   list of ``KnownCodes`` that holds its values, or empty for free text.
    several      values may follow one another, separated by a vertical bar.
    """

    name: str
    label: str
    required: bool
    help: str
    example: str
    vocabulary: str = ""
    several: bool = False


_IDENTIFIER = TemplateColumn(
    name=IDENTIFIER,
    label="Identifiant",
    required=False,
    help=(
        "Ce qui désigne la fiche dans votre outil ou votre tableau. Le garder d’un envoi à l’autre permet de mettre la "
        "fiche à jour au lieu d’en créer une seconde. Plusieurs lignes de même identifiant font une seule fiche à "
        "plusieurs lieux."
    ),
    example="AUTO-1",
)


@cache
def template_columns() -> tuple[TemplateColumn, ...]:
    """Return the columns in the order of the file."""
    return (_IDENTIFIER, *(_column(row) for row in _rows()))


def _rows() -> Iterator[Field]:
    yield from (each.row for each in FLAT_FIELDS.values() if each.row.is_in_files)
    yield from (row for row in PLACE_FIELDS.values() if row.is_in_files)


def _column(row: Field) -> TemplateColumn:
    several = row.is_list_of_codes or row.kind is Kind.PARTS
    return TemplateColumn(row.column, row.label, row.asked, row.help, row.example, row.vocabulary, several)


def template_csv() -> bytes:
    """Return the file to download: UTF-8 with its mark, semicolons, a few rows to follow."""
    columns = template_columns()
    text = io.StringIO()
    writer = csv.DictWriter(text, [column.name for column in columns], restval="", delimiter=";")
    writer.writeheader()
    writer.writerow({column.name: column.example for column in columns})
    writer.writerows(json.loads(ROWS.read_text(encoding="utf-8")))
    return text.getvalue().encode("utf-8-sig")


@cache
def native_mapping() -> FileMapping:
    """Return how the template is read: each column under its own name, lists split, rows of one identifier together."""
    fields: dict[str, object] = {
        name: {"colonnes": [name], "separateur": _SEPARATORS} if each.row.is_list_of_codes else name
        for name, each in FIELDS.items()
        if each.target in FLAT_FIELDS
    }
    content = {
        "format": NATIVE,
        "libelle": "Modèle de la base (CSV ou XLSX)",
        "aide": "Le fichier type à télécharger\u00a0: une ligne par fiche et par lieu, colonnes en français. Les "
        "lignes de même identifiant font une fiche à plusieurs lieux.",
        "source": NATIVE,
        "identite": {"colonnes": [IDENTIFIER], "facultative": True},
        "regrouper": True,
        "champs": fields,
        "lieu": {row.column: row.column for row in PLACE_FIELDS.values() if row.is_in_files},
        "horaires": CONTENT_FIELDS["hours"].column,
    }
    return parse_mapping(json.dumps(content), NATIVE)
